//! What households have standing when signals come: open matters, when each signal was last heard of, exemptions.

use super::{
    row::{COLUMNS, Heard, Matter, day, month},
    rows,
};
use doudi_journal::{JournalError, Row, Tx, Value, date_of_number};
use doudi_work::watch::{About, Last, Standing};
use std::collections::BTreeMap;

/// A household's file as signals find it.
#[derive(Default)]
pub(super) struct Before {
    /// For the rules.
    pub(super) standing: Standing,
    /// The open matter.
    pub(super) open: Option<Matter>,
    /// Its signals.
    pub(super) heard: BTreeMap<About, Heard>,
    /// Where the household is.
    pub(super) division: u64,
}

/// Asks for many households at once.
pub(super) fn of(tx: &mut Tx<'_>, households: &[i64]) -> Result<BTreeMap<i64, Before>, JournalError> {
    let asked: Vec<Value> = households.iter().map(|id| Value::Int(*id)).collect();
    let mut all: BTreeMap<i64, Before> = BTreeMap::new();
    for row in rows::matching(tx, "SELECT id, division FROM household WHERE id IN", &asked)? {
        all.entry(row.get("id")?).or_default().division = row.get("division")?;
    }
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE m.closed IS NULL AND m.household IN");
    for row in rows::matching(tx, &sql, &asked)? {
        let matter = Matter::read(&row)?;
        let before = all.entry(matter.household).or_default();
        before.standing.open = true;
        before.open = Some(matter);
    }
    let sql = "SELECT s.matter, s.signal, s.person, s.household, s.raised, s.first_month, s.month, s.found, m.closed \
               FROM matter_signal s JOIN matter m ON m.id = s.matter WHERE s.household IN";
    for row in rows::matching(tx, sql, &asked)? {
        heard(all.entry(row.get("household")?).or_default(), &row)?;
    }
    let sql = "SELECT household, signal, person, until FROM signal_exemption WHERE household IN";
    for row in rows::matching(tx, sql, &asked)? {
        let until = date_of_number(row.get("until")?)?;
        all.entry(row.get("household")?).or_default().standing.exempt.insert(about(&row)?, until);
    }
    Ok(all)
}

fn about(row: &Row) -> Result<About, JournalError> {
    Ok(About { signal: row.get("signal")?, person: Some(row.get::<u64>("person")?).filter(|person| *person > 0) })
}

fn heard(before: &mut Before, row: &Row) -> Result<(), JournalError> {
    let (about, closed) = (about(row)?, day(row, "closed")?);
    let raised = date_of_number(row.get("raised")?)?;
    let last = Last {
        month: month(row.get("month")?)?,
        day: closed.map_or(raised, |closed| closed.max(raised)),
        open: closed.is_none(),
    };
    if last.open {
        before.heard.insert(about.clone(), Heard::read(row)?);
    }
    let newest = before.standing.last.entry(about).or_insert(last);
    // Of several matters that knew the signal, each thing as it was last.
    *newest =
        Last { month: newest.month.max(last.month), day: newest.day.max(last.day), open: newest.open || last.open };
    Ok(())
}
