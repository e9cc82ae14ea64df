//! Asking the provider over the network: bounded in time and length, never redirected elsewhere.

use crate::{OidcError, settings::sound};
use serde::de::DeserializeOwned;
use std::{sync::Arc, time::Duration};
use ureq::{
    Agent,
    tls::{PemItem, RootCerts, TlsConfig, parse_pem},
};

/// Somebody waits before a sign-in page.
const PATIENCE: Duration = Duration::from_secs(10);
/// Metadata, keys and tokens are a few kilobytes.
const MOST: u64 = 1 << 20;

/// An agent that trusts these certificates (PEM) and no others.
pub(crate) fn agent(pem: Option<&[u8]>) -> Result<Agent, OidcError> {
    let unread = |_| OidcError::Settings("ca_file".into());
    let mut roots = Vec::new();
    for item in parse_pem(pem.unwrap_or_default()) {
        if let PemItem::Certificate(certificate) = item.map_err(unread)? {
            roots.push(certificate);
        }
    }
    if pem.is_some() && roots.is_empty() {
        return Err(OidcError::Settings("ca_file".into()));
    }
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&roots))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(PATIENCE)).max_redirects(0);
    // What the environment calls a proxy is not asked: the provider stands in the office's own network.
    Ok(config.http_status_as_error(true).proxy(None).build().new_agent())
}

/// A document of the provider's.
pub(crate) fn get<T: DeserializeOwned>(agent: &Agent, address: &str, what: &'static str) -> Result<T, OidcError> {
    let lost = |_| OidcError::Unreachable(what);
    if !sound(address) {
        return Err(OidcError::Unreachable(what));
    }
    let mut answer = agent.get(address).call().map_err(lost)?;
    answer.body_mut().with_config().limit(MOST).read_json().map_err(lost)
}

/// A form sent to the provider, with the office's name and secret in the header (`client_secret_basic`).
pub(crate) fn post<T: DeserializeOwned>(
    agent: &Agent,
    address: &str,
    basic: &str,
    form: &[(&str, &str)],
) -> Result<T, OidcError> {
    let lost = |_| OidcError::Unreachable("token_endpoint");
    if !sound(address) {
        return Err(OidcError::Unreachable("token_endpoint"));
    }
    let asked = agent.post(address).header("authorization", format!("Basic {basic}"));
    let mut answer = asked.send_form(form.iter().copied()).map_err(lost)?;
    answer.body_mut().with_config().limit(MOST).read_json().map_err(lost)
}
