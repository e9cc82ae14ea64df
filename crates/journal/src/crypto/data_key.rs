//! Data keys: wrapped in the database, open in memory.

use super::{CryptoError, Fill, Keyring, Opened, Sealed, Suite, aead, frame::frame, secret::Secret};
use std::collections::BTreeMap;

/// A data key as it lies in the database: sealed by a master key, bound to its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// The number that sealed values name; the highest seals new ones.
    pub id: u32,
    /// The generation of the master key that wraps it.
    pub generation: u32,
    /// Nonce, cipher text, tag.
    pub bytes: Vec<u8>,
}

impl Keyring {
    /// A fresh data key under the current master key, to be stored and given to [`Keyring::data_keys`].
    ///
    /// # Errors
    /// [`CryptoError`] where the keyring is damaged.
    pub fn new_data_key(&self, id: u32, fill: Fill) -> Result<WrappedKey, CryptoError> {
        let key = Secret::draw(self.suite().key_bytes(), fill);
        self.wrap(id, &key, fill)
    }

    /// The same data key under the current master key: what the rotation of master keys asks of every stored data key.
    ///
    /// # Errors
    /// As [`Keyring::data_keys`].
    pub fn rewrap(&self, wrapped: &WrappedKey, fill: Fill) -> Result<WrappedKey, CryptoError> {
        let key = self.unwrap(wrapped)?;
        self.wrap(wrapped.id, &key, fill)
    }

    /// Opens the data keys of a database.
    ///
    /// # Errors
    /// [`CryptoError::WrongKeyring`] where one was wrapped by other keys or changed; [`CryptoError::UnknownGeneration`].
    pub fn data_keys(&self, wrapped: &[WrappedKey]) -> Result<DataKeys, CryptoError> {
        let keys = wrapped.iter().map(|wrapped| Ok((wrapped.id, self.unwrap(wrapped)?)));
        Ok(DataKeys { suite: self.suite(), keys: keys.collect::<Result<_, CryptoError>>()? })
    }

    fn wrap(&self, id: u32, key: &Secret, fill: Fill) -> Result<WrappedKey, CryptoError> {
        let generation = self.current();
        let bytes = aead::seal(self.suite(), self.master(generation)?, &wrapping(id), key.bytes(), fill)?;
        Ok(WrappedKey { id, generation, bytes })
    }

    fn unwrap(&self, wrapped: &WrappedKey) -> Result<Secret, CryptoError> {
        let master = self.master(wrapped.generation)?;
        let key = aead::open(self.suite(), master, &wrapping(wrapped.id), &wrapped.bytes);
        key.map(Secret::new).map_err(|_| CryptoError::WrongKeyring)
    }
}

fn wrapping(id: u32) -> Vec<u8> {
    frame("doudi data key 1", &[&id.to_be_bytes()])
}

/// The data keys of one database, open in memory and forgotten when dropped.
#[derive(Debug)]
pub struct DataKeys {
    suite: Suite,
    keys: BTreeMap<u32, Secret>,
}

impl DataKeys {
    /// Seals a value for one column (`person.phone`) of one subject (the row's own id, which never changes).
    ///
    /// # Errors
    /// [`CryptoError::NoDataKey`] before the first data key was made.
    pub fn seal(&self, column: &str, subject: &str, plain: &[u8], fill: Fill) -> Result<Sealed, CryptoError> {
        let (&id, key) = self.keys.last_key_value().ok_or(CryptoError::NoDataKey)?;
        Ok(Sealed::new(id, &aead::seal(self.suite, key, &place(id, column, subject), plain, fill)?))
    }

    /// Opens a value that was sealed for the same column and subject, by the data key that it names.
    ///
    /// # Errors
    /// [`CryptoError::DoesNotOpen`] where a bit was changed or the value was moved; [`CryptoError::UnknownDataKey`].
    pub fn open(&self, column: &str, subject: &str, sealed: &Sealed) -> Result<Opened, CryptoError> {
        let id = sealed.data_key();
        let key = self.keys.get(&id).ok_or(CryptoError::UnknownDataKey(id))?;
        aead::open(self.suite, key, &place(id, column, subject), sealed.payload()).map(Opened::new)
    }

    /// The number of the data key that seals new values.
    pub fn current(&self) -> Option<u32> {
        self.keys.last_key_value().map(|(&id, _)| id)
    }
}

fn place(id: u32, column: &str, subject: &str) -> Vec<u8> {
    frame("doudi sealed value 1", &[&id.to_be_bytes(), column.as_bytes(), subject.as_bytes()])
}
