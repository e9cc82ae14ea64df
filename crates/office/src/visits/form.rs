//! What a visit asks: in a case what the applicant told, one by one; always what the law names the village as a source of.
//! A fact stands in the form because the book says `comes from village`, so that a place which adds one finds it here.

use super::{
    became::claim,
    item::{Item, item},
    keep::Visit,
    merge::{Claim, prevailing},
};
use crate::{
    Bureau,
    case::{CaseView, DECLARED, ToldIn, told_in},
    register::FactLine,
};
use doudi_kernel::Money;
use doudi_rules::book::Entity;
use serde::Serialize;
use std::collections::BTreeMap;

/// A question of the form.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    /// The member's file number; none for the household.
    pub person: Option<i64>,
    /// What is asked.
    #[serde(flatten)]
    pub item: Item,
    /// What was told before.
    pub told: Option<String>,
    /// By whom: `case` the applicant, `visit` an earlier visit, `sources` a department's roster.
    pub by: Option<&'static str>,
}

/// Not asked singly: the six items make it; a department says it.
const ELSEWHERE: [&str; 2] = ["failed_self_care_items", "relief_need"];
/// What is asked of children too.
const OF_CHILDREN: [&str; 1] = ["lives_with_household"];

type Known = BTreeMap<(Option<i64>, String), (String, &'static str)>;

/// The questions about a household with these members and whether each is grown up.
pub(super) fn asks(
    bureau: &Bureau,
    members: &[(i64, bool)],
    case: Option<&CaseView>,
    lines: &[FactLine],
    visits: &[Visit],
) -> Vec<Ask> {
    let known = known(bureau, case, lines, visits);
    let ask = |person: Option<i64>, name: &str| {
        let (item, _) = item(bureau, name)?;
        let told = known.get(&(person, name.to_owned()));
        Some(Ask { person, item, told: told.map(|(value, _)| value.clone()), by: told.map(|(_, by)| *by) })
    };
    let declared = case.iter().flat_map(|_| DECLARED).filter_map(|name| ask(None, name));
    let mut all: Vec<Ask> = declared.collect();
    let asked = |all: &[Ask], name: &str| all.iter().any(|ask| ask.person.is_none() && ask.item.name == name);
    let of_household: Vec<Ask> =
        ours(bureau, Entity::Household).filter(|name| !asked(&all, name)).filter_map(|name| ask(None, name)).collect();
    all.extend(of_household);
    for (person, grown) in members {
        let names = ours(bureau, Entity::Person).filter(|name| *grown || OF_CHILDREN.contains(name));
        all.extend(names.filter_map(|name| ask(Some(*person), name)));
    }
    all
}

/// The facts of an entity that a village tells.
fn ours(bureau: &Bureau, entity: Entity) -> impl Iterator<Item = &str> {
    let departments = bureau.book.codes.iter().find(|codes| codes.name == "department");
    let village = departments.and_then(|codes| codes.words.iter().position(|(word, _)| word == "village"));
    let told = move |fact: &&doudi_rules::book::Fact| {
        let from = fact.departments.iter().any(|place| Some(usize::from(*place)) == village);
        from && fact.entity == entity && fact.before.is_none() && !ELSEWHERE.contains(&&*fact.name)
    };
    bureau.book.facts.iter().filter(told).map(|fact| &*fact.name)
}

/// What is known: by rosters, before them by the applicant, before both by who was there.
fn known(bureau: &Bureau, case: Option<&CaseView>, lines: &[FactLine], visits: &[Visit]) -> Known {
    let mut known: Known =
        lines.iter().map(|line| ((line.person, line.fact.clone()), (line.value.clone(), "sources"))).collect();
    if let Some(case) = case {
        known.extend(DECLARED.map(|fact| ((None, fact.to_owned()), (declared(bureau, case, fact), "case"))));
    }
    known.extend(counting(visits).into_iter().map(|(key, value)| (key, (value, "visit"))));
    known
}

/// What is not told is told as none (art. 40).
fn declared(bureau: &Bureau, case: &CaseView, fact: &str) -> String {
    let told = case.state.declared.get(fact).copied().unwrap_or(0);
    match told_in(bureau, fact) {
        Some(ToldIn::Yuan) => Money::from_fen(told).to_string(),
        Some(ToldIn::YesNo) => if told == 0 { "no" } else { "yes" }.into(),
        _ => told.to_string(),
    }
}

/// Of each item what counts among all visits of a household.
pub(super) fn counting(visits: &[Visit]) -> BTreeMap<(Option<i64>, String), String> {
    let mut claims: BTreeMap<(Option<i64>, String), Vec<Claim<'_>>> = BTreeMap::new();
    for visit in visits {
        for sight in &visit.seen.sights {
            claims.entry((sight.person, sight.item.clone())).or_default().push(claim(visit, sight));
        }
    }
    let one = |(key, claims): (_, Vec<Claim<'_>>)| Some((key, prevailing(&claims)?.value.to_owned()));
    claims.into_iter().filter_map(one).collect()
}
