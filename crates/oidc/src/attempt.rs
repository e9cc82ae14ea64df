//! One attempt to sign in: what the browser keeps while it is at the provider's.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};

/// Three secrets that tie what comes back to the browser that went (`state`), to the token (`nonce`) and to the exchange
/// of the code (PKCE's verifier); and where the person wanted to go.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    /// A path of ours.
    pub next: String,
}

impl Attempt {
    /// Draws one. `fill` fills bytes with chance fit for secrets.
    pub fn draw(next: &str, fill: &mut dyn FnMut(&mut [u8])) -> Self {
        let mut drawn = || {
            let mut bytes = [0; 32];
            fill(&mut bytes);
            URL_SAFE_NO_PAD.encode(bytes)
        };
        Self { state: drawn(), nonce: drawn(), verifier: drawn(), next: next.into() }
    }

    /// What a cookie keeps for ten minutes.
    pub fn text(&self) -> String {
        format!("{}.{}.{}.{}", self.state, self.nonce, self.verifier, URL_SAFE_NO_PAD.encode(&self.next))
    }

    /// Reads [`Attempt::text`]; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [state, nonce, verifier, next] = parts[..] else { return None };
        let drawn = |it: &str| it.len() == 43;
        if ![state, nonce, verifier].into_iter().all(drawn) {
            return None;
        }
        let next = String::from_utf8(URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        Some(Self { state: state.into(), nonce: nonce.into(), verifier: verifier.into(), next })
    }

    /// What the provider is shown of the verifier: its SHA-256 (RFC 7636, `S256`).
    pub(crate) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_comes_back_from_its_cookie_and_nothing_else_does() {
        let mut at = 0u8;
        let attempt = Attempt::draw("/work?x=1", &mut |bytes| {
            at += 1;
            bytes.fill(at);
        });
        assert!(Attempt::parse(&attempt.text()).is_some_and(|read| read == attempt));
        for spoiled in ["", "a.b.c.d", &attempt.text()[1..], &format!("{}.x", attempt.text())] {
            assert!(Attempt::parse(spoiled).is_none(), "{spoiled}");
        }
    }

    #[test]
    fn the_challenge_is_that_of_the_standards_example() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into();
        let attempt = Attempt { state: String::new(), nonce: String::new(), verifier, next: String::new() };
        assert_eq!(attempt.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
