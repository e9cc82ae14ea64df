//! The provider as the office knows it: sends a browser there, and reads what it comes back with.

use crate::{
    Attempt, OidcError, ask,
    metadata::{Keys, Metadata},
    settings::Settings,
    token::{Expected, claims, two_factors},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};
use ureq::Agent;

/// Seconds for which what the provider says of itself is believed without asking again.
const BELIEVED: i64 = 3600;
/// Keys are asked for anew when a token names one that is not known, but not more often than this, in seconds.
const PAUSE: i64 = 30;

/// Whom the provider has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The account's name here: what the claim of the settings says.
    pub account: String,
}

/// An identity provider. Safe to be asked by many at once.
pub struct Provider {
    settings: Settings,
    /// `client:secret` in base64, as the header has it.
    basic: String,
    agent: Agent,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    at: i64,
    metadata: Metadata,
    keys: Keys,
}

#[derive(Deserialize)]
struct Exchanged {
    id_token: String,
}

impl Provider {
    /// Reads `oidc.toml` and the files beside it that it names.
    ///
    /// # Errors
    /// [`OidcError::Settings`].
    pub fn read(file: &Path) -> Result<Self, OidcError> {
        let settings = Settings::read(file)?;
        let beside = |name: &str| file.parent().unwrap_or(Path::new("")).join(name);
        let unread = |name: &str, why: std::io::Error| OidcError::Settings(format!("{name}: {why}"));
        let secret =
            std::fs::read_to_string(beside(&settings.secret_file)).map_err(|why| unread(&settings.secret_file, why))?;
        let pem = settings.ca_file.as_deref().map(|name| std::fs::read(beside(name)).map_err(|why| unread(name, why)));
        let agent = ask::agent(pem.transpose()?.as_deref())?;
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let basic = STANDARD.encode(format!("{}:{}", encoded(&settings.client), encoded(secret.trim())));
        Ok(Self { settings, basic, agent, known: Mutex::new(None) })
    }

    /// Where the browser is sent. `now` in seconds since 1970.
    ///
    /// # Errors
    /// [`OidcError::Unreachable`].
    pub fn begin(&self, attempt: &Attempt, now: i64) -> Result<String, OidcError> {
        let to = self.known(now, BELIEVED)?.metadata.authorization_endpoint;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client)
            .append_pair("redirect_uri", &self.settings.back)
            .append_pair("scope", "openid profile")
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &attempt.challenge())
            .append_pair("code_challenge_method", "S256")
            .finish();
        let joint = if to.contains('?') { '&' } else { '?' };
        Ok(format!("{to}{joint}{query}"))
    }

    /// Exchanges the code in the query with which the browser came back.
    ///
    /// # Errors
    /// Every reason not to believe it.
    pub fn finish(&self, attempt: &Attempt, query: &str, now: i64) -> Result<Signed, OidcError> {
        let code = code(attempt, query)?;
        let known = self.known(now, BELIEVED)?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &self.settings.back),
            ("code_verifier", &attempt.verifier),
        ];
        let told: Exchanged = ask::post(&self.agent, &known.metadata.token_endpoint, &self.basic, &form)?;
        let (issuer, client) = (&self.settings.issuer, &self.settings.client);
        let expected = Expected { issuer, client, nonce: &attempt.nonce, now };
        let claims = match claims(&told.id_token, &known.keys, &expected) {
            // Providers change their keys: once, the new ones are asked for.
            Err(OidcError::Token("key" | "signature")) => {
                claims(&told.id_token, &self.known(now, PAUSE)?.keys, &expected)?
            }
            read => read?,
        };
        if self.settings.second_factor && !two_factors(&claims) {
            return Err(OidcError::OneFactor);
        }
        let account = claims.get(&self.settings.claim).and_then(|claim| claim.as_str()).unwrap_or_default();
        if account.is_empty() { Err(OidcError::Nobody) } else { Ok(Signed { account: account.into() }) }
    }

    /// What is known of the provider, asked again when it is older than `believed` seconds.
    fn known(&self, now: i64, believed: i64) -> Result<Known, OidcError> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().clone().filter(|known| (0..=believed).contains(&(now - known.at))) {
            return Ok(known);
        }
        // Nobody waits for another's question: two who ask at once ask twice.
        let metadata = Metadata::fetch(&self.agent, &self.settings.issuer)?;
        let keys = Keys::fetch(&self.agent, &metadata.jwks_uri)?;
        let known = Known { at: now, metadata, keys };
        *lock() = Some(known.clone());
        Ok(known)
    }
}

/// The code that came back with the attempt's own state.
fn code(attempt: &Attempt, query: &str) -> Result<String, OidcError> {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let one = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_ref());
    let ours = one("state").is_some_and(|state| *state == *attempt.state);
    match (ours, one("error"), one("code")) {
        (false, ..) => Err(OidcError::NotBegun),
        (true, Some(_), _) => Err(OidcError::Declined),
        (true, None, Some(code)) => Ok(code.to_owned()),
        (true, None, None) => Err(OidcError::NotBegun),
    }
}
