//! Master keys by generation, the key of look-ups, and what signs.

use super::{CryptoError, Fill, PublicKey, Signature, Suite, WrappedKey, secret::Secret, signing};
use std::{collections::BTreeMap, fmt};

/// An office's keys, kept in a file outside the database: see [`Keyring::write_new`] and [`Keyring::read`].
///
/// The look-up key has no generations: changing it would change every blind index, which is a rebuild of the register
/// and not a rotation.
#[derive(Clone)]
pub struct Keyring {
    suite: Suite,
    index: Secret,
    /// Never empty; the last one is current.
    generations: BTreeMap<u32, Generation>,
}

/// A generation of keys. Retired ones keep only what verifies.
#[derive(Clone)]
pub(super) struct Generation {
    pub(super) secrets: Option<Secrets>,
    pub(super) verifying: Vec<u8>,
}

#[derive(Clone)]
pub(super) struct Secrets {
    pub(super) master: Secret,
    pub(super) signing: Secret,
}

impl Generation {
    fn draw(suite: Suite, fill: Fill) -> Result<Self, CryptoError> {
        let master = Secret::draw(suite.key_bytes(), fill);
        let (signing, verifying) = signing::draw(suite, fill)?;
        Ok(Self { secrets: Some(Secrets { master, signing }), verifying })
    }
}

impl Keyring {
    /// Fresh keys of the first generation.
    ///
    /// # Errors
    /// [`CryptoError::Form`] where `fill` gives no usable signing key, which randomness does not do.
    pub fn create(suite: Suite, fill: Fill) -> Result<Self, CryptoError> {
        let index = Secret::draw(32, fill);
        Ok(Self { suite, index, generations: BTreeMap::from([(1, Generation::draw(suite, fill)?)]) })
    }

    pub(super) fn of_parts(
        suite: Suite,
        index: Secret,
        generations: BTreeMap<u32, Generation>,
    ) -> Result<Self, CryptoError> {
        let current = generations.last_key_value().and_then(|(_, generation)| generation.secrets.as_ref());
        current.ok_or(CryptoError::Form("keyring"))?;
        Ok(Self { suite, index, generations })
    }

    /// The algorithms.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// The generation that wraps and signs from now on.
    pub fn current(&self) -> u32 {
        self.generations.last_key_value().map_or(0, |(&number, _)| number)
    }

    /// Begins a generation and answers its number. Store the file before any data key is wrapped again.
    ///
    /// # Errors
    /// As [`Keyring::create`].
    pub fn rotate(&mut self, fill: Fill) -> Result<u32, CryptoError> {
        let number = self.current() + 1;
        self.generations.insert(number, Generation::draw(self.suite, fill)?);
        Ok(number)
    }

    /// Forgets the secrets of a generation; its public key stays, so that what it signed can be verified.
    ///
    /// # Errors
    /// [`CryptoError::GenerationInUse`] where it is current or one of the stored data keys still needs it.
    pub fn retire(&mut self, generation: u32, stored: &[WrappedKey]) -> Result<(), CryptoError> {
        let current = self.current();
        let entry = self.generations.get_mut(&generation).ok_or(CryptoError::UnknownGeneration(generation))?;
        if generation == current || stored.iter().any(|key| key.generation == generation) {
            return Err(CryptoError::GenerationInUse(generation));
        }
        entry.secrets = None;
        Ok(())
    }

    /// Signs a message for a purpose (`"daily head"`), which keeps a signature from being shown as another thing's.
    ///
    /// # Errors
    /// [`CryptoError::Form`] where the stored signing key is damaged.
    pub fn sign(&self, purpose: &str, message: &[u8]) -> Result<Signature, CryptoError> {
        let generation = self.current();
        signing::sign(self.suite, generation, &self.secrets(generation)?.signing, purpose, message)
    }

    /// The public keys of all generations, to be kept where the signatures are checked.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        let public = |(&generation, keys): (&u32, &Generation)| PublicKey {
            suite: self.suite,
            generation,
            bytes: keys.verifying.clone(),
        };
        self.generations.iter().map(public).collect()
    }

    /// Whether this keyring signed the message for the purpose, in any generation.
    pub fn verify(&self, purpose: &str, message: &[u8], signature: &Signature) -> bool {
        self.public_keys().iter().any(|key| key.verify(purpose, message, signature))
    }

    pub(super) fn master(&self, generation: u32) -> Result<&Secret, CryptoError> {
        Ok(&self.secrets(generation)?.master)
    }

    pub(super) fn index_key(&self) -> &Secret {
        &self.index
    }

    pub(super) fn generations(&self) -> &BTreeMap<u32, Generation> {
        &self.generations
    }

    fn secrets(&self, generation: u32) -> Result<&Secrets, CryptoError> {
        let keys = self.generations.get(&generation).and_then(|keys| keys.secrets.as_ref());
        keys.ok_or(CryptoError::UnknownGeneration(generation))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({}, generation {})", self.suite.name(), self.current())
    }
}
