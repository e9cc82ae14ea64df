//! The on-site check.

use super::{case, embedded};
use doudi_kernel::{Date, Lang, Say};
use doudi_work::{
    doubts::{Sample, SampleError, plan, sample, visit_book},
    policy::Policy,
};

fn drawn(size: u64, seed: u64) -> Result<Sample, SampleError> {
    let (spec, deck) = case::read(include_str!("cases/pension_coverage_ladder.txt"), &Policy::embedded());
    let findings = plan(embedded().spec(&spec).unwrap(), &deck);
    sample(&findings, &findings.questions[0], &deck, size, seed)
}

#[test]
fn the_same_seed_visits_the_same_people_and_another_seed_others() {
    let people = |seed| drawn(14, seed).unwrap().visits.iter().map(|visit| visit.name.clone()).collect::<Vec<_>>();
    assert_eq!(people(1), people(1));
    assert!((2..20).any(|seed| people(seed) != people(1)));
}

#[test]
fn the_visits_of_a_seed_never_change() {
    // Written down once: whoever repeats a check of last year must meet the same people.
    let sample = drawn(14, 2026).unwrap();
    let names: Vec<_> = sample.visits.iter().map(|visit| visit.name.as_str()).collect();
    expect_test::expect!["参保 企业 机关 省外 终止 迁出 注销 火化 服刑 当兵 十七 十六 特困 城里"]
        .assert_eq(&names.join(" "));
    expect_test::expect!["ae86081be61962bb31f25cd50226e09aa9739ec8906a51b231325f8de7c68ec0"]
        .assert_eq(&sample.frame_hash);
}

#[test]
fn every_town_and_finding_is_visited_at_least_once() {
    let sample = drawn(13, 7).unwrap();
    assert!(sample.strata.iter().all(|stratum| stratum.drawn >= 1));
    assert_eq!(sample.visits.len() as u64, sample.strata.iter().map(|stratum| stratum.drawn).sum::<u64>());
}

#[test]
fn fewer_visits_than_strata_are_refused_with_the_number_that_is_needed() {
    let why = drawn(3, 7).unwrap_err();
    assert_eq!(why.say(Lang::Zh), "抽样3人少于13个层（乡镇×判定）；请至少抽13人，使每层至少1人");
}

#[test]
fn the_visit_list_says_how_it_was_drawn() {
    let (spec, deck) = case::read(include_str!("cases/pension_coverage_ladder.txt"), &Policy::embedded());
    let findings = plan(embedded().spec(&spec).unwrap(), &deck);
    let sample = drawn(14, 7).unwrap();
    let book = visit_book(&sample, &findings, &findings.questions[0], Date::constant(2026, 10, 12)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xlsx");
    std::fs::write(&path, &book.bytes).unwrap();
    let mut roster = doudi_lake::Roster::open(&path, &doudi_lake::Limits::default()).unwrap();
    let mut notice = String::new();
    roster
        .for_each_row(0, &mut |_, cells| {
            notice += &cells[0].shown();
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    assert!(notice.contains("种子：7") && notice.contains(&sample.frame_hash[..16]), "{notice}");
}
