//! The two databases behind one face. Nothing outside this folder knows which of them it speaks to.
//!
//! One SQL text serves both: placeholders `$1, $2 …`, types BIGINT, TEXT and `{bytes}`, `ON CONFLICT … DO`, `RETURNING`.
//! A statement that fails spoils its transaction, on SQLite as on PostgreSQL: nobody can swallow an error and go on.

mod backup;
#[cfg(test)]
mod full;
mod line;
mod location;
pub(crate) mod migrate;
mod pool;
mod postgres;
mod sqlite;
mod value;

pub use backup::Progress;
pub use location::Location;
pub use migrate::Migration;
pub use value::{FromValue, Row, Value};

use crate::JournalError;
use sqlite::Sqlite;

/// How one try at a transaction ended.
pub(crate) enum Attempt<T, E> {
    /// To be confirmed; had appended to these counties.
    Commit { done: T, counties: Vec<u32> },
    /// To be undone.
    Rollback(E),
    /// Lost against another writer: to be undone and tried again, waiting for these counties first.
    Again { counties: Vec<u32> },
}

/// A connection within a transaction.
pub(crate) trait Session {
    /// Runs a statement; how many rows it changed.
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, JournalError>;
    /// Runs a query and hands its rows over one by one.
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), JournalError>,
    ) -> Result<(), JournalError>;
    /// Runs several statements without values.
    fn batch(&mut self, sql: &str) -> Result<(), JournalError>;
    /// A migration's text with its tokens replaced.
    fn dialect(&self, sql: &str) -> String;
    /// Waits until no other process appends to this county's chain, or says that one does.
    fn lock_county(&mut self, county: u32) -> Result<(), JournalError>;
    /// Every column: `table_name`, `column_name`, `type`, `needed`, `key` (place in the primary key, or 0).
    fn schema(&mut self) -> Result<Vec<Row>, JournalError>;
}

/// All rows of a query.
pub(crate) fn gather(session: &mut dyn Session, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError> {
    if values.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0'))) {
        return Err(JournalError::Value { why: "a text holds the sign with the number zero" });
    }
    let mut rows = Vec::new();
    session.each(sql, values, &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// A database.
pub(crate) enum Db {
    Sqlite(Box<Sqlite>),
    Postgres(Box<postgres::Postgres>),
}

impl Db {
    pub(crate) fn open(at: &Location) -> Result<Self, JournalError> {
        Ok(match at {
            Location::File(path) => Self::Sqlite(Box::new(Sqlite::open(path)?)),
            Location::Server(config) => Self::Postgres(Box::new(postgres::Postgres::open(config)?)),
        })
    }

    /// One transaction that writes; tried again where it lost against another.
    pub(crate) fn write<T, E: From<JournalError>>(
        &self,
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(db) => db.write(work),
            Self::Postgres(db) => db.write(&[], work),
        }
    }

    /// One transaction that writes while no other process is in one of these.
    pub(crate) fn alone<T>(
        &self,
        mut work: impl FnMut(&mut dyn Session) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut attempt = |session: &mut dyn Session| match work(session) {
            Ok(done) => Attempt::Commit { done, counties: Vec::new() },
            Err(JournalError::Contended) => Attempt::Again { counties: Vec::new() },
            Err(error) => Attempt::Rollback(error),
        };
        match self {
            Self::Sqlite(db) => db.write(&mut attempt),
            Self::Postgres(db) => db.write(&[postgres::ALONE], &mut attempt),
        }
    }

    /// Writes that are awaited on the disk together, when all are done. A server of its own is not told otherwise.
    pub(crate) fn in_haste<T, E: From<JournalError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        match self {
            Self::Sqlite(db) => db.in_haste(work),
            Self::Postgres(_) => work(),
        }
    }

    /// One transaction that reads: all its answers come from one moment.
    pub(crate) fn read<T, E: From<JournalError>>(
        &self,
        work: impl FnOnce(&mut dyn Session) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(db) => db.read(work),
            Self::Postgres(db) => db.read(work),
        }
    }

    /// The file database, or the error that says that this is for it alone.
    pub(crate) fn sqlite(&self) -> Result<&Sqlite, JournalError> {
        match self {
            Self::Sqlite(db) => Ok(db),
            Self::Postgres(_) => Err(JournalError::OnlySqlite),
        }
    }
}
