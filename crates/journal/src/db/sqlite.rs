//! SQLite: one who writes at a time, readers beside it, every confirmed write on the disk.

use super::{
    Attempt, Row, Session, Value,
    line::{Line, Writer},
    pool::Pool,
};
use crate::JournalError;
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter, types::ToSqlOutput, types::ValueRef};
use std::{
    borrow::Cow,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// How long a writer of another process is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// More readers than this wait for each other.
const READERS: usize = 16;
/// Statements kept prepared on each connection.
const PREPARED: usize = 256;

pub(crate) struct Sqlite {
    path: PathBuf,
    line: Line<Connection>,
    readers: Pool<Connection>,
}

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, JournalError> {
        create_private(path)?;
        let writer = connect(path)?;
        // FULL, since in WAL mode NORMAL forgets confirmed transactions when the power goes.
        let set = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                   PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;";
        writer.execute_batch(set).map_err(told)?;
        Ok(Self { path: path.to_owned(), line: Line::new(writer), readers: Pool::new(READERS) })
    }

    pub(super) fn write<T, E: From<JournalError>>(
        &self,
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
    ) -> Result<T, E> {
        self.line.write(&[], work)
    }

    pub(super) fn read<T, E: From<JournalError>>(
        &self,
        work: impl FnOnce(&mut dyn Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let reader = self.readers.lend(|| {
            let reader = connect(&self.path)?;
            reader.execute_batch("PRAGMA query_only = ON").map_err(told)?;
            Ok(reader)
        })?;
        reader.execute_batch("BEGIN").map_err(told)?;
        let _open = Undone(&reader);
        work(&mut Open(&reader))
    }

    /// Writes that are awaited on the disk together: the log is brought into the file with a sync at its end.
    pub(super) fn in_haste<T, E: From<JournalError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let set = |sql: &str| self.with_writer(|writer| writer.execute_batch(sql).map_err(told));
        set("PRAGMA synchronous = OFF")?;
        let done = catch_unwind(AssertUnwindSafe(work));
        let kept = set("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)");
        let done = done.unwrap_or_else(|panic| resume_unwind(panic))?;
        kept?;
        Ok(done)
    }

    /// A connection of its own, for a backup that is going on for long.
    pub(super) fn connect(&self) -> Result<Connection, JournalError> {
        connect(&self.path)
    }

    /// The writer, while nobody else writes.
    pub(super) fn with_writer<T>(&self, work: impl FnOnce(&mut Connection) -> T) -> T {
        self.line.alone(work)
    }
}

/// Rolls back what was not committed, after an error and after a panic alike.
struct Undone<'c>(&'c Connection);

impl Drop for Undone<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit() {
            // A rollback fails only where the database has rolled back by itself.
            let _ = self.0.execute_batch("ROLLBACK");
        }
    }
}

/// Two processes stand in line by the file's own lock: counties are of no account here.
impl Writer for Connection {
    const MOST: usize = 32;

    fn begin(&mut self, _: &[u32]) -> Result<(), JournalError> {
        self.execute_batch("BEGIN IMMEDIATE").map_err(told)
    }

    fn join(&mut self) -> Result<(), JournalError> {
        self.execute_batch("SAVEPOINT turn").map_err(told)
    }

    fn end(&mut self, sql: &str) -> Result<(), JournalError> {
        self.execute_batch(sql).map_err(told)
    }

    fn run<T>(&mut self, work: impl FnOnce(&mut dyn Session) -> T) -> T {
        work(&mut Open(self))
    }

    fn is_open(&self) -> bool {
        !self.is_autocommit()
    }

    fn commit(&mut self) -> Result<(), JournalError> {
        self.execute_batch("COMMIT").map_err(told)
    }

    fn undo(&mut self) {
        drop(Undone(self));
    }
}

/// A connection within a transaction.
pub(super) struct Open<'c>(pub(super) &'c Connection);

