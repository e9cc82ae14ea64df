//! A sealed value as it lies in a column or in an entry.

use super::{CryptoError, aead, from_hex, to_hex};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The layout of the bytes; another number would be another layout.
const LAYOUT: u8 = 1;
const HEAD: usize = 5;

/// A value that only [`super::DataKeys::open`] can read, for the column and the subject that it was sealed for.
///
/// Bytes: layout (1), data key (4, big-endian), nonce (12), cipher text, tag (16). The length of the plain text shows.
/// In JSON it is hexadecimal text.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    pub(super) fn new(data_key: u32, sealed: &[u8]) -> Self {
        Self([&[LAYOUT][..], &data_key.to_be_bytes(), sealed].concat())
    }

    /// Takes bytes back from a column.
    ///
    /// # Errors
    /// [`CryptoError::Form`] where they are too short or of another layout; whether they open is another question.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, CryptoError> {
        let whole = bytes.len() >= HEAD + aead::NONCE + aead::TAG && bytes.first() == Some(&LAYOUT);
        whole.then_some(Self(bytes)).ok_or(CryptoError::Form("sealed value"))
    }

    /// The bytes for a column.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Which data key opens it.
    pub fn data_key(&self) -> u32 {
        self.0[1..HEAD].iter().fold(0, |id, byte| id << 8 | u32::from(*byte))
    }

    pub(super) fn payload(&self) -> &[u8] {
        &self.0[HEAD..]
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed(data key {}, {} bytes)", self.data_key(), self.0.len())
    }
}

impl Serialize for Sealed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Sealed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        from_hex(&text).and_then(Self::from_bytes).map_err(serde::de::Error::custom)
    }
}
