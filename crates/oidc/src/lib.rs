//! Signing in with the unified identity (统一身份认证) that an office has already: OpenID Connect Core 1.0, authorization
//! code flow with PKCE (RFC 7636).
//!
//! An [`Attempt`] is drawn and kept by the browser that begins it; the provider sends the browser back with a code; the
//! code is exchanged, once, for a token that the provider has signed; what the token says is held against the attempt.
//! The crate reads no clock and draws no chance; what it asks for over the network goes to the provider alone.
//!
//! ```no_run
//! # fn draw(bytes: &mut [u8]) {}
//! use doudi_oidc::{Attempt, Provider};
//! let provider = Provider::read(std::path::Path::new("doudi-data/oidc.toml"))?;
//! let attempt = Attempt::draw("/work", &mut draw);
//! let to = provider.begin(&attempt, 1_785_000_000)?;          // the browser is sent there, with the attempt as a cookie
//! // … and comes back with `code=…&state=…`
//! let who = provider.finish(&attempt, "code=…&state=…", 1_785_000_030)?;
//! println!("{}", who.account);
//! # Ok::<(), doudi_oidc::OidcError>(())
//! ```

mod ask;
mod attempt;
mod error;
mod metadata;
mod provider;
mod settings;
mod token;

pub use attempt::Attempt;
pub use error::OidcError;
pub use provider::{Provider, Signed};
