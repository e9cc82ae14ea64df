//! The signals of a matter as a telephone may carry them: a telephone lies about in a village, so what a signal tells of
//! somebody's health stays on the office's own pages.

use super::item::Words;
use crate::{Bureau, matters::Errand};
use doudi_kernel::Lang;
use doudi_rules::book::{FactId, Formula, Node, Signal as Rule};
use serde::Serialize;
use std::collections::BTreeSet;

/// A matter for which a household is visited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waits {
    /// Its number.
    pub id: i64,
    /// What is asked of the visitor.
    pub signals: Vec<Signal>,
    /// How many more there are that the telephone does not tell.
    pub untold: usize,
}

/// A signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// Its name.
    pub name: String,
    /// The member; 0 for the household.
    pub person: i64,
    /// What it is called.
    pub words: Words,
    /// What to do.
    pub remedy: Words,
}

/// Who could tell of somebody's health.
const OF_HEALTH: [&str; 3] = ["medical_insurance", "health", "disabled_federation"];
/// What tells of it in a signal's own name, whoever tells its facts: a subsidy for care says why somebody draws it.
const WORDS: [&str; 5] = ["病", "残", "护理", "医疗", "自理"];

/// A matter without what it tells of health.
pub(super) fn waits(bureau: &Bureau, errand: &Errand) -> Waits {
    let told = errand.heard.iter().filter(|it| !of_health(bureau, &it.signal));
    let signals: Vec<Signal> = told.map(|it| signal(bureau, &it.signal, it.person)).collect();
    Waits { id: errand.matter.id, untold: errand.heard.len() - signals.len(), signals }
}

fn signal(bureau: &Bureau, name: &str, person: i64) -> Signal {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| bureau.signal_named(name, lang));
    let (words, remedy) = (Words::new(zh.label, en.label), Words::new(zh.remedy, en.remedy));
    Signal { name: name.into(), person, words, remedy }
}

/// Why a household is visited: its signals in words, each once.
pub(super) fn why(bureau: &Bureau, errand: &Errand) -> Words {
    let names: BTreeSet<&str> = errand.heard.iter().map(|it| it.signal.as_str()).collect();
    let told: Vec<&str> = names.into_iter().filter(|name| !of_health(bureau, name)).collect();
    let said = |lang: Lang, joint: &str| -> String {
        told.iter().map(|name| bureau.signal_named(name, lang).label).collect::<Vec<_>>().join(joint)
    };
    if told.is_empty() {
        return Words::new("预警核实", "a signal to look into");
    }
    Words::new(format!("预警核实：{}", said(Lang::Zh, "、")), format!("signals: {}", said(Lang::En, ", ")))
}

/// Whether a signal tells of health: its name does, or its condition, or a variable that stands in it, names what such a
/// department tells. A signal that no rule has any more tells nothing to a telephone either.
fn of_health(bureau: &Bureau, name: &str) -> bool {
    bureau.signal(name).is_none_or(|rule| {
        let by_name = WORDS.iter().any(|word| rule.label.zh.contains(word));
        by_name || names(bureau, rule).into_iter().any(|fact| health_tells(bureau, fact))
    })
}

/// The facts that a signal's condition names, by itself or by its variables.
fn names(bureau: &Bureau, rule: &Rule) -> BTreeSet<FactId> {
    let (mut facts, mut variables) = (BTreeSet::new(), BTreeSet::new());
    look(&rule.when, &mut facts, &mut variables);
    for variable in variables.into_iter().map(|id| &bureau.book.variables[id]) {
        let said = variable.definitions.iter().map(|it| &it.formula);
        let except = variable.exceptions.iter().flat_map(|it| [&it.when, &it.value]);
        said.chain(except).for_each(|formula| look(formula, &mut facts, &mut BTreeSet::new()));
    }
    facts
}

fn look(formula: &Formula, facts: &mut BTreeSet<FactId>, variables: &mut BTreeSet<usize>) {
    formula.walk(&mut |it| {
        match it.node {
            Node::Fact(fact) => facts.insert(fact),
            Node::Variable(id) => variables.insert(id.index()),
            _ => false,
        };
    });
}

fn health_tells(bureau: &Bureau, fact: FactId) -> bool {
    let departments = bureau.book.codes.iter().find(|codes| codes.name == "department");
    let of = |place: &u16| departments.and_then(|codes| Some(codes.words.get(usize::from(*place))?.0.as_str()));
    bureau.book.facts[fact.index()].departments.iter().filter_map(of).any(|name| OF_HEALTH.contains(&name))
}
