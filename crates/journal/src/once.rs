//! A write that is sent twice is done once and answered the same.

use crate::{IdempotencyKey, JournalError, Tx};
use serde::{Serialize, de::DeserializeOwned};

impl Tx<'_> {
    /// Does `work` unless it was done under this key before; then gives the stored answer.
    ///
    /// The answer is stored as JSON in the same transaction and kept for good, so that a copy of a request that comes
    /// back after a year is still known: answer with ids, never with what a person's file says. `fingerprint` is a hash
    /// of the request's content. Put the user into the key, so that nobody gets another's answer.
    ///
    /// # Errors
    /// [`JournalError::KeyReused`] when the key belongs to a request with another fingerprint; what `work` answers, after
    /// which the key is free again.
    pub fn once<T, E>(
        &mut self,
        key: &IdempotencyKey,
        fingerprint: [u8; 32],
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<JournalError>,
    {
        // First the key, then the work: of two that come at once the second waits here, or loses and looks again.
        let fresh = self.execute(
            "INSERT INTO once (request, fingerprint, answer) VALUES ($1, $2, 'null') ON CONFLICT (request) DO NOTHING",
            &[key.into(), fingerprint.into()],
        )?;
        if fresh == 0 {
            return Ok(self.answered(key, fingerprint)?);
        }
        let done = work(self)?;
        let answer = serde_json::to_string(&done)
            .map_err(|_| JournalError::Value { why: "an answer cannot be written as JSON" })?;
        self.execute("UPDATE once SET answer = $1 WHERE request = $2", &[answer.into(), key.into()])?;
        Ok(done)
    }

    fn answered<T: DeserializeOwned>(
        &mut self,
        key: &IdempotencyKey,
        fingerprint: [u8; 32],
    ) -> Result<T, JournalError> {
        let sql = "SELECT fingerprint, answer FROM once WHERE request = $1";
        let row = self.row(sql, &[key.into()])?;
        let row = row.ok_or_else(|| self.spoil(JournalError::Contended))?;
        if row.get::<Vec<u8>>("fingerprint")? != fingerprint {
            return Err(JournalError::KeyReused);
        }
        serde_json::from_str(&row.get::<String>("answer")?)
            .map_err(|_| JournalError::Column { name: "answer".into(), wanted: "the request's own answer" })
    }
}
