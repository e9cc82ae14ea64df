//! PostgreSQL: every transaction that writes is serialisable, so that of two who decide one case one wins. Writers of one
//! process stand in one line, see [`super::line`]; between processes whoever loses tries again.

use super::{
    Attempt, Row, Session, Value,
    line::{Line, Writer},
    pool::{Lent, Pool},
};
use crate::JournalError;
use postgres::{
    Client, Config, NoTls, Statement,
    error::SqlState,
    fallible_iterator::FallibleIterator,
    types::{FromSql, IsNull, ToSql, Type, to_sql_checked},
};
use std::{collections::BTreeMap, error::Error, sync::Arc, time::Duration};

/// More sessions that read than this wait for each other.
const SESSIONS: usize = 16;
/// Statements kept prepared in each session.
const PREPARED: usize = 512;
/// The first half of our advisory locks: "doud".
const LOCKS: i32 = 0x646f_7564;
/// The lock, no county's, of who changes the schema.
pub(super) const ALONE: u32 = 0;

pub(crate) struct Postgres {
    config: Config,
    line: Line<Pen>,
    sessions: Pool<Link>,
}

/// A session of the server with what it has prepared.
struct Link {
    client: Client,
    /// By text, then by the values' kinds.
    prepared: BTreeMap<String, Vec<(Vec<Type>, Statement)>>,
    /// Whether others are in the commit already: then no other process is waited for.
    company: bool,
}

impl Postgres {
    pub(super) fn open(config: &Config) -> Result<Self, JournalError> {
        let mut config = config.clone();
        config.connect_timeout(Duration::from_secs(10)).application_name("doudi");
        let pen = Pen { config: config.clone(), link: None, locked: Vec::new(), open: false };
        let server = Self { config, line: Line::new(pen), sessions: Pool::new(SESSIONS) };
        let mut link = server.lend()?;
        refuse_replica_and_language(&mut link.client)?;
        drop(link);
        Ok(server)
    }

    fn lend(&self) -> Result<Lent<'_, Link>, JournalError> {
        loop {
            let mut fresh = false;
            let link = self.sessions.lend(|| {
                fresh = true;
                connect(&self.config)
            })?;
            // Sessions that lay idle while the server was restarted are dead, and that shows only in use.
            if fresh || !link.client.is_closed() {
                return Ok(link);
            }
            link.discard();
        }
    }

    /// A session that has answered to `how`.
    fn begin(&self, how: &str) -> Result<Lent<'_, Link>, JournalError> {
        // Every idle session may be dead; the one after them is fresh and tells the truth about the server.
        for _ in 0..=SESSIONS {
            let mut link = self.lend()?;
            match link.client.batch_execute(how).map_err(told) {
                Ok(()) => return Ok(link),
                Err(JournalError::Unreachable) => link.discard(),
                Err(other) => return Err(other),
            }
        }
        Err(JournalError::Unreachable)
    }

    pub(super) fn write<T, E: From<JournalError>>(
        &self,
        first: &[u32],
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
    ) -> Result<T, E> {
        self.line.write(first, work)
    }

    pub(super) fn read<T, E: From<JournalError>>(
        &self,
        work: impl FnOnce(&mut dyn Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut link = self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let done = work(&mut *link);
        let ended = link.client.batch_execute("ROLLBACK");
        if ended.is_err() {
            link.discard();
        }
        done
    }
}

/// The session that writes.
struct Pen {
    config: Config,
    link: Option<Link>,
    /// The counties in which it is this process's turn until the transaction has ended.
    locked: Vec<u32>,
    open: bool,
}

impl Pen {
    /// Waits for the counties *before* the transaction takes its view of the data, so that it sees what the winner wrote
    /// and cannot lose against it again.
    fn try_begin(&mut self, counties: &[u32]) -> Result<(), JournalError> {
        let link = match &mut self.link {
            Some(link) => link,
            none => none.insert(connect(&self.config)?),
        };
        for county in counties {
            link.batch(&format!("SELECT pg_advisory_lock({LOCKS}, {county})"))?;
            self.locked.push(*county);
        }
        link.company = false;
        link.batch("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE")
    }

    fn on(&mut self) -> Result<&mut Link, JournalError> {
        self.link.as_mut().ok_or(JournalError::Unreachable)
    }

