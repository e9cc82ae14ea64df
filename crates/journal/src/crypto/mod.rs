//! Keys and what they do: sealing columns, looking sealed values up, signing heads.
//!
//! Two suites, chosen once when an office is set up (商用密码管理条例 art. 38 and 41 ask some offices for the national
//! algorithms): AES-256-GCM, SHA-256, HMAC-SHA-256 and Ed25519, or SM4-GCM, SM3, HMAC-SM3 and SM2 (GM/T 0002 to 0004).
//!
//! Three layers. A *master key* lives in a file outside the database and seals nothing but data keys. A *data key* lies
//! in the database, wrapped by a master key, and seals values. A *sealed value* names its data key and is bound to its
//! column and its subject: copied to another row or column, it does not open.
//!
//! Nothing here draws its own randomness: `fill` is a function that fills bytes, and the binary passes the system's.
//!
//! ```
//! use doudi_journal::crypto::{Keyring, Suite};
//! # let mut at = 0u8;
//! # let mut fill = |bytes: &mut [u8]| for byte in bytes { at = at.wrapping_mul(5).wrapping_add(7); *byte = at };
//! let ring = Keyring::create(Suite::National, &mut fill)?;
//! let wrapped = ring.new_data_key(1, &mut fill)?;
//! let keys = ring.data_keys(&[wrapped])?;
//! let sealed = keys.seal("person.phone", "p-17", b"13800000000", &mut fill)?;
//! assert_eq!(keys.open("person.phone", "p-17", &sealed)?.text()?, "13800000000");
//! assert!(keys.open("person.phone", "p-18", &sealed).is_err());
//! # Ok::<(), doudi_journal::crypto::CryptoError>(())
//! ```

mod aead;
mod blind;
mod data_key;
mod error;
mod frame;
mod hex;
mod key_file;
mod keyring;
#[cfg(test)]
mod promises;
mod sealed;
mod secret;
mod signing;
mod suite;
#[cfg(test)]
mod vectors;

pub use blind::{BlindIndex, normalise};
pub use data_key::{DataKeys, WrappedKey};
pub use error::CryptoError;
pub use hex::{from_hex, to_hex};
pub use keyring::Keyring;
pub use sealed::Sealed;
pub use secret::Opened;
pub use signing::{PublicKey, Signature};
pub use suite::Suite;

/// Fills bytes with randomness fit for keys.
pub type Fill<'a> = &'a mut dyn FnMut(&mut [u8]);
