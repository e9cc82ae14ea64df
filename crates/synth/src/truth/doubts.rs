//! Every doubt that a comparison without mistakes would raise, from the files as they should be and as they were sent.
//!
//! The same few lines of plain code run twice: over the rows before anything was spoiled, which gives the true doubts,
//! and over the rows as sent, with the ids that can still be made out, which gives what can be found. A true doubt whose
//! evidence was spoiled for good is not findable; a doubt that only the spoiled rows raise is findable and false. The code
//! shares nothing with the comparison that it judges.

pub(crate) use super::seen::Rows;
use super::seen::{Seen, by_person, value};
use crate::office::Value;
use doudi_kernel::{Month, ResidentId};
use std::collections::{BTreeMap, BTreeSet};

/// A doubt, named as the comparison specs name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Doubt {
    pub(crate) spec: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) who: ResidentId,
}

/// A doubt with its judgement.
pub(crate) struct Judged {
    pub(crate) doubt: Doubt,
    pub(crate) findable: bool,
    pub(crate) genuine: bool,
    pub(crate) why_not: String,
}

/// The heading line of `doubts.csv`.
pub(crate) const DOUBTS_HEADING: &[&str] =
    &["spec", "reason", "month", "resident_id", "name", "division", "findable", "why_not", "true_doubt"];

const DIBAO: [&str; 2] = ["dibao_rural_person", "dibao_urban_roster"];
const LOW_INCOME: [&str; 6] =
    ["tekun_person", "dibao_rural_person", "dibao_urban_roster", "edge_person", "rigid_person", "relapse_monitored"];
const PAYING: [&str; 7] = [
    "dibao_rural_person",
    "dibao_urban_roster",
    "tekun_person",
    "resident_pension_paid",
    "disability_subsidy",
    "old_age_allowance",
    "orphan_child",
];

/// Judges a village's doubts. `spoiled` says in which feeds a person's id was lost, and how.
pub(crate) fn judge(
    truth: &Rows,
    sent: &Rows,
    month: Month,
    spoiled: &BTreeMap<ResidentId, Vec<String>>,
) -> Vec<Judged> {
    let (real, found) = (all(truth, month), all(sent, month));
    let judged = real.union(&found).map(|doubt| {
        let (genuine, findable) = (real.contains(doubt), found.contains(doubt));
        let because = || spoiled.get(&doubt.who).map_or_else(String::new, |feeds| feeds.join("; "));
        let why_not = match (genuine, findable) {
            (true, true) => String::new(),
            (true, false) => format!("evidence lost: {}", because()),
            _ => format!("false doubt: {}", because()),
        };
        Judged { doubt: doubt.clone(), findable, genuine, why_not }
    });
    judged.collect()
}

/// All doubts that some rows raise.
fn all(rows: &Rows, month: Month) -> BTreeSet<Doubt> {
    let mut doubts = BTreeSet::new();
    for (who, seen) in by_person(rows) {
        let mut raise = |spec, reason| {
            doubts.insert(Doubt { spec, reason, who });
        };
        pensions(who, &seen, month, &mut raise);
        others(who, &seen, month, &mut raise);
        mismatches(who, &seen, &mut raise);
    }
    doubts
}

type Raise<'a> = &'a mut dyn FnMut(&'static str, &'static str);

fn dead(seen: &Seen) -> bool {
    seen.is("household_register", "register_status", &["dead"]) || seen.has("death_register")
}

fn pensions(who: ResidentId, seen: &Seen, month: Month, raise: Raise) {
    let age = who.age_on(month.last_day());
    let resident = |states: &[&str]| seen.is("resident_pension_insured", "insured_state", states);
    let explained = || {
        seen.has("other_pension_insured")
            || seen.is("household_register", "register_status", &["moved_out", "cancelled"])
            || dead(seen)
            || seen.any(&["soldier", "prisoner", "student"])
    };
    if seen.any(&LOW_INCOME) && age >= 16 && !resident(&["1", "2"]) && !explained() {
        raise("pension_coverage", "not_insured");
    }
    let severe = seen.is("disability_certificate", "disability_grade", &["1", "2"]);
    let paid_for =
        seen.any(&["dibao_rural_person", "dibao_urban_roster", "tekun_person", "relapse_monitored"]) || severe;
    let paying = resident(&["1", "2"]) && !seen.is("resident_pension_insured", "payment_state", &["3"]);
    if paid_for && (16..60).contains(&age) && paying && !seen.has("resident_pension_on_behalf") {
        raise("pension_on_behalf", "not_paid_on_behalf");
    }
    let draws = seen.any(&["resident_pension_paid", "other_pension_insured"]);
    if seen.any(&LOW_INCOME) && age >= 60 && resident(&["1", "2"]) && !draws {
        raise("pension_benefit", "not_drawing");
    }
    if resident(&["1"]) && seen.has("other_pension_insured") {
        raise("two_schemes", "two_schemes");
    }
}

