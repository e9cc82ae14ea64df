//! The journal itself.

use crate::{
    JournalError, Location, Reader, Rebuild, Schema, TableDifference, Tx,
    crypto::{DataKeys, Keyring, Opened, Sealed, WrappedKey},
    db::{Db, Session, gather, migrate::migrate},
    project, schema,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
};

/// Entries in chains, projections beside them, ordinary rows. A clone is another handle of the same.
#[derive(Clone)]
pub struct Journal {
    pub(crate) db: Arc<Db>,
    pub(crate) shared: Arc<Shared>,
}

/// Fills bytes with randomness fit for keys.
type Randomness = Box<dyn Fn(&mut [u8]) + Send + Sync>;

/// What every transaction needs beside its connection.
pub(crate) struct Shared {
    pub(crate) schema: &'static Schema,
    pub(crate) keys: Keyring,
    pub(crate) data_keys: RwLock<DataKeys>,
    /// The tables whose rows belong to a place or a person: they are read within a scope.
    pub(crate) placed: BTreeSet<String>,
    pub(crate) fill: Randomness,
}

impl Journal {
    /// Opens or creates the journal and brings its tables up to the program's schema. `fill` fills bytes with
    /// randomness for keys.
    ///
    /// # Errors
    /// [`JournalError::Open`], [`JournalError::Unreachable`]; [`JournalError::Replica`] and [`JournalError::Collation`]
    /// for servers on which the journal would not be safe; [`JournalError::MigrationChanged`] and
    /// [`JournalError::MigrationUnknown`] for a database of another program; [`JournalError::Crypto`] for other keys.
    pub fn open(
        at: &Location,
        keys: Keyring,
        schema: &'static Schema,
        fill: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Result<Self, JournalError> {
        let db = Db::open(at)?;
        let tables: Vec<_> = schema.projections.iter().flat_map(|projection| projection.tables()).copied().collect();
        let (data_keys, placed) = db.alone(|session| {
            let data_keys = prepare(session, &keys, schema, &fill)?;
            project::tables_exist(session, &tables)?;
            Ok((data_keys, placed(session)?))
        })?;
        let shared = Shared { schema, keys, data_keys: RwLock::new(data_keys), placed, fill: Box::new(fill) };
        Ok(Self { db: Arc::new(db), shared: Arc::new(shared) })
    }

    /// Whether there are keys in the journal at a place: then it opens with the key file that wrapped them, and no other.
    /// Makes nothing.
    ///
    /// # Errors
    /// As [`Journal::open`], where the place is there and cannot be looked into.
    pub fn has_keys(at: &Location) -> Result<bool, JournalError> {
        if matches!(at, Location::File(path) if !path.exists()) {
            return Ok(false);
        }
        Db::open(at)?.read(|session| {
            let tables = session.schema()?;
            let there = tables.iter().any(|row| row.get::<String>("table_name").is_ok_and(|name| name == "data_key"));
            Ok(there && !wrapped_keys(session)?.is_empty())
        })
    }

    /// One transaction that writes. `work` may be called again, with nothing of the first call kept, when another
    /// writer was faster: it must not do anything outside the transaction.
    ///
    /// # Errors
    /// What `work` answered; [`JournalError::Contended`] when others were faster too often; [`JournalError::Full`],
    /// [`JournalError::Locked`], [`JournalError::Unreachable`], after which nothing was changed;
    /// [`JournalError::InDoubt`], after which the same request is sent again (see [`Tx::once`]).
    pub fn write<T, E: From<JournalError>>(&self, mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.db.write(&mut |session| {
            let mut tx = Tx::new(session, &self.shared);
            let done = work(&mut tx);
            tx.end(done)
        })
    }

    /// Writes of `work` are not awaited on the disk; all of them are there when this returns, or it fails. For a journal that
    /// is made anew and would be made anew: where the machine ends in between, nothing of it counts.
    ///
    /// # Errors
    /// What `work` answered, or what the disk says.
    pub fn in_haste<T, E: From<JournalError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.db.in_haste(work)
    }

