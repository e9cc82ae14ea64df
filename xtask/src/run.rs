//! Other programs, shown before they run.

use std::process::Command;

/// Runs a program in the workspace and waits for it.
pub(crate) fn run(program: &str, words: &[&str], environment: &[(&str, &str)]) -> Result<(), String> {
    println!("\u{1b}[1m$ {program} {}\u{1b}[0m", words.join(" "));
    let status = Command::new(program)
        .args(words)
        .envs(environment.iter().copied())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .status()
        .map_err(|why| format!("{program} cannot be started: {why}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} {} ended with {status}", words.join(" "))) }
}
