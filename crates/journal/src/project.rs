//! Projections: tables that follow from the entries, written in the same transaction, and made anew from them.

use crate::{
    Entry, JournalError, Tx, chain,
    db::{Session, gather},
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Keeps tables in step with entries.
///
/// `apply` depends on the entry and on its own tables alone, never on a clock, on chance or on ordinary rows: a rebuild
/// gives every entry to it again, and the tables must come out the same. It relies on the order of entries within one
/// county only, since counties are reapplied one after another. Sealed values are copied from the entry's body: a value
/// that is sealed twice is two different texts. A counter in one row is no good table: PostgreSQL keeps a version of the
/// row for every change within a transaction, so that a rebuild would walk them again and again; count when you ask.
pub trait Projection: Sync {
    /// The tables that it writes, those that others refer to first. No other projection writes them.
    fn tables(&self) -> &'static [&'static str];

    /// Writes what follows from an entry.
    ///
    /// # Errors
    /// [`JournalError`] of a statement; the entry is then not written either.
    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError>;
}

/// A table that a rebuild gave other rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDifference {
    /// Its name.
    pub table: &'static str,
    /// Rows that stood there and do not follow from the entries.
    pub only_before: u64,
    /// Rows that follow from the entries and did not stand there.
    pub only_after: u64,
}

/// What a rebuild does with the tables it made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuild {
    /// Leaves the tables as they were and tells the differences.
    Compare,
    /// Puts the new ones in place and tells the differences.
    Replace,
}

/// Entries reapplied at a time.
const PAGE: i64 = 512;

impl Tx<'_> {
    /// Empties every projection's tables and applies every entry again; tells which tables came out differently.
    pub(crate) fn reapply(&mut self) -> Result<Vec<TableDifference>, JournalError> {
        let projections = self.shared.schema.projections;
        let tables: Vec<&'static str> =
            projections.iter().flat_map(|projection| projection.tables()).copied().collect();
        let before = contents(self.session, &tables)?;
        for table in tables.iter().rev() {
            self.session.execute(&format!("DELETE FROM {table}"), &[])?;
        }
        for county in chain::counties(self.session)? {
            let mut after = 0;
            loop {
                let rows = chain::page(self.session, county, after, PAGE)?;
                let Some(last) = rows.last() else { break };
                after = last.get("seq")?;
                for row in &rows {
                    self.project(&chain::entry_of(row)?)?;
                }
            }
        }
        let after = contents(self.session, &tables)?;
        Ok(tables.iter().filter_map(|table| difference(table, &before[table], &after[table])).collect())
    }
}

type Rows = BTreeMap<[u8; 16], i64>;

/// How often each row stands in a table; a row by half of its hash, since a table may be larger than the memory.
fn contents(session: &mut dyn Session, tables: &[&'static str]) -> Result<BTreeMap<&'static str, Rows>, JournalError> {
    let mut all = BTreeMap::new();
    for table in tables {
        let mut rows = Rows::new();
        session.each(&format!("SELECT * FROM {table}"), &[], &mut |row| {
            *rows.entry(row_hash(&row)).or_default() += 1;
            Ok(())
        })?;
        all.insert(*table, rows);
    }
    Ok(all)
}

fn row_hash(row: &crate::Row) -> [u8; 16] {
    use crate::Value;
    let mut hash = Sha256::new();
    for value in row.values() {
        let (kind, bytes): (u8, &[u8]) = match value {
            Value::Null => (0, &[]),
            Value::Int(it) => (1, &it.to_be_bytes()),
            Value::Text(it) => (2, it.as_bytes()),
            Value::Bytes(it) => (3, it),
        };
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&hash.finalize()[..16]);
    half
}

fn difference(table: &'static str, before: &Rows, after: &Rows) -> Option<TableDifference> {
    let missing = |from: &Rows, of: &Rows| -> u64 {
        of.iter().map(|(row, count)| (count - from.get(row).unwrap_or(&0)).max(0) as u64).sum()
    };
    let (only_before, only_after) = (missing(after, before), missing(before, after));
    (only_before + only_after > 0).then_some(TableDifference { table, only_before, only_after })
}

/// Whether every table of the list is there, so that a projection with a misspelt table is found when the journal opens.
pub(crate) fn tables_exist(session: &mut dyn Session, tables: &[&'static str]) -> Result<(), JournalError> {
    for table in tables {
        gather(session, &format!("SELECT 1 AS one FROM {table} LIMIT 1"), &[])?;
    }
    Ok(())
}
