//! `cargo xtask test`: every test, in the one profile that everything is built in.

use crate::run::run;
use std::{path::Path, process::Command};

/// Runs all tests; further words go to `cargo test`.
///
/// The journal's tests run on SQLite and on a PostgreSQL that they start themselves; a bare `cargo test` says so where
/// they could not. Here its absence is a failure.
pub(crate) fn test(words: &[String]) -> Result<(), String> {
    if !has_postgres() {
        install("PostgreSQL (initdb, pg_ctl)", "the journal's tests need it", &["postgresql"])?;
    }
    if !answers("chromedriver") || !answers("chromium") {
        install("Chromium with its driver", "the pages' tests need it", &["chromium", "chromium-driver"])?;
    }
    let mut arguments = vec!["test", "--release", "--workspace"];
    arguments.extend(words.iter().map(String::as_str));
    run("cargo", &arguments, &[("DOUDI_NEEDS_POSTGRES", "1")])
}

/// Installs Debian's own packages of what is missing, and says so.
fn install(what: &str, why: &str, packages: &[&str]) -> Result<(), String> {
    println!("{what} is missing; {why}. Installing Debian's packages: {}.", packages.join(", "));
    let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
    let mut words = vec!["install", "-y", "--no-install-recommends"];
    words.extend(packages);
    run("apt-get", &words, &quiet)
        // Without lists of packages, or with old ones, a package is not found.
        .or_else(|_| run("apt-get", &["update"], &quiet).and_then(|()| run("apt-get", &words, &quiet)))
        .map_err(|told| format!("{told}\nInstall {what}, then run this again."))
}

fn answers(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|told| told.status.success())
}

fn has_postgres() -> bool {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = debian.map(|version| version.path().join("bin")).collect();
    if let Ok(told) = Command::new("pg_config").arg("--bindir").output() {
        folders.push(Path::new(String::from_utf8_lossy(&told.stdout).trim()).to_owned());
    }
    folders.iter().any(|folder| folder.join("initdb").is_file())
}
