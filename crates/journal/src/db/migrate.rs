//! Migrations: numbered texts, applied once, in order, under a lock, with a checksum that is held against changes.

use super::{Session, gather};
use crate::JournalError;
use sha2::{Digest, Sha256};

/// A step of a schema. Texts are never changed once shipped: a later migration changes what an earlier one made.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1, 2, 3 …
    pub number: u32,
    /// A word for people.
    pub name: &'static str,
    /// Statements for both databases. `{bytes}` becomes BLOB or BYTEA, and `{append_only:TABLE};` refuses from there on
    /// that rows of the table are changed or removed.
    pub sql: &'static str,
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migration (
    origin TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum {bytes} NOT NULL,
    PRIMARY KEY (origin, number))";

/// Applies what is missing, and refuses a database that was migrated by other texts. The caller lets one process at a
/// time do this, see [`super::Db::alone`].
pub(crate) fn migrate(session: &mut dyn Session, origin: &str, migrations: &[Migration]) -> Result<(), JournalError> {
    session.batch(&session.dialect(LEDGER))?;
    let applied = check(session, origin, migrations)?;
    migrations[applied..].iter().try_for_each(|migration| apply(session, origin, migration))
}

/// How many of the migrations a database has; an error where it has others.
pub(crate) fn check(session: &mut dyn Session, origin: &str, migrations: &[Migration]) -> Result<usize, JournalError> {
    if let Some((_, out)) = (1..).zip(migrations).find(|(number, migration)| migration.number != *number) {
        return Err(JournalError::MigrationOrder { number: out.number });
    }
    let sql = "SELECT number, checksum FROM migration WHERE origin = $1 ORDER BY number";
    let applied = gather(session, sql, &[origin.into()])?;
    for (row, migration) in applied.iter().zip(migrations) {
        if row.get::<Vec<u8>>("checksum")? != checksum(migration) {
            return Err(JournalError::MigrationChanged { number: migration.number });
        }
    }
    match applied.get(migrations.len()) {
        Some(row) => Err(JournalError::MigrationUnknown { number: row.get("number")? }),
        None => Ok(applied.len()),
    }
}

fn checksum(migration: &Migration) -> Vec<u8> {
    Sha256::digest(migration.sql.as_bytes()).to_vec()
}

fn apply(session: &mut dyn Session, origin: &str, migration: &Migration) -> Result<(), JournalError> {
    session.batch(&session.dialect(migration.sql))?;
    let row = [origin.into(), migration.number.into(), migration.name.into(), checksum(migration).into()];
    session.execute("INSERT INTO migration (origin, number, name, checksum) VALUES ($1, $2, $3, $4)", &row)?;
    Ok(())
}

/// Replaces the tokens of a migration.
pub(super) fn translate(sql: &str, bytes: &str, append_only: impl Fn(&str) -> String) -> String {
    let mut text = sql.replace("{bytes}", bytes);
    while let Some((before, rest)) = text.split_once("{append_only:") {
        let Some((table, after)) = rest.split_once("};") else { break };
        text = format!("{before}{}{after}", append_only(table));
    }
    text
}
