//! The rows of the stock: one of the household with the amount, one of each person, from a month until before another.

use doudi_journal::{JournalError, Tx, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How a household is helped from a month on.
pub(in crate::register) struct Help<'h> {
    pub(in crate::register) household: i64,
    pub(in crate::register) programme: &'h str,
    pub(in crate::register) division: u64,
    pub(in crate::register) persons: BTreeSet<i64>,
    /// Fen a month; none while nobody has set it.
    pub(in crate::register) amount_fen: Option<i64>,
    /// Whose word it is: `rosters`, `case:12`, `act:7`.
    pub(in crate::register) by: &'h str,
    /// Where the help was before, when it comes along from another file.
    pub(in crate::register) came_from: Option<u64>,
    /// Whether it belongs to the first stock that the register was given.
    pub(in crate::register) opening: bool,
}

/// A row that holds in a month.
struct Live {
    person: i64,
    division: i64,
    from: i64,
    amount: Option<i64>,
    came_from: Option<i64>,
    began: String,
}

const LIVE: &str = "from_month <= $3 AND (to_month IS NULL OR to_month > $4)";

/// From a month on the household is helped so, and no otherwise by this programme.
pub(in crate::register) fn set(tx: &mut Tx<'_>, it: &Help<'_>, month: i64) -> Result<(), JournalError> {
    let wanted: BTreeSet<i64> = std::iter::once(0).chain(it.persons.iter().copied()).collect();
    let amount = |person: i64| if person == 0 { it.amount_fen } else { None };
    let mut kept = BTreeSet::new();
    let mut replaced = BTreeMap::new();
    for row in live(tx, it.household, it.programme, month)? {
        let same = row.division == it.division as i64 && row.amount == amount(row.person);
        if same && wanted.contains(&row.person) {
            kept.insert(row.person);
        } else {
            close(tx, it.household, it.programme, &row, month, it.by)?;
            replaced.insert(row.person, row);
        }
    }
    let until = next_begin(tx, it.household, it.programme, month)?;
    for person in wanted.difference(&kept) {
        let before = replaced.get(person);
        let moved = before.filter(|row| row.division != it.division as i64 && row.from < month).map(|row| row.division);
        let inherited = before.filter(|row| row.from == month);
        let came_from = moved.or_else(|| inherited.and_then(|row| row.came_from));
        let came_from = came_from.or(it.came_from.map(|from| from as i64)).filter(|from| *from != it.division as i64);
        let began = match inherited {
            Some(row) => row.began.clone(),
            None => if it.opening { "opening" } else { "begun" }.to_owned(),
        };
        let row = [
            it.household.into(),
            it.programme.into(),
            (*person).into(),
            Value::Int(it.division as i64),
            month.into(),
            until.into(),
            amount(*person).into(),
            came_from.into(),
            began.into(),
            it.by.into(),
        ];
        tx.execute(
            "INSERT INTO helped (household, programme, person, division, from_month, to_month, amount_fen, came_from, \
             began, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &row,
        )?;
        if moved.is_some() {
            went(tx, it.household, it.programme, *person, month, it.division)?;
        }
    }
    Ok(())
}

/// From a month on the household is not helped by the programme any more.
pub(in crate::register) fn end(
    tx: &mut Tx<'_>,
    household: i64,
    programme: &str,
    month: i64,
    by: &str,
) -> Result<(), JournalError> {
    live(tx, household, programme, month)?.iter().try_for_each(|row| close(tx, household, programme, row, month, by))
}

/// The programmes by which a household is helped in a month, with whose word it is and the persons.
pub(in crate::register) fn of(tx: &mut Tx<'_>, household: i64, month: i64) -> Result<Vec<Held>, JournalError> {
    let sql = "SELECT programme, person, source FROM helped WHERE household = $1 AND from_month <= $2 \
               AND (to_month IS NULL OR to_month > $3) ORDER BY programme, person";
    let mut held: Vec<Held> = Vec::new();
    for row in tx.rows(sql, &[household.into(), month.into(), month.into()])? {
        let (programme, person): (String, i64) = (row.get("programme")?, row.get("person")?);
        match held.last_mut().filter(|it| it.programme == programme) {
            Some(it) => {
                it.persons.insert(person);
            }
            None => {
                held.push(Held { programme, persons: BTreeSet::new(), by: row.get("source")? });
            }
        }
    }
    Ok(held)
}

/// How a household is helped in a month.
pub(in crate::register) struct Held {
    pub(in crate::register) programme: String,
    pub(in crate::register) persons: BTreeSet<i64>,
    pub(in crate::register) by: String,
}

/// Where help goes that leaves a file for another place.
pub(in crate::register) fn went(
    tx: &mut Tx<'_>,
    household: i64,
    programme: &str,
    person: i64,
    month: i64,
    to: u64,
) -> Result<(), JournalError> {
    let sql =
        "UPDATE helped SET went_to = $1 WHERE household = $2 AND programme = $3 AND person = $4 AND to_month = $5";
    let values = [Value::Int(to as i64), household.into(), programme.into(), person.into(), month.into()];
    tx.execute(sql, &values).map(drop)
}

fn live(tx: &mut Tx<'_>, household: i64, programme: &str, month: i64) -> Result<Vec<Live>, JournalError> {
    let sql = format!(
        "SELECT person, division, from_month, amount_fen, came_from, began FROM helped \
         WHERE household = $1 AND programme = $2 AND {LIVE} ORDER BY person"
    );
    let rows = tx.rows(&sql, &[household.into(), programme.into(), month.into(), month.into()])?;
    let one = |row: &doudi_journal::Row| {
        Ok(Live {
            person: row.get("person")?,
            division: row.get("division")?,
            from: row.get("from_month")?,
            amount: row.get("amount_fen")?,
            came_from: row.get("came_from")?,
            began: row.get("began")?,
        })
    };
    rows.iter().map(one).collect()
}

/// A row that began in the month itself never held in any month that was told: it goes.
fn close(
    tx: &mut Tx<'_>,
    household: i64,
    programme: &str,
    row: &Live,
    month: i64,
    by: &str,
) -> Result<(), JournalError> {
    let at = [household.into(), programme.into(), row.person.into(), row.from.into()];
    if row.from == month {
        let sql = "DELETE FROM helped WHERE household = $1 AND programme = $2 AND person = $3 AND from_month = $4";
        return tx.execute(sql, &at).map(drop);
    }
    let mut values = at.to_vec();
    values.extend([month.into(), by.into()]);
    let sql = "UPDATE helped SET to_month = $5, ended = $6 WHERE household = $1 AND programme = $2 AND person = $3 \
               AND from_month = $4";
    tx.execute(sql, &values).map(drop)
}

fn next_begin(tx: &mut Tx<'_>, household: i64, programme: &str, month: i64) -> Result<Option<i64>, JournalError> {
    let sql = "SELECT MIN(from_month) AS next FROM helped WHERE household = $1 AND programme = $2 AND from_month > $3";
    let row = tx.row(sql, &[household.into(), programme.into(), month.into()])?;
    row.map_or(Ok(None), |row| row.get("next"))
}
