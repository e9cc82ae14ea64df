//! Signatures: Ed25519 (RFC 8032) or SM2 with SM3 (GM/T 0003.2).

use super::{CryptoError, Fill, Suite, frame::frame, secret::Secret};
use ed25519_dalek::{self as ed25519, Signer};
use serde::{Deserialize, Serialize};
use sm2::dsa::signature::Verifier;

/// The signer's name that GM/T 0009 prescribes where none was agreed.
const SM2_SIGNER: &str = "1234567812345678";

/// A signature, and the generation of the key that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Which generation of the keyring signed.
    pub generation: u32,
    /// 64 bytes: R and S, or r and s.
    pub bytes: Vec<u8>,
}

/// What verifies, and may lie anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// The algorithms.
    pub suite: Suite,
    /// Which generation of the keyring it belongs to.
    pub generation: u32,
    /// 32 bytes (Ed25519) or a point in SEC 1 form (SM2).
    pub bytes: Vec<u8>,
}

impl PublicKey {
    /// Whether this key's owner signed the message for the purpose.
    ///
    /// ```
    /// use doudi_journal::crypto::{Keyring, Suite};
    /// # let mut fill = |bytes: &mut [u8]| bytes.fill(3);
    /// let ring = Keyring::create(Suite::National, &mut fill)?;
    /// let signature = ring.sign("daily head", b"419901 2026-07-01 ...")?;
    /// let public = &ring.public_keys()[0];
    /// assert!(public.verify("daily head", b"419901 2026-07-01 ...", &signature));
    /// assert!(!public.verify("letter", b"419901 2026-07-01 ...", &signature));
    /// # Ok::<(), doudi_journal::crypto::CryptoError>(())
    /// ```
    pub fn verify(&self, purpose: &str, message: &[u8], signature: &Signature) -> bool {
        let message = framed(purpose, message);
        let verified = match self.suite {
            Suite::International => verify_ed25519(&self.bytes, &message, &signature.bytes),
            Suite::National => verify_sm2(&self.bytes, &message, &signature.bytes),
        };
        self.generation == signature.generation && verified.is_some()
    }
}

fn framed(purpose: &str, message: &[u8]) -> Vec<u8> {
    frame("doudi signature 1", &[purpose.as_bytes(), message])
}

/// A fresh signing key and what verifies it. Of 2³² draws not one misses the order of SM2's group; eight are tried.
pub(super) fn draw(suite: Suite, fill: Fill) -> Result<(Secret, Vec<u8>), CryptoError> {
    for _ in 0..8 {
        let secret = Secret::draw(32, fill);
        if let Ok(public) = public_of(suite, &secret) {
            return Ok((secret, public));
        }
    }
    Err(CryptoError::Form("signing key"))
}

pub(super) fn public_of(suite: Suite, secret: &Secret) -> Result<Vec<u8>, CryptoError> {
    Ok(match suite {
        Suite::International => ed25519_key(secret)?.verifying_key().to_bytes().to_vec(),
        Suite::National => sm2_key(secret)?.verifying_key().to_sec1_bytes().to_vec(),
    })
}

pub(super) fn sign(
    suite: Suite,
    generation: u32,
    secret: &Secret,
    purpose: &str,
    message: &[u8],
) -> Result<Signature, CryptoError> {
    let message = framed(purpose, message);
    let bytes = match suite {
        Suite::International => ed25519_key(secret)?.try_sign(&message).map(|signature| signature.to_bytes().to_vec()),
        Suite::National => sm2_key(secret)?.try_sign(&message).map(|signature| signature.to_vec()),
    };
    bytes.map(|bytes| Signature { generation, bytes }).map_err(|_| CryptoError::Form("signing key"))
}

fn ed25519_key(secret: &Secret) -> Result<ed25519::SigningKey, CryptoError> {
    ed25519::SigningKey::try_from(secret.bytes()).map_err(|_| CryptoError::Form("signing key"))
}

fn sm2_key(secret: &Secret) -> Result<sm2::dsa::SigningKey, CryptoError> {
    sm2::dsa::SigningKey::from_slice(SM2_SIGNER, secret.bytes()).map_err(|_| CryptoError::Form("signing key"))
}

/// Strict: keys of small order, which would verify several messages, are refused.
fn verify_ed25519(public: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = ed25519::VerifyingKey::try_from(public).ok()?;
    key.verify_strict(message, &ed25519::Signature::from_slice(signature).ok()?).ok()
}

pub(super) fn verify_sm2(public: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_SIGNER, public).ok()?;
    key.verify(message, &sm2::dsa::Signature::from_slice(signature).ok()?).ok()
}
