//! The API asked by Schemathesis as every role: makes a virtual environment, then runs
//! `crates/web/tests/schemathesis/run.py` against a demo server of a small county.

use crate::run::run;
use std::path::Path;

/// The version whose checks and options the driver knows.
const VERSION: &str = "schemathesis==4.32.5";

/// `cargo xtask schemathesis [--examples N] [--roles ROLE …]`
pub(crate) fn schemathesis(words: &[String]) -> Result<(), String> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let (folder, program) = (root.join("target/schemathesis"), root.join("target/release/doudi"));
    if !program.is_file() {
        return Err("there is no target/release/doudi: `cargo build --release` first".into());
    }
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (venv, python) = (text(&folder.join("venv")), text(&folder.join("venv/bin/python")));
    if !Path::new(&python).is_file() {
        run("python3", &["-m", "venv", &venv], &[])?;
    }
    run(&python, &["-m", "pip", "install", "--quiet", VERSION], &[])?;
    let (program, folder) = (text(&program), text(&folder.join("run")));
    let mut all = vec!["crates/web/tests/schemathesis/run.py", "--program", &program, "--folder", &folder];
    all.extend(words.iter().map(String::as_str));
    run(&python, &all, &[])
}
