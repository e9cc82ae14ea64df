//! `cargo xtask test`: every test, in the one profile that everything is built in.

use crate::run::run;
use std::{path::Path, process::Command};

/// Runs all tests; further words go to `cargo test`.
///
/// The journal's tests run on SQLite and on a PostgreSQL that they start themselves; a bare `cargo test` says so where
/// they could not. Here its absence is a failure.
pub(crate) fn test(words: &[String]) -> Result<(), String> {
    postgres()?;
    let mut arguments = vec!["test", "--release", "--workspace"];
    arguments.extend(words.iter().map(String::as_str));
    run("cargo", &arguments, &[("DOUDI_NEEDS_POSTGRES", "1")])
}

/// Installs PostgreSQL from Debian's own packages where it is missing.
fn postgres() -> Result<(), String> {
    if has_postgres() {
        return Ok(());
    }
    println!("PostgreSQL is missing; the journal's tests need it.");
    run(
        "apt-get",
        &["install", "-y", "--no-install-recommends", "postgresql"],
        &[("DEBIAN_FRONTEND", "noninteractive")],
    )
    .map_err(|why| format!("{why}\nInstall PostgreSQL (initdb, pg_ctl), then run this again."))
}

fn has_postgres() -> bool {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = debian.map(|version| version.path().join("bin")).collect();
    if let Ok(told) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(Path::new(String::from_utf8_lossy(&told.stdout).trim()).to_owned());
    }
    folders.iter().any(|folder| folder.join("initdb").is_file())
}
