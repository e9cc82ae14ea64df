//! Comparisons as text: a case in `cases/*.txt` holds the tables, the file beside it what must be found.

mod case;
mod found;
mod round_trip;

use doudi_work::{
    doubts::{plan, spec::SpecBook},
    policy::Policy,
};
use expect_test::expect_file;
use std::path::Path;

fn embedded() -> SpecBook {
    SpecBook::of(&Policy::embedded()).unwrap_or_else(|faults| {
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("the embedded specs are wrong:\n{}", told.join("\n"))
    })
}

/// Runs a case and compares what it finds with `cases/<name>.found.txt`; `UPDATE_EXPECT=1` writes that file.
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/doubts/cases");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("the case is there");
    let policy = Policy::embedded();
    let book = embedded();
    let (spec, deck) = case::read(&text, &policy);
    let findings = plan(book.spec(&spec).expect("the case names a spec"), &deck);
    expect_file![folder.join(format!("{name}.found.txt"))].assert_eq(&found::write(&findings));
}

#[test]
fn everybody_in_a_roster_stands_on_the_first_rung_that_holds() {
    check("pension_coverage_ladder");
}

#[test]
fn without_the_pension_roster_nobody_is_called_uninsured() {
    check("pension_coverage_without_the_pension_roster");
}

#[test]
fn people_without_a_number_or_a_place_are_listed_and_not_lost() {
    check("pension_coverage_without_number_or_place");
}
