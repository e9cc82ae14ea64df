//! Who belonged to a household on a day, as known on a day.
//!
//! Each row says from a day on that a person belongs to a household, or no longer, by the rosters or by people. What is
//! known later covers what was known earlier, on the days that it speaks of; what people decided covers the rosters.

use super::{change::Basis, rows};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Entry, Instant, JournalError, Row, Tx, Value,
    access::{Action, Resource},
    date_number, date_of_number,
};
use doudi_kernel::Date;
use std::collections::BTreeMap;

/// What an entry says of one person and one household.
pub(super) struct Noted<'n> {
    pub(super) household: i64,
    pub(super) person: i64,
    pub(super) division: u64,
    pub(super) inside: bool,
    pub(super) relation: Option<&'n str>,
    pub(super) basis: Option<&'n str>,
    pub(super) hand: bool,
}

/// Keeps what an entry says.
pub(super) fn note(tx: &mut Tx<'_>, entry: &Entry, it: &Noted<'_>) -> Result<(), JournalError> {
    all(tx, entry, std::slice::from_ref(it))
}

/// Keeps what an entry says of several persons.
pub(super) fn all(tx: &mut Tx<'_>, entry: &Entry, noted: &[Noted<'_>]) -> Result<(), JournalError> {
    let head = "INSERT INTO membership (county, seq, household, person, division, source, inside, relation, basis, \
                valid_from, known_at)";
    rows::insert(tx, head, noted.iter().map(|it| row(entry, it)).collect(), "")
}

/// A roster's month counts from its first day.
fn row(entry: &Entry, it: &Noted<'_>) -> [Value; 11] {
    let from = if it.hand { entry.valid_from } else { entry.valid_from.first_of_month() };
    [
        entry.county.number().into(),
        Value::Int(entry.seq as i64),
        it.household.into(),
        it.person.into(),
        Value::Int(it.division as i64),
        if it.hand { "hand" } else { "rosters" }.into(),
        it.inside.into(),
        it.relation.into(),
        it.basis.into(),
        date_number(from).into(),
        entry.at.millis().into(),
    ]
}

/// What people decided about a person, household by household, the newest first.
pub(super) fn decided(tx: &mut Tx<'_>, person: i64) -> Result<BTreeMap<i64, bool>, JournalError> {
    let sql = "SELECT household, inside FROM membership WHERE person = $1 AND source = 'hand' ORDER BY known_at, seq";
    let mut last = BTreeMap::new();
    for row in tx.rows(sql, &[person.into()])? {
        last.insert(row.get("household")?, row.get::<i64>("inside")? == 1);
    }
    Ok(last)
}

/// A member on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: i64,
    /// The relation to the head, by its code.
    pub relation: Option<String>,
    /// What somebody decided about counting the person.
    pub basis: Option<Basis>,
    /// Since when it is so.
    pub since: Date,
    /// When the office knew it.
    pub known: Instant,
    /// Whether people decided it; else it is the rosters' word.
    pub hand: bool,
}

/// A household on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// Where it lay; none where nobody belonged to it.
    pub division: Option<u64>,
    /// The head first.
    pub members: Vec<Member>,
}

/// What the office knew at a moment about who belonged to a household on a day.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's. A household outside the scope has no members.
pub fn as_of(
    bureau: &Bureau,
    who: &Who,
    household: i64,
    valid: Date,
    known: Instant,
) -> Result<Composition, OfficeError> {
    let scope = who.may(Resource::Household, Action::Read)?;
    let sql = "SELECT person, source, division, inside, relation, basis, valid_from, known_at FROM (SELECT m.*, \
               row_number() OVER (PARTITION BY m.person, m.source ORDER BY m.known_at DESC, m.seq DESC) AS rank \
               FROM membership m JOIN household h ON h.id = m.household WHERE m.household = $1 AND m.known_at <= $2 \
               AND m.valid_from <= $3 AND {scope:h}) ranked WHERE rank = 1 ORDER BY person, source";
    let values = [household.into(), known.millis().into(), date_number(valid).into()];
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &values))?;
    let mut last: BTreeMap<i64, (bool, u64, Member)> = BTreeMap::new();
    // "hand" comes before "rosters": what people decided stays.
    for row in &rows {
        let it = member(row)?;
        last.entry(it.2.person).or_insert(it);
    }
    let division = last.values().find(|(inside, ..)| *inside).map(|(_, division, _)| *division);
    let mut members: Vec<Member> = last.into_values().filter(|(inside, ..)| *inside).map(|(.., it)| it).collect();
    members.sort_by_key(|it| (it.relation.as_deref() != Some("head"), it.person));
    Ok(Composition { division, members })
}

fn member(row: &Row) -> Result<(bool, u64, Member), JournalError> {
    let member = Member {
        person: row.get("person")?,
        relation: row.get("relation")?,
        basis: row.get::<Option<String>>("basis")?.as_deref().and_then(Basis::named),
        since: date_of_number(row.get("valid_from")?)?,
        known: Instant::from_millis(row.get("known_at")?),
        hand: row.get::<String>("source")? == "hand",
    };
    Ok((row.get::<i64>("inside")? == 1, row.get("division")?, member))
}
