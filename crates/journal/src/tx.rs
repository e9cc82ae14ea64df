//! A transaction that writes.

use crate::{
    County, Draft, Entry, JournalError, Row, Value, chain,
    crypto::{BlindIndex, Opened, Sealed},
    db::{Attempt, Session, gather},
    journal::Shared,
};
use std::collections::BTreeMap;

/// A transaction that writes: entries with their projections, and ordinary rows. Made by [`crate::Journal::write`].
///
/// A statement that fails spoils the transaction: nothing of it is kept, even where the caller passes over the error.
/// Say `ON CONFLICT … DO NOTHING` and look at the number of changed rows instead.
pub struct Tx<'a> {
    pub(crate) session: &'a mut dyn Session,
    pub(crate) shared: &'a Shared,
    /// The last number and hash of every chain that was appended to.
    heads: BTreeMap<County, (u64, [u8; 32])>,
    failed: bool,
    lost: bool,
    projecting: bool,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(session: &'a mut dyn Session, shared: &'a Shared) -> Self {
        Self { session, shared, heads: BTreeMap::new(), failed: false, lost: false, projecting: false }
    }

    /// Gives the draft the next place in its county's chain, stores it and gives it to every projection.
    ///
    /// # Errors
    /// [`JournalError::Name`] or [`JournalError::Value`] for a draft that is not one; what the database says.
    pub fn append(&mut self, draft: Draft) -> Result<Entry, JournalError> {
        if self.projecting {
            return Err(self.spoil(JournalError::Value { why: "a projection appends nothing" }));
        }
        let head = self.head(draft.county)?;
        let suite = self.shared.keys.suite();
        let entry = self.run(|session| chain::append(session, suite, head, draft))?;
        self.heads.insert(entry.county, (entry.seq, entry.hash));
        self.project(&entry)?;
        Ok(entry)
    }

    /// The head of a chain, taken for this transaction at the first asking.
    fn head(&mut self, county: County) -> Result<(u64, [u8; 32]), JournalError> {
        if let Some(head) = self.heads.get(&county) {
            return Ok(*head);
        }
        // Noted before it is known, so that a second try waits for this county.
        self.heads.insert(county, (0, [0; 32]));
        let head = self.run(|session| chain::take(session, county))?;
        self.heads.insert(county, head);
        Ok(head)
    }

    /// Stores an entry that has its place already and gives it to every projection.
    ///
    /// # Errors
    /// [`JournalError::Broken`] where it does not follow on the last one, or its hash is not its own.
    pub(crate) fn take_in(&mut self, entry: &Entry) -> Result<(), JournalError> {
        let (seq, hash) = self.head(entry.county)?;
        let follows = entry.seq == seq + 1 && entry.previous == hash;
        if !follows || chain::hash(self.shared.keys.suite(), entry) != entry.hash {
            return Err(self.spoil(JournalError::Broken { county: entry.county, seq: seq + 1 }));
        }
        self.run(|session| chain::store(session, entry))?;
        self.heads.insert(entry.county, (entry.seq, entry.hash));
        self.project(entry)
    }

    pub(crate) fn project(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.projecting = true;
        let done = self.shared.schema.projections.iter().try_for_each(|projection| projection.apply(self, entry));
        self.projecting = false;
        done.map_err(|error| self.spoil(error))
    }

    /// Runs a statement on ordinary rows or a projection's own; how many rows it changed.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] where a row may exist once; otherwise as the database says.
    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, JournalError> {
        self.run(|session| {
            if values.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0'))) {
                return Err(JournalError::Value { why: "a text holds the sign with the number zero" });
            }
            session.execute(sql, values)
        })
    }

    /// The rows of a query, or of a statement that returns some.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, JournalError> {
        self.run(|session| gather(session, sql, values))
    }

    /// The first row of a query, if it has one.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub fn row(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, JournalError> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// Seals a value for a column (`person.phone`) of a subject, with the current data key.
    ///
    /// # Errors
    /// [`JournalError::Crypto`].
    pub fn seal(&mut self, column: &str, subject: &str, plain: &[u8]) -> Result<Sealed, JournalError> {
        self.shared.seal(column, subject, plain)
    }

    /// Opens a value that was sealed for this column and subject.
    ///
    /// # Errors
    /// [`JournalError::Crypto`] where it was moved, changed, or sealed with other keys.
    pub fn open(&mut self, column: &str, subject: &str, sealed: &Sealed) -> Result<Opened, JournalError> {
        self.shared.unseal(column, subject, sealed)
    }

    /// The blind index of an identifier in a column, by which it is found without being opened.
    pub fn blind(&self, column: &str, plain: &str) -> BlindIndex {
        self.shared.keys.blind(column, plain)
    }

    pub(crate) fn run<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Session) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        if self.failed {
            return Err(JournalError::Statement { reason: "a statement of this transaction has failed before".into() });
        }
        work(self.session).map_err(|error| self.spoil(error))
    }

    pub(crate) fn spoil(&mut self, error: JournalError) -> JournalError {
        self.failed = true;
        self.lost |= matches!(error, JournalError::Contended);
        error
    }

    /// What becomes of the transaction after its work answered.
    pub(crate) fn end<T, E: From<JournalError>>(mut self, done: Result<T, E>) -> Attempt<T, E> {
        let done = done.and_then(|done| Ok(self.give_heads().map(|()| done)?));
        let counties = self.heads.keys().map(|county| county.number()).collect();
        match done {
            Ok(done) => Attempt::Commit { done, counties },
            Err(_) if self.lost => Attempt::Again { counties },
            Err(error) => Attempt::Rollback(error),
        }
    }

    fn give_heads(&mut self) -> Result<(), JournalError> {
        if self.failed {
            return Err(JournalError::Statement { reason: "a failed statement was passed over".into() });
        }
        let heads = self.heads.clone();
        heads.into_iter().try_for_each(|(county, head)| self.run(|session| chain::give(session, county, head)))
    }
}