impl Session for Open<'_> {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, JournalError> {
        let mut statement = self.0.prepare_cached(&numbered(sql)).map_err(told)?;
        let changed = statement.execute(params_from_iter(values)).map_err(told)?;
        Ok(changed as u64)
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        let mut statement = self.0.prepare_cached(&numbered(sql)).map_err(told)?;
        let names: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query(params_from_iter(values)).map_err(told)?;
        while let Some(row) = rows.next().map_err(told)? {
            let values = (0..names.len()).map(|at| Ok(value(row.get_ref(at).map_err(told)?)));
            take(Row { names: Arc::clone(&names), values: values.collect::<Result<_, JournalError>>()? })?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), JournalError> {
        self.0.execute_batch(sql).map_err(told)
    }

    fn dialect(&self, sql: &str) -> String {
        super::migrate::translate(sql, "BLOB", |table| {
            format!(
                "CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'entries stay'); END;
                 CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'entries stay'); END;"
            )
        })
    }

    fn lock_county(&mut self, _: u32) -> Result<(), JournalError> {
        Ok(())
    }

    fn schema(&mut self) -> Result<Vec<Row>, JournalError> {
        let sql = "SELECT m.name AS table_name, p.name AS column_name, \
                   CASE p.type WHEN 'BLOB' THEN 'bytes' ELSE lower(p.type) END AS type, \
                   CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN 1 ELSE 0 END AS needed, p.pk AS key \
                   FROM sqlite_schema m JOIN pragma_table_info(m.name) p \
                   WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, p.cid";
        super::gather(self, sql, &[])
    }
}

/// A new database is for its owner's eyes alone; the log beside it takes over the rights.
pub(super) fn create_private(path: &Path) -> Result<(), JournalError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| JournalError::Open { reason: error.to_string() })
}

fn connect(path: &Path) -> Result<Connection, JournalError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(told)?;
    connection.busy_timeout(PATIENCE).map_err(told)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384").map_err(told)?;
    Ok(connection)
}

/// `$1` as `?1`: a placeholder with a number may stand anywhere and more than once, as in PostgreSQL.
fn numbered(sql: &str) -> Cow<'_, str> {
    if !sql.contains('$') {
        return Cow::Borrowed(sql);
    }
    let mut text = sql.as_bytes().to_vec();
    for at in 1..text.len() {
        if text[at - 1] == b'$' && text[at].is_ascii_digit() {
            text[at - 1] = b'?';
        }
    }
    Cow::Owned(String::from_utf8(text).expect("one ASCII sign took another's place"))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(it) => ValueRef::Integer(*it),
            Self::Text(it) => ValueRef::Text(it.as_bytes()),
            Self::Bytes(it) => ValueRef::Blob(it),
        }))
    }
}

/// A fraction, or a text that is none, comes as its raw bytes: no reader of numbers or texts takes them for what they
/// are not, and who looks for tampering still gets the row.
fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => Value::Int(it),
        ValueRef::Text(it) => {
            String::from_utf8(it.to_vec()).map_or_else(|it| Value::Bytes(it.into_bytes()), Value::Text)
        }
        ValueRef::Blob(it) => Value::Bytes(it.to_vec()),
        ValueRef::Real(it) => Value::Bytes(it.to_be_bytes().to_vec()),
    }
}

/// The error in our words. SQLite's own sentences hold names of tables and columns, no values.
pub(crate) fn told(error: rusqlite::Error) -> JournalError {
    let (code, reason) = match error {
        rusqlite::Error::SqliteFailure(code, reason) => (code, reason.unwrap_or_else(|| code.to_string())),
        rusqlite::Error::SqlInputError { error, msg, .. } => (error, msg),
        other => return JournalError::Statement { reason: other.to_string() },
    };
    // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY and _ROWID.
    let doubled = matches!(code.extended_code, 2067 | 1555 | 2579);
    match code.code {
        ErrorCode::DiskFull => JournalError::Full,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => JournalError::Locked,
        ErrorCode::ConstraintViolation if doubled => JournalError::Conflict { table: table_of(&reason) },
        ErrorCode::ConstraintViolation => JournalError::Constraint { table: table_of(&reason) },
        ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => JournalError::Damaged,
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied => JournalError::Open { reason },
        ErrorCode::SystemIoFailure | ErrorCode::ReadOnly => JournalError::Disk { doing: "using the database", reason },
        _ => JournalError::Statement { reason },
    }
}

/// `UNIQUE constraint failed: case_step.id` names the table before the point.
fn table_of(reason: &str) -> String {
    let named = reason.rsplit_once(": ").map_or("", |(_, columns)| columns);
    named.split(['.', ',']).next().unwrap_or_default().to_owned()
}
