//! An assessment in figures: by programme and answer, by town, what is missing most and who could tell, what it costs,
//! what changed.

use super::{
    changes::{Because, Change},
    people::Household,
    plan::Found,
    run::Assessed,
};
use crate::doubts::Place;
use doudi_rules::book::{Book, Label};
use std::collections::BTreeMap;

/// How often each of the four answers was given: not in the law, missing, not eligible, eligible.
pub type Answers = [usize; 4];

/// Figures of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub label: Label,
    /// Whether persons claim, not households.
    pub by_person: bool,
    /// In the county.
    pub answers: Answers,
    /// By town, in the order of [`Summary::towns`].
    pub towns: Vec<Answers>,
    /// What the eligible may claim together, fen.
    pub fen: i64,
    /// Since the assessment before: newly eligible, no longer eligible, another amount or tier.
    pub changed: [usize; 3],
}

/// A fact that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingFact {
    /// What it is called.
    pub label: Label,
    /// Which departments could tell.
    pub departments: Vec<Label>,
    /// How many households wait for it.
    pub households: usize,
}

/// An assessment in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Towns, without villages.
    pub towns: Vec<Place>,
    /// Households and people.
    pub counts: (usize, usize),
    /// In the order of assessment.
    pub programmes: Vec<Programme>,
    /// What is missing, the most frequent first.
    pub missing: Vec<MissingFact>,
    /// Why answers changed, the most frequent first: a fact or a rule and how often.
    pub because: Vec<(Label, usize)>,
}

/// Counts an assessment.
pub fn summary(assessed: &Assessed, changes: &[Change]) -> Summary {
    let found = &assessed.found;
    let mut towns: Vec<Place> = found.households.iter().map(|household| household.place.of_town()).collect();
    towns.sort();
    towns.dedup();
    let town = |household: &Household| towns.binary_search(&household.place.of_town()).unwrap_or(0);
    let town: Vec<usize> = found.households.iter().map(town).collect();
    let mut programmes: Vec<Programme> = assessed
        .programmes
        .iter()
        .map(|id| {
            let programme = &assessed.book.programmes[id.index()];
            let by_person = programme.entity == doudi_rules::book::Entity::Person;
            Programme {
                name: programme.name.clone(),
                label: programme.label.clone(),
                by_person,
                answers: Answers::default(),
                towns: vec![Answers::default(); towns.len()],
                fen: 0,
                changed: [0; 3],
            }
        })
        .collect();
    for one in &found.determinations {
        let Some(programme) = programmes.iter_mut().find(|programme| programme.name == one.programme) else { continue };
        let answer = place(&one.found);
        programme.answers[answer] += 1;
        programme.towns[town[one.household as usize]][answer] += 1;
        if let Found::Eligible { amount_fen: Some(fen), .. } = one.found {
            programme.fen += fen;
        }
    }
    for change in changes {
        let Some(programme) = programmes.iter_mut().find(|programme| programme.name == change.programme) else {
            continue;
        };
        if let Some(kind) = kind(change) {
            programme.changed[kind] += 1;
        }
    }
    let people = found.households.iter().map(|household| household.members.len()).sum();
    Summary {
        towns,
        counts: (found.households.len(), people),
        programmes,
        missing: missing(assessed),
        because: because(&assessed.book, changes),
    }
}

fn place(found: &Found) -> usize {
    match found {
        Found::NotInLaw(_) => 0,
        Found::Missing(_) => 1,
        Found::NotEligible(_) => 2,
        Found::Eligible { .. } => 3,
    }
}

fn kind(change: &Change) -> Option<usize> {
    let eligible = |found: &Option<Found>| matches!(found, Some(Found::Eligible { .. }));
    match (eligible(&change.before), eligible(&change.now)) {
        (false, true) => Some(0),
        (true, false) => Some(1),
        (true, true) => Some(2),
        (false, false) => None,
    }
}

/// Each fact once a household, however many members and programmes wait for it.
fn missing(assessed: &Assessed) -> Vec<MissingFact> {
    let mut waiting: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for one in &assessed.found.determinations {
        if let Found::Missing(facts) = &one.found {
            facts.iter().for_each(|(fact, _)| waiting.entry(fact).or_default().push(one.household));
        }
    }
    let book = &assessed.book;
    let list = book.codes.iter().find(|codes| codes.name == "department");
    let each = waiting.into_iter().filter_map(|(name, mut households)| {
        households.sort_unstable();
        households.dedup();
        let fact = book.facts.iter().find(|fact| fact.name == name)?;
        let department = |place: &u16| Some(list?.words.get(usize::from(*place))?.1.clone());
        Some(MissingFact {
            label: fact.label.clone(),
            departments: fact.departments.iter().filter_map(department).collect(),
            households: households.len(),
        })
    });
    let mut all: Vec<MissingFact> = each.collect();
    all.sort_by(|a, b| (b.households, &a.label.zh).cmp(&(a.households, &b.label.zh)));
    all
}

fn because(book: &Book, changes: &[Change]) -> Vec<(Label, usize)> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for cause in changes.iter().flat_map(|change| &change.because) {
        let label = said(book, cause);
        *counts.entry((label.zh, label.en)).or_default() += 1;
    }
    let all = changes.iter().filter(|change| change.before.is_some() && change.now.is_some());
    let time = all.filter(|change| change.because.is_empty()).count();
    if time > 0 {
        counts.insert(("时间经过（年龄、月数）".into(), "time (ages, months)".into()), time);
    }
    let mut counts: Vec<(Label, usize)> = counts.into_iter().map(|((zh, en), n)| (Label { zh, en }, n)).collect();
    counts.sort_by(|a, b| (b.1, &a.0.zh).cmp(&(a.1, &b.0.zh)));
    counts
}

/// What a cause is called.
pub(super) fn said(book: &Book, cause: &Because) -> Label {
    let label = |zh: &str, en: &str| Label { zh: zh.to_owned(), en: en.to_owned() };
    match cause {
        Because::Members(..) => label("家庭成员变动", "members of the household"),
        Because::Known(_) => label("此前不明的资料已查明", "facts that were unknown came in"),
        Because::Unknown(_) => label("此前已知的资料现在不明", "facts that were known are unknown now"),
        Because::Fact(name, ..) => {
            let fact = book.facts.iter().find(|fact| fact.name == *name);
            fact.map_or_else(|| label(name, name), |fact| fact.label.clone())
        }
        Because::Rule(name) => {
            let parameter = book.parameters.iter().find(|it| it.name == *name).map(|it| &it.label);
            let variable = || book.variables.iter().find(|it| it.name == *name).map(|it| &it.label);
            let programme = || book.programmes.iter().find(|it| it.name == *name).map(|it| &it.label);
            let found = parameter.or_else(variable).or_else(programme);
            found
                .map_or_else(|| label(name, name), |it| label(&format!("规则：{}", it.zh), &format!("rule: {}", it.en)))
        }
    }
}