fn others(_who: ResidentId, seen: &Seen, month: Month, raise: Raise) {
    let died_before = seen.date("death_register", "death_date").is_some_and(|day| day < month.first_day());
    let registered_dead = seen.is("household_register", "register_status", &["dead"]);
    if seen.any(&PAYING) && (died_before || registered_dead) {
        raise("alive_or_dead", "paid_after_death");
    }
    let (dibao, tekun) = (seen.any(&DIBAO), seen.has("tekun_person"));
    let monitored = seen.has("relapse_monitored");
    if (dibao || tekun || monitored || seen.has("edge_person")) && !seen.has("medical_insured") {
        raise("medical_enrolment", "no_medical_insurance");
    }
    disability(seen, dibao, tekun, raise);
    let rural = seen.has("dibao_rural_person");
    if rural && seen.flag("relapse_monitored", "enjoys_dibao", false) {
        raise("dibao_and_relapse", "dibao_not_recorded");
    }
    if !rural && seen.flag("relapse_monitored", "enjoys_dibao", true) {
        raise("dibao_and_relapse", "recorded_not_dibao");
    }
    let hard_up = dibao || tekun || monitored || seen.has("orphan_child");
    if seen.has("student") && hard_up && !seen.has("student_hardship") {
        raise("student_hardship", "not_on_hardship_list");
    }
    programmes(seen, raise);
}

fn disability(seen: &Seen, dibao: bool, tekun: bool, raise: Raise) {
    let certified = seen.has("disability_certificate");
    let severe = seen.is("disability_certificate", "disability_grade", &["1", "2"]);
    let draws = |kinds: &[&str]| seen.is("disability_subsidy", "subsidy_kind", kinds);
    if certified && dibao && !draws(&["living", "both"]) {
        raise("disability_subsidies", "living_not_drawn");
    }
    if severe && !tekun && !draws(&["care", "both"]) {
        raise("disability_subsidies", "care_not_drawn");
    }
    if seen.has("disability_subsidy") && !certified {
        raise("disability_subsidies", "subsidy_without_certificate");
    }
}

fn programmes(seen: &Seen, raise: Raise) {
    let programmes =
        ["dibao_rural_person", "dibao_urban_roster", "tekun_person", "edge_person", "rigid_person", "orphan_child"];
    if programmes.iter().any(|feed| seen.rows(feed).count() > 1) {
        raise("duplicate_assistance", "twice_in_programme");
    }
    let (rural, urban) = (seen.has("dibao_rural_person"), seen.has("dibao_urban_roster"));
    let (tekun, orphan) = (seen.has("tekun_person"), seen.has("orphan_child"));
    if (rural && urban) || (tekun && (rural || urban || orphan)) {
        raise("duplicate_assistance", "two_programmes");
    }
    let severe = seen.is("disability_certificate", "disability_grade", &["1", "2"]);
    let needy = severe || seen.flag("relapse_monitored", "risk_removed", false) || orphan;
    let helped = ["dibao_rural_person", "dibao_urban_roster", "tekun_person", "edge_person", "rigid_person"];
    if needy && !seen.any(&helped) {
        raise("assistance_omitted", "in_no_programme");
    }
}

/// The low-income rosters against the register and against the number itself.
fn mismatches(who: ResidentId, seen: &Seen, raise: Raise) {
    let register = seen.rows("household_register").next();
    for feed in LOW_INCOME {
        for row in seen.rows(feed) {
            if matches!(value(feed, row, "birth_date"), Value::Date(date) if *date != who.birth_date()) {
                raise("identity_mismatch", "birth_differs");
            }
            let sex = if who.sex() == doudi_kernel::Sex::Male { "male" } else { "female" };
            if matches!(value(feed, row, "sex"), Value::Code(code, _) if *code != sex) {
                raise("identity_mismatch", "sex_differs");
            }
            let Some(register) = register else { continue };
            if value(feed, row, "name") != value("household_register", register, "name") {
                raise("identity_mismatch", "name_differs");
            }
            if value(feed, row, "village_name") != value("household_register", register, "division_code") {
                raise("identity_mismatch", "division_differs");
            }
        }
    }
}
