//! A transaction that reads.

use crate::{
    JournalError, Row, Value,
    access::Scope,
    crypto::{BlindIndex, Opened, Sealed},
    db::{Session, gather},
    journal::Shared,
    scoped::scoped,
};

/// A transaction that reads, from one moment. Made by [`crate::Journal::read`].
pub struct Reader<'a> {
    pub(crate) session: &'a mut dyn Session,
    pub(crate) shared: &'a Shared,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(session: &'a mut dyn Session, shared: &'a Shared) -> Self {
        Self { session, shared }
    }

    /// The rows of a query over rows that belong to a division. The query says by `{scope}` (or `{scope:alias}`) where
    /// the scope's divisions are to be put.
    ///
    /// # Errors
    /// [`JournalError::Unscoped`] for a query without the token; what the database says.
    pub fn rows(&mut self, scope: &Scope, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError> {
        let (sql, values) = scoped(sql, values, scope)?;
        gather(self.session, &sql, &values)
    }

    /// The rows of a query over tables whose rows belong to no division: users, sessions, queues of the program itself.
    ///
    /// # Errors
    /// [`JournalError::Unscoped`] where the query names a table with a column `division` or `subject`; what the database
    /// says.
    pub fn ordinary(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError> {
        let mut words = sql.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
        if words.any(|word| self.shared.placed.contains(&word.to_ascii_lowercase())) {
            return Err(JournalError::Unscoped);
        }
        gather(self.session, sql, values)
    }

    /// The blind index of an identifier in a column, by which it is found without being opened.
    pub fn blind(&self, column: &str, plain: &str) -> BlindIndex {
        self.shared.keys.blind(column, plain)
    }

    /// Opens a value that was sealed for this column and subject.
    ///
    /// # Errors
    /// [`JournalError::Crypto`] where it was moved, changed, or sealed with other keys.
    pub fn open(&mut self, column: &str, subject: &str, sealed: &Sealed) -> Result<Opened, JournalError> {
        self.shared.unseal(column, subject, sealed)
    }
}
