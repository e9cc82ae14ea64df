//! What the oracle and the engine say of small policies, each meaning of the language by a case.

use doudi_kernel::Lang;
use doudi_rules::{
    book::Book,
    cases::{self, Case, Evaluator, Fast, Slow},
    check,
};
use expect_test::{Expect, expect};

/// Flags, a parameter by place and date, a programme.
pub(crate) const LAW: &str = r#"
region 41 "河南省" "Henan"
codes kind
  label "类别" "kind"
  none "无" "none"
  urgent "急" "urgent"
fact first: person yes/no
  label "甲" "first"
fact second: person yes/no
  label "乙" "second"
fact income: person yuan/month
  label "收入" "income"
  between 0 and 1_000 yuan/month
fact birth_date: person date
  label "出生日期" "date of birth"
fact kind_of_need: household code kind
  label "需要" "need"
parameter line: yuan/month/person
  label "标准" "line"
  open to province
  in 41 from 2026-07-01: 632 yuan/month/person
variable both: person yes/no
  label "都" "both"
  is first and second
variable either: person yes/no
  label "或" "either"
  is first or second
variable chosen: person yes/no
  label "选" "chosen"
  is if first then second else yes
variable all_first: household yes/no
  label "全" "all"
  is every(first)
variable some_first: household yes/no
  label "有" "some"
  is any(first)
variable age: person years
  label "年龄" "age"
  is years_since(birth_date)
variable total: household yuan/month
  label "总收入" "total"
  is sum(income)
variable share: household yuan/month/person
  label "人均" "a head"
  is total / max(members, 1 person)
programme help: household
  label "帮助" "help"
  force national from 2026-01-01
  condition below_line "低于标准" "below the line": share < line
  condition in_need "有需要" "in need": kind_of_need = urgent
  amount round_up(max(line * members - total, 0), 1 yuan/month)
"#;

pub(crate) fn book(law: &str) -> Book {
    check::read(vec![("a.law".into(), law.into())]).unwrap_or_else(|told| panic!("{}", told.render(Lang::En)))
}

pub(crate) fn read(book: &Book, text: &str) -> (Vec<Case>, Vec<(String, String)>) {
    let files = vec![("a.cases".to_owned(), text.to_owned())];
    let (cases, unreadable) = cases::read(book, &files);
    let told: Vec<String> = unreadable.iter().map(|one| one.say(&files, Lang::En)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    (cases, files)
}

/// Both evaluators meet the expectations of a text in July 2026 in Henan.
fn met(text: &str) {
    assert_eq!(failing(text), "");
}

fn failing(text: &str) -> String {
    let book = book(LAW);
    let (cases, files) = read(&book, &format!("case \"x\"\n  in 410102 month 2026-07\n{text}"));
    let told = |evaluator: &dyn Evaluator| {
        let failures = cases::run(&book, &cases, evaluator);
        failures.iter().map(|failure| failure.say(&files, Lang::En) + "\n").collect::<String>()
    };
    let (slow, fast) = (told(&Slow(&book)), told(&Fast(&book)));
    assert_eq!(slow, fast, "oracle and engine");
    slow
}

#[test]
fn one_no_or_one_yes_decides_whatever_is_unknown_beside_it() {
    met("  person a: second: no\n  expect a both: no\n  expect a either: unknown");
    met("  person a: second: yes\n  expect a both: unknown\n  expect a either: yes");
}

#[test]
fn an_unknown_condition_that_makes_no_difference_leaves_the_choice_known() {
    met("  person a: second: yes\n  expect a chosen: yes");
    met("  person a: second: no\n  expect a chosen: unknown");
    met("  person a: first: no\n  expect a chosen: yes");
}

#[test]
fn of_nobody_every_is_yes_any_is_no_and_sums_are_nothing() {
    met("  expect all_first: yes\n  expect some_first: no\n  expect total: 0\n  expect share: 0 yuan/month/person");
    met(
        "  person a: first: yes\n  person b\n  expect all_first: unknown\n  expect some_first: yes\n  expect total: unknown",
    );
}

#[test]
fn the_gap_is_summed_first_and_rounded_once() {
    let incomes = "  household kind_of_need: urgent\n  person a: income: 894 yuan/month\n  person b: income: 1_000 yuan/month\n  person c: income: 0 yuan/month\n";
    met(&format!("{incomes}  expect help: eligible 2 yuan/month\n  expect share: 1894/3 yuan/month/person"));
}

#[test]
fn a_value_outside_its_bounds_is_unknown() {
    met("  household kind_of_need: urgent\n  person a: income: 1_000.01 yuan/month\n  expect help: missing income");
}

#[test]
fn a_failed_condition_outweighs_what_is_missing() {
    met("  household kind_of_need: none\n  person a\n  expect help: not_eligible because in_need");
}

#[test]
fn where_a_parameter_has_no_value_the_answer_is_not_in_the_law() {
    met(
        "  in 510102\n  household kind_of_need: urgent\n  person a: income: 1 yuan/month\n  expect help: not_in_law because line",
    );
    met(
        "  month 2026-06\n  household kind_of_need: urgent\n  person a: income: 1 yuan/month\n  expect help: not_in_law because line",
    );
    met("  month 2025-12\n  expect help: not_in_law");
}

#[test]
fn who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() {
    met("  month 2026-02\n  person a: birth_date: 2008-02-29\n  expect a age: 17 years");
    met("  month 2028-02\n  person a: birth_date: 2008-02-29\n  expect a age: 20 years");
    met("  month 2026-03\n  person a: birth_date: 2008-02-29\n  expect a age: 18 years");
    met("  person a: birth_date: 2027-01-01\n  expect a age: 0 years");
}

#[test]
fn a_failure_says_where_what_was_expected_and_what_came() {
    let told = failing(
        "  person a: income: 700 yuan/month\n  otherwise usual\n  expect help: eligible 1 yuan/month\n  expect share: 1 yuan/month/person",
    );
    expect![[r#"
        a.cases:5:3: case "x": expect help: eligible 1 yuan/month; came not_eligible because below_line, in_need
        a.cases:6:3: case "x": expect share: 1 yuan/month/person; came 700 yuan/person/month
    "#]]
    .assert_eq(&told);
}

fn unreadable(text: &str, expected: Expect) {
    let files = vec![("a.cases".to_owned(), text.to_owned())];
    let (_, told) = cases::read(&book(LAW), &files);
    expected.assert_eq(&told.iter().map(|one| one.say(&files, Lang::En)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_the_other_lines_are_read_on() {
    let text = "case \"x\"\n  in 41 month 2026-07\n  household incme: 1\n  person a: income: 7 yuan/year, first: maybe\n  expect share: 1 yuan\n  expect both: yes\n";
    unreadable(
        text,
        expect![[r#"
            a.cases:3:13: the policies have no incme, or it is of somebody else
            a.cases:4:21: a value of income is 1 yuan/month
            a.cases:5:17: a value of share is 1 yuan/person/month
            a.cases:6:10: both is of a person or obligor: say whose before it"#]],
    );
    unreadable("case \"nowhere\"\n", expect!["a.cases:1:1: the case has no place and month: in DIGITS month YYYY-MM"]);
}
