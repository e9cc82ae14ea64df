//! `oidc.toml` in the data folder: whom to trust, and for what.

use crate::OidcError;
use serde::Deserialize;
use std::path::Path;

/// As the file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The provider's name for itself, `https://id.example.gov`: the same in its metadata and in every token.
    pub(crate) issuer: String,
    /// What the provider calls this office.
    pub(crate) client: String,
    /// The file with the secret, beside this one, readable by its owner only.
    pub(crate) secret_file: String,
    /// Where browsers come back: `https://…/sign-in/unified/back`, as registered with the provider.
    pub(crate) back: String,
    /// Certificates (PEM) that the provider's own is signed by, beside this file. Required for `https`.
    pub(crate) ca_file: Option<String>,
    /// The claim that is an account's name here. One that people cannot choose for themselves.
    #[serde(default = "subject")]
    pub(crate) claim: String,
    /// Nobody is let in of whom the provider does not say that a second factor was asked for (claim `amr`, RFC 8176).
    #[serde(default = "yes")]
    pub(crate) second_factor: bool,
}

fn subject() -> String {
    "sub".into()
}

fn yes() -> bool {
    true
}

impl Settings {
    pub(crate) fn read(file: &Path) -> Result<Self, OidcError> {
        let text = std::fs::read_to_string(file).map_err(|why| OidcError::Settings(why.to_string()))?;
        let read: Self = toml::from_str(&text).map_err(|why| OidcError::Settings(why.message().to_owned()))?;
        match sound(&read.issuer) && (sound(&read.back)) {
            true if read.issuer.starts_with("https:") && read.ca_file.is_none() => {
                Err(OidcError::Settings("ca_file".into()))
            }
            true => Ok(read),
            false => Err(OidcError::Settings("issuer, back: https".into())),
        }
    }
}

/// Over TLS; in clear only within this machine.
pub(crate) fn sound(address: &str) -> bool {
    let clear = ["http://127.0.0.1:", "http://[::1]:", "http://localhost:"];
    address.starts_with("https://") || clear.iter().any(|here| address.starts_with(here))
}
