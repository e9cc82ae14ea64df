//! Watching a month beside the month before.

mod beside;
mod columns;
mod matter;
mod tables;

use crate::{
    assess::{CASE, divisions, july, june, pack},
    doubts::from_lake,
};
use doudi_kernel::Month;
use doudi_lake::Lake;
use doudi_rules::book::{Book, Value};
use doudi_work::{
    assess::{AssessError, Basis, Registers},
    watch::{Changed, Watched, Watcher, watch},
};
use expect_test::{Expect, expect};
use std::collections::BTreeSet;

/// In July the man who earned has lost his work, and every register of the county is in.
fn county() -> String {
    let row = |wage: &str, work: &str| {
        format!("| {wage} | 200.00 | 0.00 | 0.00 | 0.00 | 1000.00 | 1 | no | 0.00 | no | {work} |")
    };
    let text = CASE.replace(&row("1800.00", "yes | 2026-02"), &row("0.00", "no | -"));
    assert_ne!(text, CASE);
    text + "table rigid_person 2026-07\n  resident_id | household_head_id | name\n"
}

fn months() -> (Book, Basis, Basis) {
    let (_folder, lake): (_, Lake) = from_lake::imported(&county(), true);
    let book = pack().book().unwrap();
    let of = |month: Month| Basis::new(&Registers::load(&lake, month).unwrap(), &divisions(), &book).unwrap();
    let (june, july) = (of(june()), of(july()));
    (book, june, july)
}

/// Who is meant by which signal.
fn told(month: &Basis, watched: &Watched) -> String {
    let line = |it: &doudi_work::watch::Raised| {
        let members = &month.people.households[it.household as usize].members;
        let who = it.member.map_or("全户", |member| &members[member as usize].name);
        format!("{} {who} {}\n", members[0].name, it.signal)
    };
    watched.raised.iter().map(line).collect()
}

fn check(actual: &str, expected: Expect) {
    expected.assert_eq(actual);
}

#[test]
fn julys_signals_are_those_of_july_and_of_what_changed_since_june() {
    let (book, june, july) = months();
    let watched = watch(&book, &july, Some(&june)).unwrap();
    check(
        &told(&july, &watched),
        expect![[r#"
            赵四 全户 near_dibao_line
            王一 全户 wages_collapsed
            王一 王一 work_lost
            王一 李二 left_register
            王一 李二 severe_physical_and_able
            王一 王三 left_register
        "#]],
    );
}

#[test]
fn without_a_month_before_nothing_has_changed_and_nothing_is_all_clear() {
    let (book, june, _) = months();
    let watched = watch(&book, &june, None).unwrap();
    let counted = watched.counted["left_register"];
    assert_eq!(counted.raised, 0);
    assert!(counted.unknown > 0, "{counted:?}");
    check(
        &told(&june, &watched),
        expect![[r#"
            钱五 钱六 disability_certificate_ended
            王一 李二 severe_physical_and_able
        "#]],
    );
}

#[test]
fn asked_of_some_households_only_the_answers_are_those_of_the_whole() {
    let (book, june, july) = months();
    let watcher = Watcher::new(&book, &july, Some(&june)).unwrap();
    let whole = watcher.all().unwrap();
    let all = july.people.households.len() as u32;
    for chosen in 0..1u32 << all {
        let some: BTreeSet<u32> = (0..all).filter(|household| chosen >> household & 1 == 1).collect();
        let alone = watcher.some(&some).unwrap();
        let expected: Vec<_> = whole.raised.iter().filter(|it| some.contains(&it.household)).cloned().collect();
        assert_eq!(alone.raised, expected, "{some:?}");
    }
}

#[test]
fn a_fact_set_by_hand_turns_its_households_signals_and_nobody_elses() {
    let (book, june, july) = months();
    let mut watcher = Watcher::new(&book, &july, Some(&june)).unwrap();
    let before = watcher.all().unwrap();
    let household = july.people.households.iter().position(|it| it.members[0].name == "王一").unwrap() as u32;
    let employed = book.fact("employed").unwrap();
    let back = Changed { household, row: 0, fact: employed, value: Some(Value::YesNo(true)) };
    let after = watcher.again(&[back]).unwrap();
    let lost = |watched: &Watched| watched.raised.iter().any(|it| it.signal == "work_lost");
    assert!(lost(&before) && !lost(&after));
    let rest = |watched: &Watched| -> Vec<_> {
        watched.raised.iter().filter(|it| it.household != household).cloned().collect()
    };
    let all = watcher.all().unwrap();
    assert_eq!(rest(&all), rest(&before));
    let of: Vec<_> = all.raised.iter().filter(|it| it.household == household).cloned().collect();
    assert_eq!(of, after.raised);
    let nobody = [Changed { household: 99, ..back }, Changed { row: 99, ..back }];
    assert!(nobody.iter().all(|it| matches!(watcher.again(&[*it]), Err(AssessError::NoHousehold))));
}
