//! Bytes that are forgotten when they go out of use and never printed.

use super::CryptoError;
use std::fmt;
use zeroize::Zeroizing;

/// A key.
#[derive(Clone)]
pub(super) struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A fresh key of so many bytes.
    pub(super) fn draw(bytes: usize, fill: &mut dyn FnMut(&mut [u8])) -> Self {
        let mut key = Zeroizing::new(vec![0; bytes]);
        fill(&mut key);
        Self(key)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A plain text that was sealed; forgotten when dropped, never printed.
pub struct Opened(Zeroizing<Vec<u8>>);

impl Opened {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The plain bytes. Who asks shows them to a person who gave a reason, or compares them.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The plain text.
    ///
    /// # Errors
    /// [`CryptoError::Form`] where the bytes are no UTF-8.
    pub fn text(&self) -> Result<&str, CryptoError> {
        std::str::from_utf8(&self.0).map_err(|_| CryptoError::Form("text"))
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(…)")
    }
}
