//! The policies that are shipped: their cases, and both evaluators on households at random.

use doudi_kernel::{Lang, Month};
use doudi_rules::{
    agree::agree,
    book::Book,
    cases::{self, Evaluator, Fast, Slow},
    check,
};
use std::{fs, path::Path};

fn gather(folder: &Path, ending: &str, files: &mut Vec<(String, String)>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, ending, files);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn files(ending: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["national", "provinces"] {
        gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy").join(folder), ending, &mut files);
    }
    files
}

fn book() -> Book {
    check::read(files("law")).unwrap_or_else(|told| panic!("{}", told.render(Lang::En)))
}

#[test]
fn every_case_is_met_by_the_oracle_and_by_the_engine() {
    let (book, files) = (book(), files("cases"));
    let (cases, unreadable) = cases::read(&book, &files);
    let mut told: Vec<String> = unreadable.iter().map(|one| one.say(&files, Lang::En)).collect();
    for evaluator in [&Slow(&book) as &dyn Evaluator, &Fast(&book)] {
        told.extend(cases::run(&book, &cases, evaluator).iter().map(|failure| failure.say(&files, Lang::En)));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(cases.len() > 400, "{} cases", cases.len());
}

#[test]
fn the_engine_agrees_with_the_oracle_wherever_there_are_rules() {
    let book = book();
    let places = std::iter::once("99").chain(book.regions.iter().map(|region| region.prefix.as_str()));
    for place in places {
        for month in [6, 7] {
            let division = format!("{place:0<12}");
            let agreed = agree(&book, &division, Month::new(2026, month).unwrap(), 60, 4);
            let agreed = agreed.unwrap_or_else(|differs| panic!("{differs:?}"));
            assert!(agreed.answers.iter().all(|count| *count > 0), "{place} {month}: {agreed:?}");
        }
    }
}
