//! `cargo xtask check`: formatting, lints and documentation.

use crate::run::run;

/// Stops at the first that complains.
pub(crate) fn check() -> Result<(), String> {
    run("cargo", &["fmt", "--all", "--check"], &[])?;
    run("cargo", &["clippy", "--release", "--workspace", "--all-targets", "--", "--deny", "warnings"], &[])?;
    run("cargo", &["doc", "--release", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "--deny warnings")])
}
