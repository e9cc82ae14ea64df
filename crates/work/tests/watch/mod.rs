//! Watching a month beside the month before.

mod beside;
mod columns;
mod matter;
mod tables;

use crate::{
    assess::{CASE, divisions, july, june, pack},
    doubts::from_lake,
};
use doudi_kernel::{Lang, Month};
use doudi_lake::Lake;
use doudi_rules::book::{Book, Value};
use doudi_work::{
    assess::{AssessError, Basis, Registers},
    watch::{Beside, Changed, Runs, Teller, Watched, Watcher, evidence, watch},
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

#[test]
fn a_month_is_told_as_each_of_its_households_is_told_alone() {
    let (book, june, july) = months();
    let watched = watch(&book, &july, Some(&june)).unwrap();
    let mut teller = Teller::new(&book, &july, Some(&june)).unwrap();
    let feed = |id: &str| id.to_owned();
    assert!(!watched.raised.is_empty());
    for it in &watched.raised {
        let alone = Beside::read(&book, &july, it.household, Some(&june)).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            let told = teller.tell(it, lang, &feed).unwrap();
            assert!(told.raised, "{} {}", it.signal, told.stands);
            assert_eq!(told, evidence(&alone, &it.signal, it.member, lang, &feed).unwrap(), "{}", it.signal);
        }
    }
    let nobody = doudi_work::watch::Raised { household: 99, ..watched.raised[0].clone() };
    assert!(matches!(teller.tell(&nobody, Lang::Zh, &feed), Err(AssessError::NoHousehold)));
}

/// What is counted, under its names, of something that the files tell plainly.
const RUN: &str = r#"
fact employed: person yes/no
  label "就业" "in work"
fact months_above_dibao_line: household months
  label "月数" "months"
variable dibao_above_line: household yes/no
  label "有人就业" "somebody is in work"
  is any(employed)
"#;

#[test]
fn months_in_a_row_are_counted_and_a_gap_or_another_answer_begins_anew() {
    let (_folder, lake): (_, Lake) = from_lake::imported(&county(), true);
    let book = doudi_rules::check::read(vec![("run.law".into(), RUN.into())]).unwrap();
    let fact = book.fact("months_above_dibao_line").unwrap();
    let mut runs = Runs::default();
    // June's man has work, July's has none.
    let mut run = |files: Month, month: Month| {
        let mut basis = Basis::new(&Registers::load(&lake, files).unwrap(), &divisions(), &book).unwrap();
        basis.month = month;
        runs.take(&book, &mut basis).unwrap();
        let number = basis.people.households.iter().position(|it| it.members[0].name == "王一").unwrap() as u32;
        let (county, at) = basis.find(number).unwrap();
        county.facts.words(&book, fact, at).unwrap()
    };
    let found = [(june(), 0), (june(), 1), (june(), 2), (july(), 3), (june(), 4), (june(), 6)];
    let found: Vec<String> = found.map(|(files, ahead)| run(files, june().plus(ahead))).into();
    assert_eq!(found, ["1", "2", "3", "0", "1", "1"]);
    assert_eq!(Runs::months(&pack().book().unwrap()), 2, "three months are the asked one and two before");
}
