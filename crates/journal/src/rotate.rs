//! Changing keys: data keys under a new master key, and new data keys.
//!
//! To change the master key: rotate the keyring and store its file, open the journal with it, call [`Journal::rewrap`],
//! retire the old generation (the keyring wants [`Journal::wrapped_keys`] for that) and store the file again. Values
//! that were sealed stay as they are.

use crate::{
    Journal, JournalError,
    crypto::{DataKeys, WrappedKey},
    db::Session,
    journal::{open_keys, store_key, wrapped_keys},
};
use std::sync::PoisonError;

impl Journal {
    /// The data keys as they lie in the database.
    ///
    /// # Errors
    /// What the database says.
    pub fn wrapped_keys(&self) -> Result<Vec<WrappedKey>, JournalError> {
        self.db.read(wrapped_keys)
    }

    /// Wraps every data key that is under an older master key with the current one; how many there were.
    ///
    /// # Errors
    /// What the database says; [`JournalError::Crypto`] where the keyring has lost an older generation too early.
    pub fn rewrap(&self) -> Result<usize, JournalError> {
        let keys = &self.shared.keys;
        self.change_keys(|session| {
            let mut old = wrapped_keys(session)?;
            old.retain(|key| key.generation != keys.current());
            for key in &old {
                store_key(session, &keys.rewrap(key, &mut |bytes| (self.shared.fill)(bytes))?)?;
            }
            Ok(old.len())
        })
    }

    /// Makes a data key that seals every value from now on; its number. Values under older ones can be read as before.
    ///
    /// Another process that has the journal open must open it again before it can read what this one seals.
    ///
    /// # Errors
    /// What the database says.
    pub fn new_data_key(&self) -> Result<u32, JournalError> {
        self.change_keys(|session| {
            let id = wrapped_keys(session)?.last().map_or(1, |key| key.id + 1);
            store_key(session, &self.shared.keys.new_data_key(id, &mut |bytes| (self.shared.fill)(bytes))?)?;
            Ok(id)
        })
    }

    fn change_keys<T>(
        &self,
        mut change: impl FnMut(&mut dyn Session) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let (done, opened) = self.db.alone(|session| Ok((change(session)?, open_keys(session, &self.shared.keys)?)))?;
        self.use_keys(opened);
        Ok(done)
    }

    /// Seals and opens with these data keys from now on.
    pub(crate) fn use_keys(&self, opened: DataKeys) {
        *self.shared.data_keys.write().unwrap_or_else(PoisonError::into_inner) = opened;
    }
}
