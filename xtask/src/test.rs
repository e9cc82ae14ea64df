//! `cargo xtask test`: every test, in the one profile that everything is built in.

use crate::run::run;

/// Runs all tests; further words go to `cargo test`.
pub(crate) fn test(words: &[String]) -> Result<(), String> {
    let mut arguments = vec!["test", "--release", "--workspace"];
    arguments.extend(words.iter().map(String::as_str));
    run("cargo", &arguments, &[])
}
