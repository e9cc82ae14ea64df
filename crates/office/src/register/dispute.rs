//! What people decided about a file and a later roster says otherwise: it waits for somebody, and nothing is overwritten.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Row, Tx, Value,
    access::{Action, Resource},
};

/// Notes that a field differs, as codes `(decided, told)`, or that it does no longer.
pub(super) fn note(
    tx: &mut Tx<'_>,
    household: i64,
    division: u64,
    field: &str,
    month: i64,
    differs: Option<(&str, &str)>,
) -> Result<(), JournalError> {
    let Some((decided, told)) = differs else { return settle(tx, household, field) };
    let row = [
        household.into(),
        field.into(),
        Value::Int(division as i64),
        decided.into(),
        told.into(),
        month.into(),
        month.into(),
    ];
    let sql = "INSERT INTO dispute (household, field, division, decided, told, since, month, stands) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT (household, field) DO UPDATE SET stands = CASE \
               WHEN dispute.told = excluded.told AND dispute.decided = excluded.decided THEN dispute.stands ELSE 0 END, \
               division = excluded.division, decided = excluded.decided, told = excluded.told, month = excluded.month";
    tx.execute(sql, &row).map(drop)
}

/// Somebody has looked at it: what people decided stands until the rosters say something else again.
pub(super) fn stand(tx: &mut Tx<'_>, household: i64, field: &str) -> Result<(), JournalError> {
    let sql = "UPDATE dispute SET stands = 1 WHERE household = $1 AND field = $2";
    tx.execute(sql, &[household.into(), field.into()]).map(drop)
}

/// Nothing differs any more.
fn settle(tx: &mut Tx<'_>, household: i64, field: &str) -> Result<(), JournalError> {
    let sql = "DELETE FROM dispute WHERE household = $1 AND field = $2";
    tx.execute(sql, &[household.into(), field.into()]).map(drop)
}

/// A field in which people's word and the rosters differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// `member:7`, `head`, `division`, `relation:7`, `name:7`, `helped:dibao`
    pub field: String,
    /// What people decided, as a code or a number.
    pub decided: String,
    /// What the rosters say.
    pub told: String,
    /// The month in which they first said so, `yyyymm`.
    pub since: i64,
    /// Whether somebody has looked at it and upheld the decision.
    pub stands: bool,
}

/// The disputes of a file.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn disputes(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<Dispute>, OfficeError> {
    let scope = who.may(Resource::Household, Action::Read)?;
    let sql = "SELECT field, decided, told, since, stands FROM dispute WHERE household = $1 AND {scope} ORDER BY field";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[household.into()]))?;
    let one = |row: &Row| {
        Ok::<_, JournalError>(Dispute {
            field: row.get("field")?,
            decided: row.get("decided")?,
            told: row.get("told")?,
            since: row.get("since")?,
            stands: row.get::<i64>("stands")? == 1,
        })
    };
    Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
}

/// The files of the user's area that wait for somebody, in the order of places, 200 at most.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn disputed(bureau: &Bureau, who: &Who) -> Result<Vec<i64>, OfficeError> {
    let scope = who.may(Resource::Household, Action::List)?;
    let sql = "SELECT DISTINCT division, household FROM dispute WHERE stands = 0 AND {scope} \
               ORDER BY division, household LIMIT 200";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[]))?;
    Ok(rows.iter().map(|row| row.get("household")).collect::<Result<_, _>>()?)
}