    /// One transaction that reads: its answers come from one moment.
    ///
    /// # Errors
    /// What `work` answered, or what the database says.
    pub fn read<T, E: From<JournalError>>(&self, work: impl FnOnce(&mut Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        self.db.read(|session| work(&mut Reader::new(session, &self.shared)))
    }

    /// Makes every projection's tables anew from the entries, in one transaction, and tells where they differ.
    ///
    /// # Errors
    /// What the database or a projection says; the tables are then as they were.
    pub fn rebuild(&self, how: Rebuild) -> Result<Vec<TableDifference>, JournalError> {
        let done = self.write(|tx| {
            let differences = tx.reapply()?;
            match how {
                Rebuild::Replace => Ok(differences),
                Rebuild::Compare => Err(Compared::Looked(differences)),
            }
        });
        match done {
            Ok(differences) | Err(Compared::Looked(differences)) => Ok(differences),
            Err(Compared::Failed(error)) => Err(error),
        }
    }

    /// Every column of every table, sorted: `table.column type needed key`.
    ///
    /// # Errors
    /// What the database says.
    pub fn schema_dump(&self) -> Result<String, JournalError> {
        let rows = self.db.read(|session| session.schema())?;
        rows.iter().map(schema_line).collect()
    }
}

fn placed(session: &mut dyn Session) -> Result<BTreeSet<String>, JournalError> {
    let mut tables = BTreeSet::new();
    for row in session.schema()? {
        if matches!(row.get::<String>("column_name")?.as_str(), "division" | "subject") {
            tables.insert(row.get("table_name")?);
        }
    }
    Ok(tables)
}

fn schema_line(row: &crate::Row) -> Result<String, JournalError> {
    let (table, column): (String, String) = (row.get("table_name")?, row.get("column_name")?);
    let needed = if row.get::<bool>("needed")? { " not null" } else { "" };
    let key = match row.get::<i64>("key")? {
        0 => String::new(),
        place => format!(" key {place}"),
    };
    Ok(format!("{table}.{column} {}{needed}{key}\n", row.get::<String>("type")?))
}

/// A comparison undoes what it did by answering with an error.
enum Compared {
    Looked(Vec<TableDifference>),
    Failed(JournalError),
}

impl From<JournalError> for Compared {
    fn from(error: JournalError) -> Self {
        Self::Failed(error)
    }
}

/// Tables up to date, and the data keys opened; a new database gets its first one.
fn prepare(
    session: &mut dyn Session,
    keys: &Keyring,
    schema: &Schema,
    fill: &dyn Fn(&mut [u8]),
) -> Result<DataKeys, JournalError> {
    migrate(session, "journal", schema::OWN)?;
    migrate(session, "schema", schema.migrations)?;
    if wrapped_keys(session)?.is_empty() {
        store_key(session, &keys.new_data_key(1, &mut |bytes| fill(bytes))?)?;
    }
    open_keys(session, keys)
}

pub(crate) fn open_keys(session: &mut dyn Session, keys: &Keyring) -> Result<DataKeys, JournalError> {
    Ok(keys.data_keys(&wrapped_keys(session)?)?)
}

pub(crate) fn wrapped_keys(session: &mut dyn Session) -> Result<Vec<WrappedKey>, JournalError> {
    let rows = gather(session, "SELECT id, generation, wrapped FROM data_key ORDER BY id", &[])?;
    let key = |row: &crate::Row| {
        Ok(WrappedKey { id: row.get("id")?, generation: row.get("generation")?, bytes: row.get("wrapped")? })
    };
    rows.iter().map(key).collect()
}

pub(crate) fn store_key(session: &mut dyn Session, key: &WrappedKey) -> Result<(), JournalError> {
    session.execute(
        "INSERT INTO data_key (id, generation, wrapped) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, wrapped = excluded.wrapped",
        &[key.id.into(), key.generation.into(), (&key.bytes).into()],
    )?;
    Ok(())
}

impl Shared {
    pub(crate) fn seal(&self, column: &str, subject: &str, plain: &[u8]) -> Result<Sealed, JournalError> {
        let keys = self.data_keys.read().unwrap_or_else(PoisonError::into_inner);
        Ok(keys.seal(column, subject, plain, &mut |bytes| (self.fill)(bytes))?)
    }

    pub(crate) fn unseal(&self, column: &str, subject: &str, sealed: &Sealed) -> Result<Opened, JournalError> {
        let keys = self.data_keys.read().unwrap_or_else(PoisonError::into_inner);
        Ok(keys.open(column, subject, sealed)?)
    }
}
