//! The figures over a few households whose story is told here.

use super::{Follow, Heard, Struck, WatchTruth, report};
use crate::{assess::Pack, policy::Policy};
use doudi_kernel::{Date, Month};
use doudi_rules::book::Book;

fn book() -> Book {
    Pack::of(&Policy::embedded()).book().unwrap()
}

fn july() -> Month {
    Month::new(2026, 7).unwrap()
}

fn struck(household: u32, kind: &str, on: Date, shown: Option<Month>, hardship: bool) -> Struck {
    Struck { person: u64::from(household) * 10, household, kind: kind.into(), on, shown, over: None, hardship }
}

fn heard(month: Month, household: u64, signal: &str) -> Heard {
    Heard {
        month,
        signal: signal.into(),
        person: None,
        members: vec![household * 10],
        town: Some("419901001".into()),
        opens: true,
    }
}

/// Three households: the first lost work in July and is told in August, the second fell ill and is never told, the third is
/// told and nothing is the matter with it.
fn story(book: &Book) -> (Follow, WatchTruth) {
    let mut follow = Follow::new(book);
    follow.months = vec![july(), july().plus(1)];
    follow.raised.insert("work_lost".into(), 5);
    follow.heard = vec![
        heard(july().plus(1), 1, "work_lost"),
        heard(july(), 3, "work_lost"),
        heard(july(), 3, "property_to_check"),
    ];
    follow.seen.extend([10, 20, 30]);
    let shocks = vec![
        struck(1, "job_lost", Date::constant(2026, 7, 11), Some(july().plus(1)), true),
        struck(2, "serious_illness", Date::constant(2026, 7, 3), Some(july()), true),
        struck(4, "job_lost", Date::constant(2026, 7, 3), None, false),
    ];
    let hard = [(july(), 10), (july().plus(1), 10), (july(), 20), (july(), 50)];
    let towns = [(1, "419901001"), (2, "419901001"), (5, "419901002")];
    (follow, WatchTruth::of(&[(10, 1), (20, 2), (30, 3), (40, 4), (50, 5)], shocks, &hard, &towns))
}

#[test]
fn a_signal_is_right_when_what_it_says_struck_and_what_is_not_about_need_is_not_judged() {
    let book = book();
    let (follow, truth) = story(&book);
    let report = report(&book, &follow, Some(&truth));
    let by = report.signals["work_lost"];
    assert_eq!((by.raised, by.matters, by.judged, by.right), (5, 2, 2, 1));
    let other = report.signals["property_to_check"];
    assert_eq!((other.matters, other.judged), (1, 0));
    assert_eq!(other.precision(), None);
}

#[test]
fn recall_counts_what_files_can_show_and_days_run_to_the_day_on_which_the_months_files_are_in() {
    let book = book();
    let (follow, truth) = story(&book);
    let report = report(&book, &follow, Some(&truth));
    let job = &report.kinds["job_lost"];
    assert_eq!((job.struck, job.shown, job.found), (2, 1, 1));
    assert_eq!(job.median_days(), Some(51));
    let ill = &report.kinds["serious_illness"];
    assert_eq!((ill.hard, ill.hard_shown, ill.hard_found, ill.median_days()), (1, 1, 0, None));
}

#[test]
fn a_household_in_hardship_is_told_or_missed_or_was_never_looked_up() {
    let book = book();
    let (mut follow, truth) = story(&book);
    let first = report(&book, &follow, Some(&truth)).towns[&Some("419901001".into())];
    assert_eq!((first.hard, first.told, first.missed, first.unseen), (2, 1, 1, 0));
    let second = report(&book, &follow, Some(&truth)).towns[&Some("419901002".into())];
    assert_eq!((second.matters, second.hard, second.unseen), (0, 1, 1));
    // On dibao when it began: helped, whatever else was said.
    follow.helped.insert((july(), 10));
    let first = report(&book, &follow, Some(&truth)).towns[&Some("419901001".into())];
    assert_eq!((first.helped, first.told), (1, 0));
}

#[test]
fn without_the_truth_there_are_counts_and_nothing_is_judged() {
    let book = book();
    let (follow, _) = story(&book);
    let report = report(&book, &follow, None);
    assert!(report.kinds.is_empty());
    assert_eq!(report.signals["work_lost"].judged, 0);
    assert_eq!(report.towns[&Some("419901001".into())].matters, 3);
}
