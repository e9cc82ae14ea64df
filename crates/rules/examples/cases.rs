//! Checks policies and runs their test cases by both evaluators:
//! `cargo run --release -p doudi-rules --example cases [FOLDER…] [--only PART-OF-PATH]`.
//! Without a folder: `policy/national` and `policy/provinces`.
#![allow(clippy::print_stdout)]

use doudi_kernel::Lang;
use doudi_rules::{
    cases::{self, Evaluator, Fast, Slow},
    check,
};
use std::{fs, io, path::Path, process::ExitCode};

fn main() -> io::Result<ExitCode> {
    let mut folders: Vec<String> = std::env::args().skip(1).collect();
    let only =
        folders.iter().position(|word| word == "--only").map(|at| folders.drain(at..).nth(1).unwrap_or_default());
    if folders.is_empty() {
        folders = vec!["policy/national".into(), "policy/provinces".into()];
    }
    let (mut laws, mut files) = (Vec::new(), Vec::new());
    for folder in &folders {
        gather(Path::new(folder), "law", &mut laws)?;
        gather(Path::new(folder), "cases", &mut files)?;
    }
    let book = match check::read(laws) {
        Ok(book) => book,
        Err(complaints) => {
            print!("{}", complaints.render(Lang::En));
            println!("{} complaints", complaints.list.len());
            return Ok(ExitCode::FAILURE);
        }
    };
    files.retain(|(path, _)| only.as_ref().is_none_or(|only| path.contains(only)));
    let (cases, unreadable) = cases::read(&book, &files);
    unreadable.iter().for_each(|one| println!("{}", one.say(&files, Lang::En)));
    let expected: usize = cases.iter().map(|case| case.expectations.len()).sum();
    let mut failed = unreadable.len();
    let evaluators: [(&str, &dyn Evaluator); 2] = [("oracle", &Slow(&book)), ("engine", &Fast(&book))];
    for (name, evaluator) in evaluators {
        let failures = cases::run(&book, &cases, evaluator);
        failures.iter().for_each(|failure| println!("{name}: {}", failure.say(&files, Lang::En)));
        failed += failures.len();
    }
    println!("{} cases, {expected} expectations, {failed} failures or complaints", cases.len());
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Paths and texts of the files below a folder that end so, in the order of paths.
fn gather(folder: &Path, ending: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, ending, files)?;
        } else if path.extension().is_some_and(|extension| extension == ending) {
            files.push((path.display().to_string(), fs::read_to_string(&path)?));
        }
    }
    Ok(())
}
