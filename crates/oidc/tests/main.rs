//! The whole walk against a provider that stands on this machine, and each way in which it can lie.
#![allow(clippy::unwrap_used)]

mod standing;

use doudi_oidc::{Attempt, OidcError, Provider};
use serde_json::json;
use standing::Standing;

/// A moment in July 2026, in seconds since 1970.
const NOW: i64 = 1_785_000_000;

fn attempt() -> Attempt {
    let mut at = 0u8;
    Attempt::draw("/work", &mut |bytes| {
        at += 1;
        bytes.fill(at);
    })
}

/// What a browser brings back from an address that it was sent to: the state as it went.
fn state(to: &str) -> String {
    let query = to.split_once('?').unwrap().1;
    let pair = query.split('&').find(|pair| pair.starts_with("state=")).unwrap();
    pair.to_owned()
}

/// What comes of a token that differs from a sound one by `spoil`.
fn told(spoil: impl FnOnce(&mut serde_json::Value)) -> Result<String, OidcError> {
    let standing = Standing::new();
    let provider = Provider::read(&standing.settings("")).unwrap();
    let attempt = attempt();
    let to = provider.begin(&attempt, NOW)?;
    let mut claims = standing.claims(&attempt.text(), NOW);
    spoil(&mut claims);
    standing.answer(&claims);
    provider.finish(&attempt, &format!("code=c&{}", state(&to)), NOW).map(|signed| signed.account)
}

#[test]
fn whoever_the_provider_has_seen_is_let_in_under_the_claimed_account() {
    assert_eq!(told(|_| ()), Ok("li".into()));
}

#[test]
fn a_token_that_fails_any_check_lets_nobody_in() {
    let wrong = |name: &'static str, value: serde_json::Value| told(move |claims| claims[name] = value);
    for (name, value) in [
        ("iss", json!("http://127.0.0.1:1")),
        ("aud", json!("another")),
        ("aud", json!(["doudi", "another"])),
        ("exp", json!(NOW - 121)),
        ("iat", json!(NOW + 121)),
        ("nbf", json!(NOW + 121)),
        ("nonce", json!("another")),
        ("exp", json!(null)),
    ] {
        assert_eq!(wrong(name, value.clone()), Err(OidcError::Token(name)), "{name} {value}");
    }
    assert_eq!(wrong("amr", json!(["pwd"])), Err(OidcError::OneFactor));
    assert_eq!(wrong("sub", json!("")), Err(OidcError::Nobody));
}

#[test]
fn a_clock_two_minutes_off_throws_nobody_out() {
    assert_eq!(told(|claims| claims["exp"] = json!(NOW - 119)), Ok("li".into()));
    assert_eq!(told(|claims| claims["iat"] = json!(NOW + 119)), Ok("li".into()));
}

#[test]
fn a_signature_of_another_key_or_of_no_key_is_refused() {
    let standing = Standing::new();
    let provider = Provider::read(&standing.settings("")).unwrap();
    let attempt = attempt();
    let back = format!("code=c&{}", state(&provider.begin(&attempt, NOW).unwrap()));
    let claims = standing.claims(&attempt.text(), NOW);
    for (token, check) in [
        (Standing::new().token(&claims), "signature"),
        (standing.unsigned(&claims), "signature"),
        ("a.b".into(), "format"),
    ] {
        standing.answer_token(&token);
        assert_eq!(provider.finish(&attempt, &back, NOW).unwrap_err(), OidcError::Token(check));
    }
}

#[test]
fn a_provider_that_has_changed_its_key_is_asked_for_the_new_one() {
    let mut standing = Standing::new();
    let provider = Provider::read(&standing.settings("")).unwrap();
    let attempt = attempt();
    let back = format!("code=c&{}", state(&provider.begin(&attempt, NOW).unwrap()));
    standing.change_key();
    standing.answer(&standing.claims(&attempt.text(), NOW));
    assert!(provider.finish(&attempt, &back, NOW + 31).is_ok());
}

#[test]
fn who_comes_back_with_another_attempts_state_or_declined_was_never_asked_about() {
    let standing = Standing::new();
    let provider = Provider::read(&standing.settings("")).unwrap();
    let attempt = attempt();
    let state = state(&provider.begin(&attempt, NOW).unwrap());
    for (back, why) in [
        ("code=c&state=another".to_owned(), OidcError::NotBegun),
        ("code=c".into(), OidcError::NotBegun),
        (state.clone(), OidcError::NotBegun),
        (format!("error=access_denied&{state}"), OidcError::Declined),
    ] {
        assert_eq!(provider.finish(&attempt, &back, NOW).unwrap_err(), why, "{back}");
    }
    assert_eq!(standing.exchanged(), 0);
}

#[test]
fn a_provider_that_does_not_stand_is_told_as_such() {
    let mut standing = Standing::new();
    let provider = Provider::read(&standing.settings("")).unwrap();
    standing.fall();
    assert_eq!(provider.begin(&attempt(), NOW).unwrap_err(), OidcError::Unreachable("openid-configuration"));
}

#[test]
fn settings_in_clear_or_without_certificates_or_with_words_nobody_knows_are_refused() {
    let standing = Standing::new();
    for (line, named) in [
        ("issuer = \"http://id.example.gov\"", "https"),
        ("issuer = \"https://id.example.gov\"", "ca_file"),
        ("second_facter = false", "second_facter"),
        ("secret_file = \"nowhere\"", "nowhere"),
    ] {
        let Err(OidcError::Settings(why)) = Provider::read(&standing.settings(line)) else { panic!("{line}") };
        assert!(why.contains(named), "{why}");
    }
}