    /// The transaction is over: others may have its counties.
    fn let_go(&mut self) {
        self.open = false;
        for county in std::mem::take(&mut self.locked) {
            let unlock = format!("SELECT pg_advisory_unlock({LOCKS}, {county})");
            // Where the session is gone its locks are gone too.
            if self.on().and_then(|link| link.batch(&unlock)).is_err() {
                self.link = None;
            }
        }
    }
}

impl Writer for Pen {
    /// A transaction takes some milliseconds here, being a conversation.
    const MOST: usize = 8;

    fn begin(&mut self, counties: &[u32]) -> Result<(), JournalError> {
        let mut begun = self.try_begin(counties);
        // A session that lay idle while the server was restarted is dead, and that shows only in use.
        if matches!(begun, Err(JournalError::Unreachable)) {
            (self.link, self.locked) = (None, Vec::new());
            begun = self.try_begin(counties);
        }
        match begun {
            Ok(()) => self.open = true,
            Err(_) => self.let_go(),
        }
        begun
    }

    fn join(&mut self) -> Result<(), JournalError> {
        let link = self.on()?;
        link.company = true;
        link.batch("SAVEPOINT turn")
    }

    fn end(&mut self, sql: &str) -> Result<(), JournalError> {
        self.on()?.batch(sql)
    }

    fn run<T>(&mut self, work: impl FnOnce(&mut dyn Session) -> T) -> T {
        work(self.link.as_mut().expect("a transaction was begun, and only its end takes the session away"))
    }

    fn is_open(&self) -> bool {
        self.open && self.link.as_ref().is_some_and(|link| !link.client.is_closed())
    }

    fn commit(&mut self) -> Result<(), JournalError> {
        let done = self.end("COMMIT");
        self.let_go();
        done.map_err(|error| match error {
            JournalError::Unreachable => JournalError::InDoubt,
            other => other,
        })
    }

    fn undo(&mut self) {
        if !self.open {
            return;
        }
        if self.end("ROLLBACK").is_err() {
            self.link = None;
        }
        self.let_go();
    }
}

impl Link {
    fn prepare(&mut self, sql: &str, values: &[Value]) -> Result<Statement, JournalError> {
        let types: Vec<Type> = values.iter().map(kind).collect();
        let known = self.prepared.get(sql).and_then(|list| list.iter().find(|(own, _)| *own == types));
        if let Some((_, statement)) = known {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        let statement = self.client.prepare_typed(sql, &types).map_err(told)?;
        self.prepared.entry(sql.to_owned()).or_default().push((types, statement.clone()));
        Ok(statement)
    }
}

impl Session for Link {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, JournalError> {
        let statement = self.prepare(sql, values)?;
        let bound: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        self.client.execute(&statement, &bound).map_err(told)
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        take: &mut dyn FnMut(Row) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        let statement = self.prepare(sql, values)?;
        let names: Arc<[String]> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        let mut rows = self.client.query_raw(&statement, values).map_err(told)?;
        while let Some(row) = rows.next().map_err(told)? {
            let values = (0..names.len()).map(|at| {
                row.try_get::<_, Value>(at).map_err(|_| JournalError::Column {
                    name: names[at].clone(),
                    wanted: "an integer, a text or bytes",
                })
            });
            take(Row { names: Arc::clone(&names), values: values.collect::<Result<_, _>>()? })?;
        }
        Ok(())
    }

    fn batch(&mut self, sql: &str) -> Result<(), JournalError> {
        self.client.batch_execute(sql).map_err(told)
    }

    fn dialect(&self, sql: &str) -> String {
        super::migrate::translate(sql, "BYTEA", |table| {
            format!(
                "CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'entries stay' USING ERRCODE = '23514', TABLE = '{table}'; END $$;
                 CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
                 FOR EACH ROW EXECUTE FUNCTION {table}_stays();"
            )
        })
    }

    fn lock_county(&mut self, county: u32) -> Result<(), JournalError> {
        if !self.company {
            return self.batch(&format!("SELECT pg_advisory_xact_lock({LOCKS}, {county})"));
        }
        let rows = super::gather(self, &format!("SELECT pg_try_advisory_xact_lock({LOCKS}, {county}) AS ours"), &[])?;
        match rows.first().map(|row| row.get("ours")).transpose()? {
            Some(true) => Ok(()),
            _ => Err(JournalError::Contended),
        }
    }

