//! What the provider says of itself (OpenID Connect Discovery 1.0), and the keys that it signs with (RFC 7517).

use crate::{OidcError, ask};
use serde::Deserialize;
use ureq::Agent;

/// The part that is used.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
}

impl Metadata {
    /// A provider that calls itself otherwise is another.
    pub(crate) fn fetch(agent: &Agent, issuer: &str) -> Result<Self, OidcError> {
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let told: Self = ask::get(agent, &address, "openid-configuration")?;
        if told.issuer == issuer { Ok(told) } else { Err(OidcError::Unreachable("issuer")) }
    }
}

/// A key that the provider may have signed with: numbers in base64url.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Key {
    pub(crate) kty: String,
    pub(crate) kid: Option<String>,
    pub(crate) alg: Option<String>,
    #[serde(rename = "use")]
    pub(crate) used_for: Option<String>,
    pub(crate) crv: Option<String>,
    pub(crate) n: Option<String>,
    pub(crate) e: Option<String>,
    pub(crate) x: Option<String>,
    pub(crate) y: Option<String>,
}

/// The keys of this moment. Those of kinds that are not known here are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys(pub(crate) Vec<Key>);

impl Keys {
    pub(crate) fn fetch(agent: &Agent, address: &str) -> Result<Self, OidcError> {
        #[derive(Deserialize)]
        struct Listed {
            keys: Vec<serde_json::Value>,
        }
        let listed: Listed = ask::get(agent, address, "jwks_uri")?;
        Ok(Self(listed.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect()))
    }
}
