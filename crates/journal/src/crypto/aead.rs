//! Authenticated encryption by suite: AES-256-GCM (NIST SP 800-38D) or SM4-GCM (RFC 8998).

use super::{CryptoError, Fill, Suite, secret::Secret};
use aes_gcm::aead::{Aead, Payload, consts::U12};
use aes_gcm::{Aes256Gcm, AesGcm, KeyInit, Nonce};
use sm4::Sm4;

type Sm4Gcm = AesGcm<Sm4, U12>;

/// Bytes of a nonce. Random ones may seal 2³² values under one key (SP 800-38D section 8.3); a province's register holds
/// some 10⁸, and a new data key starts the count again.
pub(super) const NONCE: usize = 12;
/// Bytes of a tag.
pub(super) const TAG: usize = 16;

/// A fresh nonce, then the cipher text and its tag.
pub(super) fn seal(
    suite: Suite,
    key: &Secret,
    bound_to: &[u8],
    plain: &[u8],
    fill: Fill,
) -> Result<Vec<u8>, CryptoError> {
    let mut nonce = [0; NONCE];
    fill(&mut nonce);
    let mut sealed = nonce.to_vec();
    sealed.extend(seal_with(suite, key.bytes(), &nonce, bound_to, plain)?);
    Ok(sealed)
}

/// What [`seal`] sealed, where nothing was changed and it is bound to the same.
pub(super) fn open(suite: Suite, key: &Secret, bound_to: &[u8], sealed: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(CryptoError::Form("sealed value"))?;
    open_with(suite, key.bytes(), nonce, bound_to, sealed)
}

pub(super) fn seal_with(
    suite: Suite,
    key: &[u8],
    nonce: &[u8; NONCE],
    aad: &[u8],
    msg: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    let payload = Payload { msg, aad };
    match suite {
        Suite::International => cipher::<Aes256Gcm>(key)?.encrypt(&Nonce::from(*nonce), payload),
        Suite::National => cipher::<Sm4Gcm>(key)?.encrypt(&Nonce::from(*nonce), payload),
    }
    .map_err(|_| CryptoError::Form("plain text of a length that can be sealed"))
}

pub(super) fn open_with(
    suite: Suite,
    key: &[u8],
    nonce: &[u8; NONCE],
    aad: &[u8],
    msg: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    let payload = Payload { msg, aad };
    match suite {
        Suite::International => cipher::<Aes256Gcm>(key)?.decrypt(&Nonce::from(*nonce), payload),
        Suite::National => cipher::<Sm4Gcm>(key)?.decrypt(&Nonce::from(*nonce), payload),
    }
    .map_err(|_| CryptoError::DoesNotOpen)
}

fn cipher<C: KeyInit>(key: &[u8]) -> Result<C, CryptoError> {
    C::new_from_slice(key).map_err(|_| CryptoError::Form("key"))
}
