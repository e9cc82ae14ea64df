//! Codes by time (RFC 6238), as the apps on people's phones make them: SHA-1, six digits, thirty seconds.

use crate::crypto::{CryptoError, Fill};
use std::fmt;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

/// Bytes of the shared secret (RFC 4226 section 4 recommends 160 bits).
const BYTES: usize = 20;

/// The secret that an account shares with a phone; stored sealed, printed never.
pub struct SecondFactor {
    secret: Zeroizing<Vec<u8>>,
    totp: Totp,
}

impl SecondFactor {
    /// A fresh one.
    ///
    /// # Errors
    /// Never with this many bytes; the type is that of [`SecondFactor::from_bytes`].
    pub fn draw(fill: Fill) -> Result<Self, CryptoError> {
        let mut secret = Zeroizing::new(vec![0; BYTES]);
        fill(&mut secret);
        Self::from_bytes(&secret)
    }

    /// The one that was stored.
    ///
    /// # Errors
    /// [`CryptoError::Form`] for fewer than sixteen bytes.
    pub fn from_bytes(secret: &[u8]) -> Result<Self, CryptoError> {
        let totp = Builder::new().with_secret(Secret::new(secret.into())).build();
        let totp = totp.map_err(|_| CryptoError::Form("second factor"))?;
        Ok(Self { secret: Zeroizing::new(secret.to_vec()), totp })
    }

    /// The bytes to seal and store.
    pub fn bytes(&self) -> &[u8] {
        &self.secret
    }

    /// What a phone's app reads from a picture or from typing, once, when the factor is set up.
    pub fn setup_uri(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let secret = Zeroizing::new(Secret::new(self.secret.to_vec().into()).to_base32());
        let (issuer, account) = (percent(issuer), percent(account));
        Zeroizing::new(format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", *secret))
    }

    /// The step of a right code, or `None`.
    ///
    /// The clocks of phone and server may differ by one step. A code counts once (RFC 6238 section 5.2): `last` is the
    /// step that was accepted before, and the caller stores the new one in the transaction that signs in.
    ///
    /// ```
    /// use doudi_journal::access::login::SecondFactor;
    /// let factor = SecondFactor::from_bytes(b"12345678901234567890").unwrap();
    /// assert_eq!(factor.accept("287082", 59, None), Some(1));
    /// assert_eq!(factor.accept("287082", 59, Some(1)), None);
    /// ```
    pub fn accept(&self, code: &str, unix_seconds: u64, last: Option<u64>) -> Option<u64> {
        self.totp.check(code, unix_seconds).filter(|&step| last.is_none_or(|last| step > last))
    }
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactor(…)")
    }
}

fn percent(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor() -> SecondFactor {
        SecondFactor::from_bytes(b"12345678901234567890").unwrap()
    }

    /// RFC 6238 appendix B, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_rfc_6238() {
        let rows = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (at, code) in rows {
            assert_eq!(factor().accept(code, at, None), Some(at / 30));
        }
    }

    #[test]
    fn a_code_counts_once_and_for_a_step_before_and_after_only() {
        let (at, code) = (1_234_567_890, "005924");
        let step = at / 30;
        assert_eq!(factor().accept(code, at + 30, None), Some(step));
        assert_eq!(factor().accept(code, at - 30, None), Some(step));
        assert_eq!(factor().accept(code, at + 60, None), None);
        assert_eq!(factor().accept(code, at - 60, None), None);
        assert_eq!(factor().accept(code, at, Some(step)), None);
        assert_eq!(factor().accept(code, at, Some(step - 1)), Some(step));
    }

    #[test]
    fn what_is_no_code_is_no_code() {
        for code in ["", "00592", "0059240", "+05924", "00592 ", "０05924", "287083"] {
            assert_eq!(factor().accept(code, 1_234_567_890, None), None, "{code}");
        }
    }

    #[test]
    fn a_phone_reads_the_set_up_and_nobody_reads_it_in_a_log() {
        let uri = factor().setup_uri("兜底", "lh01");
        assert!(uri.starts_with("otpauth://totp/%E5%85%9C%E5%BA%95:lh01?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"));
        assert_eq!(format!("{:?}", factor()), "SecondFactor(…)");
        assert!(SecondFactor::from_bytes(b"short").is_err());
    }
}
