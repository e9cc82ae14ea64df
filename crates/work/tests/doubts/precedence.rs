//! Both identity precedences that a county pension office has worked by (practitioner-systems.md 1.B).

use super::{case, embedded};
use doudi_work::{doubts::plan, policy::Policy};

/// A person of forty-six, insured as ordinary, in the named rosters; the code that the month's order proposes.
fn proposed(month: &str, rosters: &[&str]) -> String {
    let mut text = format!(
        "spec pension_on_behalf\nmonth {month}\n\
         table resident_pension_on_behalf {month}\n  resident_id | name\n\
         table resident_pension_insured {month}\n  resident_id | name | insured_state | payment_state | enrolment_identity\n  \
         1974-01-01/1 | 某人 | 1 | 1 | 011\n"
    );
    for (name, headings, values) in [
        ("贫困人口", "relapse_monitored", "risk_removed ; no"),
        ("特困", "tekun_person", "support_form ; dispersed"),
        ("全额低保", "dibao_rural_person", "dibao_kind ; full"),
        ("差额低保", "dibao_urban_roster", "dibao_kind ; gap"),
        ("一二级残疾", "disability_certificate", "disability_grade ; 2"),
        ("三四级残疾", "disability_certificate", "disability_grade ; 3"),
    ] {
        let (field, value) = values.split_once(" ; ").unwrap();
        if rosters.contains(&name) {
            text +=
                &format!("table {headings} {month}\n  resident_id | name | {field}\n  1974-01-01/1 | 某人 | {value}\n");
        } else if !text.contains(&format!("table {headings} ")) {
            text += &format!("table {headings} {month}\n  resident_id | name | {field}\n");
        }
    }
    let (spec, deck) = case::read(&text, &Policy::embedded());
    let findings = plan(embedded().spec(&spec).unwrap(), &deck);
    let doubts = &findings.questions[0].doubts;
    doubts.first().and_then(|doubt| doubt.proposed.clone()).map_or_else(|| "nobody".into(), |(code, _)| code)
}

#[test]
fn in_2019_the_registered_poor_came_before_tekun() {
    assert_eq!(proposed("2019-06", &["贫困人口", "特困", "全额低保", "一二级残疾"]), "051");
}

#[test]
fn since_2021_tekun_comes_first_and_the_registered_poor_come_last() {
    assert_eq!(proposed("2021-06", &["贫困人口", "特困", "全额低保", "一二级残疾"]), "031");
    assert_eq!(proposed("2026-09", &["贫困人口", "差额低保"]), "062");
    assert_eq!(proposed("2026-09", &["贫困人口"]), "051");
}

#[test]
fn the_order_changed_with_the_year_and_not_within_it() {
    let both = ["贫困人口", "特困"];
    assert_eq!(proposed("2020-12", &both), "051");
    assert_eq!(proposed("2021-01", &both), "031");
}

#[test]
fn full_dibao_comes_before_severe_disability_and_severe_disability_before_partial_dibao_in_both_orders() {
    for month in ["2019-06", "2026-09"] {
        assert_eq!(proposed(month, &["全额低保", "一二级残疾"]), "061", "{month}");
        assert_eq!(proposed(month, &["差额低保", "一二级残疾"]), "021", "{month}");
        assert_eq!(proposed(month, &["特困", "全额低保"]), "031", "{month}");
    }
}

#[test]
fn light_disability_alone_gives_nobody_a_contribution_paid() {
    // Grades 3 and 4 are not asked about; with dibao they are, and the order decides the code.
    assert_eq!(proposed("2026-09", &["三四级残疾"]), "nobody");
    assert_eq!(proposed("2026-09", &["差额低保", "三四级残疾"]), "062");
}
