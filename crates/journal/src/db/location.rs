//! Where a journal is kept.

use crate::JournalError;
use std::{fmt, path::PathBuf};

/// A file of an embedded database, or a database server.
///
/// ```
/// use doudi_journal::Location;
/// assert!(matches!(Location::parse("data/journal.db"), Ok(Location::File(_))));
/// let server = Location::parse("postgres://office:secret@db.example/doudi").unwrap();
/// assert_eq!(server.to_string(), "postgres://…/doudi");
/// assert!(Location::parse("mysql://db.example/doudi").is_err());
/// ```
#[derive(Clone)]
pub enum Location {
    /// SQLite.
    File(PathBuf),
    /// PostgreSQL. Connect to the server itself: locks of a session do not pass through a pooler of transactions.
    Server(Box<postgres::Config>),
}

impl Location {
    /// Reads a path or a `postgres://` URL.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let config = text.parse().map_err(|_| JournalError::Location)?;
            return Ok(Self::Server(Box::new(config)));
        }
        if text.is_empty() || text.contains("://") {
            return Err(JournalError::Location);
        }
        Ok(Self::File(PathBuf::from(text)))
    }
}

/// Without user, password and host.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(config) => write!(f, "postgres://…/{}", config.get_dbname().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({self})")
    }
}
