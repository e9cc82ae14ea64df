//! Changes that test cases notice, and changes that they do not.

use crate::cases::{book, read};
use doudi_rules::mutate::survivors;
use expect_test::{Expect, expect};

const LAW: &str = r#"
fact income: household yuan/month
  label "收入" "income"
fact sick: household yes/no
  label "患病" "sick"
parameter line: yuan/month
  label "标准" "line"
  is 100 yuan/month
programme help: household
  label "帮助" "help"
  force national from 2026-01-01
  condition poor "困难" "poor": income < line and not sick
  amount round_up(line - income, 1 yuan/month)
"#;

fn survive(cases: &str, expected: Expect) {
    let book = book(LAW);
    let (cases, _) = read(&book, cases);
    let survival = survivors(&book, &cases, |_| true);
    let told: Vec<String> = survival.survivors.iter().map(|mutant| mutant.say(&book.files)).collect();
    expected.assert_eq(&format!("{} noticed\n{}", survival.killed, told.join("\n")));
}

const BOTH_SIDES: &str = r#"
case "差一分"
  in 41 month 2026-07
  household income: 99.99 yuan/month, sick: no
  expect help: eligible 1 yuan/month
case "恰在线上"
  in 41 month 2026-07
  household income: 100 yuan/month, sick: no
  expect help: not_eligible
case "患病"
  in 41 month 2026-07
  household income: 0, sick: yes
  expect help: not_eligible
case "没有收入"
  in 41 month 2026-07
  household income: 0, sick: no
  expect help: eligible 100 yuan/month
case "还没有这项规定"
  in 41 month 2025-12
  household income: 0, sick: no
  expect help: not_in_law
case "有这项规定的头一个月"
  in 41 month 2026-01
  household income: 0, sick: no
  expect help: eligible 100 yuan/month
"#;

#[test]
fn cases_on_both_sides_of_every_boundary_notice_every_change() {
    survive(
        BOTH_SIDES,
        expect![[r#"
        15 noticed
    "#]],
    );
}

#[test]
fn cases_away_from_the_boundaries_let_changes_survive() {
    let away =
        BOTH_SIDES.split("case \"患病\"").next().unwrap_or_default().replace("99.99", "50").replace("100", "150");
    let away = away.replace("eligible 1 yuan/month", "eligible");
    survive(
        &away,
        expect![[r#"
        2 noticed
        a.law:8:3: 100 yuan/month → 10001/100 yuan/month
        a.law:8:3: 100 yuan/month → 9999/100 yuan/month
        a.law:8:3: 100 yuan/month → 110 yuan/month
        a.law:8:3: 100 yuan/month → 90 yuan/month
        a.law:12:31: `<` → `<=`
        a.law:13:10: `round_up` → `round_down`
        a.law:13:10: `round_up` → `round_half_up`
        a.law:13:10: step 1 yuan/month → 10 yuan/month
        a.law:13:10: step 1 yuan/month → 1/10 yuan/month
        a.law:13:19: `-` → `+`
        a.law:9:11: from 2026-01-01 → 2025-12-31
        a.law:9:11: from 2026-01-01 → 2025-12-01
        a.law:9:11: from 2026-01-01 → 2026-02-01"#]],
    );
}
