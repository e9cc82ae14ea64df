//! What people decided about a file and a later roster says otherwise: it waits for somebody, and nothing is overwritten.

use doudi_journal::{JournalError, Tx, Value};

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
    let sql = "INSERT INTO dispute (household, field, division, decided, told, since, month) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (household, field) DO UPDATE SET \
               division = excluded.division, decided = excluded.decided, told = excluded.told, month = excluded.month";
    tx.execute(sql, &row).map(drop)
}

/// Nothing differs any more, or somebody has decided.
pub(super) fn settle(tx: &mut Tx<'_>, household: i64, field: &str) -> Result<(), JournalError> {
    let sql = "DELETE FROM dispute WHERE household = $1 AND field = $2";
    tx.execute(sql, &[household.into(), field.into()]).map(drop)
}
