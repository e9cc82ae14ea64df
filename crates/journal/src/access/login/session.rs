//! What a browser shows after signing in: a random token, of which only a digest is stored.

use crate::crypto::{CryptoError, Fill, Suite, from_hex, to_hex};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Without a request for so long, a session ends.
const IDLE_MS: i64 = 30 * 60_000;
/// After so long, a session ends in any case: a working day with its overtime.
const LONGEST_MS: i64 = 12 * 3_600_000;

/// A session's secret, 256 bits; in the cookie as text, in the database as digest. Printed never.
pub struct SessionToken(Zeroizing<Vec<u8>>);

impl SessionToken {
    /// A fresh one.
    pub fn draw(fill: Fill) -> Self {
        let mut bytes = Zeroizing::new(vec![0; 32]);
        fill(&mut bytes);
        Self(bytes)
    }

    /// Reads what a browser sent.
    ///
    /// # Errors
    /// [`CryptoError::Form`] for anything but 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, CryptoError> {
        let bytes = if text.len() == 64 { from_hex(text)? } else { return Err(CryptoError::Form("session")) };
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The text for the cookie.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(to_hex(&self.0))
    }

    /// What is stored and looked up. The token has 256 random bits, so that a plain hash hides it, and a database's
    /// comparison of digests tells nothing about it.
    ///
    /// ```
    /// use doudi_journal::{access::login::SessionToken, crypto::Suite};
    /// # let mut fill = |bytes: &mut [u8]| bytes.fill(9);
    /// let token = SessionToken::draw(&mut fill);
    /// let stored = token.digest(Suite::National);
    /// assert_eq!(SessionToken::parse(&token.text()).unwrap().digest(Suite::National), stored);
    /// ```
    pub fn digest(&self, suite: Suite) -> [u8; 32] {
        suite.digest(&[b"doudi session 1", &self.0])
    }

    /// What each form of this session carries, so that another site's form does nothing (CSRF).
    pub fn form_token(&self, suite: Suite) -> String {
        to_hex(&suite.mac(&self.0, &[b"doudi form 1"]))
    }

    /// Whether a form came from a page of this session; compares in constant time.
    pub fn owns_form(&self, suite: Suite, sent: &str) -> bool {
        self.form_token(suite).as_bytes().ct_eq(sent.as_bytes()).into()
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// A clock that is put back by an hour, and the seconds in which somebody did it: nobody is thrown out for that, and
/// nobody stays longer for it than this.
const SET_BACK_MS: i64 = 90 * 60_000;

/// Whether a session still lives. Milliseconds since 1970; a clock that went back further than an administrator sets it
/// ends what began, or was last seen, in a future that is not.
///
/// ```
/// use doudi_journal::access::login::session_alive;
/// assert!(session_alive(0, 1_000, 1_000 + 29 * 60_000));
/// assert!(!session_alive(0, 1_000, 1_000 + 30 * 60_000));
/// ```
pub fn session_alive(began_ms: i64, last_seen_ms: i64, now_ms: i64) -> bool {
    let age = now_ms.saturating_sub(began_ms);
    let idle = now_ms.saturating_sub(last_seen_ms);
    (-SET_BACK_MS..LONGEST_MS).contains(&age) && (-SET_BACK_MS..IDLE_MS).contains(&idle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(byte: u8) -> SessionToken {
        SessionToken::draw(&mut |bytes: &mut [u8]| bytes.fill(byte))
    }

    #[test]
    fn a_form_of_one_session_is_none_of_another() {
        for suite in Suite::ALL {
            let form = token(1).form_token(suite);
            assert!(token(1).owns_form(suite, &form));
            assert!(
                !token(2).owns_form(suite, &form)
                    && !token(1).owns_form(suite, "")
                    && !token(1).owns_form(suite, &form[1..])
            );
            assert_ne!(form, to_hex(&token(1).digest(suite)), "what is stored signs no form");
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", "00", &"g".repeat(64), &"0".repeat(63), &"0".repeat(66), &"０".repeat(64)] {
            assert!(SessionToken::parse(text).is_err());
        }
        assert_eq!(format!("{:?}", token(3)), "SessionToken(…)");
    }

    #[test]
    fn a_session_outlives_a_clock_put_back_by_an_hour_and_no_more() {
        let hour = 3_600_000;
        assert!(session_alive(10 * hour, 10 * hour, 9 * hour), "signed in just before");
        assert!(session_alive(2 * hour, 10 * hour, 9 * hour), "signed in long before");
        assert!(!session_alive(34 * hour, 34 * hour, 10 * hour), "signed in while the clock was a day ahead");
        assert!(!session_alive(2 * hour, 34 * hour, 10 * hour), "nor does it live until that day comes");
        assert!(!session_alive(2 * hour, 10 * hour, 34 * hour), "a day ahead it is over");
    }

    #[test]
    fn a_session_ends_idle_or_after_a_day() {
        let day = 12 * 3_600_000;
        assert!(session_alive(0, day - 2_000, day - 1) && !session_alive(0, day - 1, day));
        assert!(session_alive(0, 20, 10));
        assert!(!session_alive(i64::MIN, 0, i64::MAX));
    }
}
