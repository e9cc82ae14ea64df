//! The two sets of algorithms.

use doudi_kernel::{Lang, Say};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sm3::Sm3;

/// Which algorithms an office uses, chosen at set-up and kept: entries chained by one do not continue by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suite {
    /// AES-256-GCM, SHA-256, HMAC-SHA-256, Ed25519.
    International,
    /// SM4-GCM, SM3, HMAC-SM3, SM2 (国密).
    National,
}

impl Suite {
    /// Both.
    pub const ALL: [Self; 2] = [Self::International, Self::National];

    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::National => "national",
        }
    }

    /// The suite of a name.
    ///
    /// ```
    /// use doudi_journal::crypto::Suite;
    /// assert_eq!(Suite::named("national"), Some(Suite::National));
    /// assert_eq!(Suite::named("rot13"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// Bytes of a sealing key.
    pub(super) fn key_bytes(self) -> usize {
        match self {
            Self::International => 32,
            Self::National => 16,
        }
    }

    /// The hash of parts one after another; whoever joins texts of varying length puts the lengths in.
    ///
    /// ```
    /// use doudi_journal::crypto::{Suite, to_hex};
    /// assert!(to_hex(&Suite::National.digest(&[b"abc"])).starts_with("66c7f0f4"));
    /// ```
    pub fn digest(self, parts: &[&[u8]]) -> [u8; 32] {
        match self {
            Self::International => digest::<Sha256>(parts),
            Self::National => digest::<Sm3>(parts),
        }
    }

    /// The keyed hash of parts one after another. A key may have any length.
    pub fn mac(self, key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        match self {
            Self::International => mac(Hmac::<Sha256>::new_from_slice(key).ok(), parts),
            Self::National => mac(Hmac::<Sm3>::new_from_slice(key).ok(), parts),
        }
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = D::new();
    parts.iter().for_each(|part| hash.update(part));
    let mut out = [0; 32];
    out.copy_from_slice(&hash.finalize());
    out
}

fn mac<M: Mac>(keyed: Option<M>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = keyed.expect("HMAC takes keys of any length, RFC 2104 section 2");
    parts.iter().for_each(|part| mac.update(part));
    let mut out = [0; 32];
    out.copy_from_slice(&mac.finalize().into_bytes());
    out
}

impl Say for Suite {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::International => {
                lang.pick("国际算法（AES-256-GCM、SHA-256、Ed25519）", "AES-256-GCM, SHA-256, Ed25519")
            }
            Self::National => lang.pick("国密算法（SM4-GCM、SM3、SM2）", "SM4-GCM, SM3, SM2"),
        }
        .into()
    }
}
