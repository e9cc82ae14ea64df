//! The provider's token: signature, audience, times, nonce (OpenID Connect Core 1.0, section 3.1.3.7).
//!
//! Signatures are ring's, which TLS brings along anyway; the crates for web tokens would double every elliptic curve in
//! the binary. Algorithms come from the key's kind, never from the token alone: `none` and shared secrets are refused.

use crate::{
    OidcError,
    metadata::{Key, Keys},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Seconds by which two clocks may differ.
const SKEW: i64 = 120;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

/// What a token is held against.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client: &'a str,
    pub(crate) nonce: &'a str,
    /// Seconds since 1970.
    pub(crate) now: i64,
}

/// The claims of a token, once everything about it holds. [`OidcError::Token`]`("key")` where no key fits.
pub(crate) fn claims(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Map<String, Value>, OidcError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, body, signature] = parts[..] else { return Err(OidcError::Token("format")) };
    let header: Header = json(head)?;
    let signature = bytes(signature)?;
    let signed = &token.as_bytes()[..head.len() + 1 + body.len()];
    let fits = |key: &&Key| header.kid.is_none() || key.kid.is_none() || key.kid == header.kid;
    let mut fitting = keys.0.iter().filter(fits).filter(|key| key.used_for.as_deref() != Some("enc")).peekable();
    if fitting.peek().is_none() {
        return Err(OidcError::Token("key"));
    }
    if !fitting.any(|key| holds(key, &header.alg, signed, &signature) == Some(true)) {
        return Err(OidcError::Token("signature"));
    }
    let claims: Map<String, Value> = json(body)?;
    match failed(&claims, expected) {
        Some(check) => Err(OidcError::Token(check)),
        None => Ok(claims),
    }
}

fn bytes(part: &str) -> Result<Vec<u8>, OidcError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| OidcError::Token("format"))
}

fn json<T: serde::de::DeserializeOwned>(part: &str) -> Result<T, OidcError> {
    serde_json::from_slice(&bytes(part)?).map_err(|_| OidcError::Token("format"))
}

/// Whether a key made a signature; none where it is not of the algorithm's kind.
fn holds(key: &Key, alg: &str, signed: &[u8], signature: &[u8]) -> Option<bool> {
    if key.alg.as_deref().is_some_and(|own| own != alg) {
        return None;
    }
    let number = |it: &Option<String>| URL_SAFE_NO_PAD.decode(it.as_deref()?).ok();
    match (alg, key.kty.as_str(), key.crv.as_deref()) {
        ("RS256" | "PS256", "RSA", _) => {
            let components = RsaPublicKeyComponents { n: number(&key.n)?, e: number(&key.e)? };
            let how = if alg == "RS256" { &RSA_PKCS1_2048_8192_SHA256 } else { &RSA_PSS_2048_8192_SHA256 };
            Some(components.verify(how, signed, signature).is_ok())
        }
        ("ES256", "EC", Some("P-256")) | ("ES384", "EC", Some("P-384")) => {
            // An uncompressed point: 4, x, y.
            let point = [vec![4], number(&key.x)?, number(&key.y)?].concat();
            let how = if alg == "ES256" { &ECDSA_P256_SHA256_FIXED } else { &ECDSA_P384_SHA384_FIXED };
            Some(UnparsedPublicKey::new(how, point).verify(signed, signature).is_ok())
        }
        ("EdDSA", "OKP", Some("Ed25519")) => {
            Some(UnparsedPublicKey::new(&ED25519, number(&key.x)?).verify(signed, signature).is_ok())
        }
        _ => None,
    }
}

/// The first check that fails.
fn failed(claims: &Map<String, Value>, expected: &Expected<'_>) -> Option<&'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let second = |name: &str| claims.get(name).and_then(Value::as_f64).map(|seconds| seconds as i64);
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    // With several audiences the token says for which of them it was made.
    let ours = text("azp").map_or(audience.len() == 1, |party| party == expected.client);
    let checks = [
        ("iss", text("iss") == Some(expected.issuer)),
        ("aud", audience.contains(&expected.client) && ours),
        ("exp", second("exp").is_some_and(|until| expected.now < until + SKEW)),
        ("iat", second("iat").is_some_and(|made| made <= expected.now + SKEW)),
        ("nbf", second("nbf").is_none_or(|from| from <= expected.now + SKEW)),
        ("nonce", text("nonce") == Some(expected.nonce)),
    ];
    checks.into_iter().find(|(_, holds)| !holds).map(|(name, _)| name)
}

/// Whether the provider says that more than one factor was asked for (RFC 8176).
pub(crate) fn two_factors(claims: &Map<String, Value>) -> bool {
    let methods = claims.get("amr").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    methods.into_iter().any(|method| matches!(method, "mfa" | "otp" | "hwk" | "sc" | "fpt" | "face" | "sms"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515, appendix A.2: RS256.
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    fn read(token: &str, alg: &str) -> Option<OidcError> {
        let key = serde_json::json!({ "kty": "RSA", "alg": alg, "n": N, "e": "AQAB" });
        let keys = Keys(vec![serde_json::from_value(key).unwrap()]);
        let expected = Expected { issuer: "joe", client: "doudi", nonce: "", now: 1_300_819_000 };
        claims(token, &keys, &expected).err()
    }

    #[test]
    fn the_standards_example_is_signed_and_made_for_nobody() {
        assert_eq!(read(SIGNED, "RS256"), Some(OidcError::Token("aud")));
    }

    #[test]
    fn a_token_changed_in_one_letter_or_read_by_another_algorithm_is_not_signed() {
        assert_eq!(
            read(&SIGNED.replacen("UzI1NiJ9.eyJ", "UzI1NiJ9.eyL", 1), "RS256"),
            Some(OidcError::Token("signature"))
        );
        assert_eq!(read(SIGNED, "PS256"), Some(OidcError::Token("signature")));
    }
}
