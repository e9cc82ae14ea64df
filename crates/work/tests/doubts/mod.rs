//! Comparisons as text: a case in `cases/*.txt` holds the tables, the file beside it what must be found.

pub(crate) mod case;
mod counting;
mod found;
pub(crate) mod from_lake;
mod precedence;
pub(crate) mod round_trip;
mod sampling;
mod specs;

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

#[test]
fn a_row_whose_number_is_broken_or_missing_counts_as_its_persons_and_a_likely_one_is_shown() {
    check("pension_coverage_mended");
}

#[test]
fn who_is_entitled_and_drawing_nothing_is_paid_for_or_asked_about() {
    check("pension_on_behalf");
}

#[test]
fn at_sixty_everybody_draws_some_pension() {
    check("pension_benefit");
}

#[test]
fn a_death_before_the_month_stops_every_payment_and_a_death_within_it_none() {
    check("alive_or_dead");
}

#[test]
fn nobody_pays_into_two_pension_schemes() {
    check("two_schemes");
}

#[test]
fn people_in_hardship_are_in_some_medical_insurance() {
    check("medical_enrolment");
}

#[test]
fn both_disability_subsidies_reach_who_is_entitled_and_nobody_else() {
    check("disability_subsidies");
}

#[test]
fn the_dibao_roster_and_the_monitoring_file_say_the_same() {
    check("dibao_and_relapse");
}

#[test]
fn a_pupil_in_hardship_is_on_the_hardship_list() {
    check("student_hardship");
}

#[test]
fn names_dates_sexes_and_villages_that_differ_are_told_from_those_written_differently() {
    check("identity_mismatch");
}

#[test]
fn nobody_is_helped_twice_by_one_programme_or_by_two_that_exclude_each_other() {
    check("duplicate_assistance");
}

#[test]
fn who_is_likely_to_need_help_and_is_in_no_programme_is_asked_about() {
    check("assistance_omitted");
}
