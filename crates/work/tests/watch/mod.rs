//! Watching a month beside the month before.

mod matter;

use crate::{
    assess::{CASE, divisions, july, june, pack},
    doubts::from_lake,
};
use doudi_kernel::Month;
use doudi_lake::Lake;
use doudi_rules::book::Book;
use doudi_work::{
    assess::{Basis, Registers},
    watch::{Watched, watch, watch_some},
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
        王一 全户 wages_collapsed
        王一 王一 work_lost
        王一 李二 left_register
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
    check(&told(&june, &watched), expect![""]);
}

#[test]
fn asked_of_some_households_only_the_answers_are_those_of_the_whole() {
    let (book, june, july) = months();
    let whole = watch(&book, &july, Some(&june)).unwrap();
    let all = july.people.households.len() as u32;
    for chosen in 0..1u32 << all {
        let some: BTreeSet<u32> = (0..all).filter(|household| chosen >> household & 1 == 1).collect();
        let alone = watch_some(&book, &july, Some(&june), &some).unwrap();
        let expected: Vec<_> = whole.raised.iter().filter(|it| some.contains(&it.household)).cloned().collect();
        assert_eq!(alone.raised, expected, "{some:?}");
    }
}
