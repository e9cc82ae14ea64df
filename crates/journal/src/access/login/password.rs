//! Passwords by Argon2id (RFC 9106), stored as PHC text.

use crate::crypto::{CryptoError, Fill};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use doudi_kernel::{Lang, Say};
use std::sync::LazyLock;

/// KiB for one hash.
///
/// RFC 9106 would like 64 MiB or more; a town's server that keeps below 1 GiB and may be asked by fifty people at nine
/// in the morning cannot give it. 19 MiB, two passes, one lane is the least that OWASP's password storage sheet calls
/// equal in strength to its other choices.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of salt (RFC 9106 section 3.1 recommends 16).
const SALT: usize = 16;
/// Longer texts are refused, so that hashing has a bound.
const LONGEST: usize = 128;
const SHORTEST: usize = 12;

static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the constants are within RFC 9106's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// What an account that does not exist is compared with, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    let stored = ARGON2.hash_password_with_salt(b"nobody has this password", &[7; SALT]);
    stored.map(|stored| stored.to_string()).unwrap_or_default()
});

/// Hashes a password with a fresh salt, for the table of users.
///
/// # Errors
/// [`CryptoError::Form`] for a text that cannot be hashed: ask [`password_faults`] first.
///
/// ```
/// use doudi_journal::access::login::{hash_password, verify_password};
/// # let mut fill = |bytes: &mut [u8]| bytes.fill(9);
/// let stored = hash_password("correct horse battery", &mut fill).unwrap();
/// assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
/// assert!(verify_password("correct horse battery", Some(&stored)));
/// assert!(!verify_password("correct horse", Some(&stored)) && !verify_password("correct horse", None));
/// ```
pub fn hash_password(password: &str, fill: Fill) -> Result<String, CryptoError> {
    let mut salt = [0; SALT];
    fill(&mut salt);
    let short = password.len() <= 4 * LONGEST;
    let stored = short.then(|| ARGON2.hash_password_with_salt(password.as_bytes(), &salt).ok()).flatten();
    stored.map(|stored| stored.to_string()).ok_or(CryptoError::Form("password"))
}

/// Whether the password is the stored one; `None` for an account that does not exist, which takes as long.
pub fn verify_password(password: &str, stored: Option<&str>) -> bool {
    let known = PasswordHash::new(stored.unwrap_or(&NOBODY));
    let short = password.len() <= 4 * LONGEST;
    let same = short && known.is_ok_and(|known| ARGON2.verify_password(password.as_bytes(), &known).is_ok());
    same && stored.is_some()
}

/// Whether a stored hash was made with less than today's effort: then hash again at the next sign-in.
pub fn stored_password_is_weak(stored: &str) -> bool {
    let params = PasswordHash::new(stored).ok().and_then(|stored| Params::try_from(&stored).ok());
    params.is_none_or(|params| params.m_cost() < MEMORY_KIB || params.t_cost() < PASSES)
}

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than twelve characters.
    Short,
    /// More than 128 characters.
    Long,
    /// Fewer than six different characters.
    Monotonous,
    /// It holds the account's name.
    HoldsName,
}

/// What is wrong with a new password; nothing is told about old ones.
///
/// Length and variety, as NIST SP 800-63B section 5.1.1 prefers; no rule of character classes, no yearly change.
///
/// ```
/// use doudi_journal::access::login::{PasswordFault, password_faults};
/// assert_eq!(password_faults("liuhe-clerk", "lh01"), [PasswordFault::Short]);
/// assert!(password_faults("柳河水清 石桥路平 好记难猜", "lh01").is_empty());
/// ```
pub fn password_faults(password: &str, account: &str) -> Vec<PasswordFault> {
    let length = password.chars().count();
    let distinct = password.chars().collect::<std::collections::BTreeSet<_>>().len();
    let named = !account.is_empty() && password.to_ascii_lowercase().contains(&account.to_ascii_lowercase());
    [
        (length < SHORTEST, PasswordFault::Short),
        (length > LONGEST, PasswordFault::Long),
        (distinct < 6, PasswordFault::Monotonous),
        (named, PasswordFault::HoldsName),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect()
}

impl Say for PasswordFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Short => lang.pick("密码至少12个字符", "A password has 12 characters or more"),
            Self::Long => lang.pick("密码不超过128个字符", "A password has 128 characters or fewer"),
            Self::Monotonous => lang.pick("密码至少含6种不同字符", "A password has six different characters or more"),
            Self::HoldsName => lang.pick("密码不能包含用户名", "A password does not hold the account's name"),
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9106 section 5.3 needs a secret and data; without them the reference implementation's own vector holds
    /// (`echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`).
    #[test]
    fn the_hash_is_argon2id_as_the_reference_implementation_makes_it() {
        let params = Params::new(65_536, 2, 1, Some(32)).unwrap();
        let mut out = [0; 32];
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(b"password", b"somesalt", &mut out).unwrap();
        assert_eq!(crate::crypto::to_hex(&out), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    #[test]
    fn a_salt_makes_equal_passwords_different() {
        let one = hash_password("the same for both", &mut |bytes: &mut [u8]| bytes.fill(1)).unwrap();
        let two = hash_password("the same for both", &mut |bytes: &mut [u8]| bytes.fill(2)).unwrap();
        assert_ne!(one, two);
        assert!(verify_password("the same for both", Some(&one)) && verify_password("the same for both", Some(&two)));
    }

    #[test]
    fn a_damaged_or_missing_hash_lets_nobody_in() {
        assert!(!verify_password("nobody has this password", None), "not even who knows what nobody's is");
        assert!(!verify_password("", Some("")) && !verify_password("x", Some("$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA")));
        assert!(!NOBODY.is_empty() && !stored_password_is_weak(&NOBODY));
    }

    #[test]
    fn a_hash_of_less_effort_is_told() {
        assert!(stored_password_is_weak("$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAA"));
        assert!(stored_password_is_weak("rubbish"));
    }

    #[test]
    fn a_text_without_bound_is_refused_before_it_is_hashed() {
        let long = "长".repeat(1_000);
        assert!(hash_password(&long, &mut |_: &mut [u8]| ()).is_err());
        assert_eq!(password_faults(&long, ""), [PasswordFault::Long, PasswordFault::Monotonous]);
        assert_eq!(password_faults("abcdefLH01ghijk", "lh01"), [PasswordFault::HoldsName]);
    }
}