    fn schema(&mut self) -> Result<Vec<Row>, JournalError> {
        let sql = "SELECT c.table_name, c.column_name, \
                   CASE c.data_type WHEN 'bytea' THEN 'bytes' ELSE c.data_type END AS type, \
                   CASE c.is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS needed, coalesce(k.ordinal_position, 0) AS key \
                   FROM information_schema.columns c \
                   LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema \
                   AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY' \
                   LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = t.constraint_name \
                   AND k.table_schema = t.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name \
                   WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position";
        super::gather(self, sql, &[])
    }
}

fn connect(config: &Config) -> Result<Link, JournalError> {
    let mut client = config.connect(NoTls).map_err(|error| match told(error) {
        JournalError::Statement { reason } => JournalError::Open { reason },
        other => other,
    })?;
    // A server may be set up to confirm what is not yet on its disk.
    client.batch_execute("SET synchronous_commit = on; SET client_min_messages = warning").map_err(told)?;
    Ok(Link { client, prepared: BTreeMap::new(), company: false })
}

fn refuse_replica_and_language(client: &mut Client) -> Result<(), JournalError> {
    let sql = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', \
               datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()";
    let row = client.query_one(sql, &[]).map_err(told)?;
    if row.get::<_, bool>(0) {
        return Err(JournalError::Replica);
    }
    let (collation, encoding): (String, String) = (row.get(1), row.get(2));
    let plain = matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8");
    if plain && encoding == "UTF8" { Ok(()) } else { Err(JournalError::Collation) }
}

fn kind(value: &Value) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Int(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(it) => it.to_sql(ty, out),
            Self::Text(it) => it.to_sql(ty, out),
            Self::Bytes(it) => it.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::BOOL => Self::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::INT2 => Self::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::INT4 => Self::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT8 => Self::Int(i64::from_sql(ty, raw)?),
            // A fraction is no value here; its raw bytes are taken for none.
            Type::NUMERIC => whole(raw).map_or_else(|| Self::Bytes(raw.to_vec()), Self::Int),
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            _ => Self::Text(String::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        const TAKEN: [Type; 6] = [Type::BOOL, Type::INT2, Type::INT4, Type::INT8, Type::NUMERIC, Type::BYTEA];
        TAKEN.contains(ty) || <String as FromSql>::accepts(ty)
    }
}

/// `sum(BIGINT)` is NUMERIC in PostgreSQL: digits to the base 10,000, the first of weight `10_000^weight`.
fn whole(raw: &[u8]) -> Option<i64> {
    let word = |at: usize| Some(u16::from_be_bytes(raw.get(at * 2..at * 2 + 2)?.try_into().ok()?));
    let (digits, weight, sign) = (usize::from(word(0)?), word(1)? as i16, word(2)?);
    if !matches!(sign, 0 | 0x4000) || digits as i32 > i32::from(weight) + 1 {
        return None;
    }
    let mut sum: i64 = 0;
    for place in 0..=i32::from(weight) {
        let digit = if (place as usize) < digits { i64::from(word(4 + place as usize)?) } else { 0 };
        let signed = if sign == 0 { digit } else { -digit };
        sum = sum.checked_mul(10_000)?.checked_add(signed)?;
    }
    Some(sum)
}

/// The error in our words. The server's sentences may quote values, so only those about our own texts are passed on.
fn told(error: postgres::Error) -> JournalError {
    let Some(db) = error.as_db_error() else {
        let lost = error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
        return match lost {
            true => JournalError::Unreachable,
            false => JournalError::Statement { reason: error.to_string() },
        };
    };
    let table = || db.table().unwrap_or_default().to_owned();
    let code = db.code().code();
    match *db.code() {
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => JournalError::Contended,
        SqlState::UNIQUE_VIOLATION => JournalError::Conflict { table: table() },
        SqlState::DISK_FULL => JournalError::Full,
        SqlState::READ_ONLY_SQL_TRANSACTION => JournalError::Replica,
        SqlState::LOCK_NOT_AVAILABLE => JournalError::Locked,
        SqlState::IO_ERROR => JournalError::Disk { doing: "using the database", reason: code.into() },
        _ => match &code[..2] {
            "08" | "57" => JournalError::Unreachable,
            "23" => JournalError::Constraint { table: table() },
            "28" | "3D" => JournalError::Open { reason: code.into() },
            "42" => JournalError::Statement { reason: format!("{code} {}", db.message()) },
            _ => JournalError::Statement { reason: code.into() },
        },
    }
}
