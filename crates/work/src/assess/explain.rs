//! One household told why: the answers, the tree of one of them with articles, where each fact comes from, and what would
//! change the answer.

use super::{
    dossiers::{Dossier, Dossiers},
    error::AssessError,
    plan::program,
};
use doudi_kernel::Lang;
use doudi_rules::{
    book::{Entity, FactId, Type},
    compile::Program,
    explain::{Change, Known, Reader, Row, Telling, Trace, What, phrase},
    run::Kind,
};
use std::collections::{BTreeMap, BTreeSet};

/// An explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// A sentence for each programme and, where persons claim, each member.
    pub answers: Vec<String>,
    /// The tree of the programme that was asked for; one for each member where persons claim.
    pub trees: Vec<String>,
    /// Which facts each feed told: the feed's name and the facts' labels.
    pub sources: Vec<(String, Vec<String>)>,
    /// What would change the answer of the programme that was asked for.
    pub changes: Vec<String>,
}

/// Tells a household of a month why. `programme` names the one whose tree is told; `feed` says what an office calls a feed.
///
/// # Errors
/// The engine's.
pub fn explain(
    month: &Dossiers,
    it: &Dossier,
    programme: &str,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Why, AssessError> {
    let program = program(&month.book, &it.county, month.kept.month, &month.programmes)?;
    let mut reader = Reader::new(&program, &it.facts.population);
    reader.turn_to(0);
    let names = |entity, row| who(it, lang, entity, row);
    let telling = Telling { program: &program, lang, who: &names };
    let one = One { month, it, program: &program, reader: &reader, telling: &telling };
    let place = month.kept.programmes.iter().position(|name| name == programme);
    let place = place.ok_or_else(|| AssessError::Assessed(programme.to_owned()))?;
    let answers = (0..month.programmes.len()).flat_map(|place| one.answers(place)).collect();
    let traces = one.traces(place);
    let trees = traces.iter().map(|trace| telling.tree(trace)).collect();
    Ok(Why { answers, trees, sources: one.sources(&traces, feed), changes: one.changes(place) })
}

/// What to call a member or obligor.
pub(crate) fn who(it: &Dossier, lang: Lang, entity: Entity, row: u32) -> String {
    match (entity, it.household.members.get(row as usize)) {
        (Entity::Person, Some(member)) if !member.name.is_empty() => member.name.clone(),
        (Entity::Person, _) => lang.pick(format!("成员{}", row + 1), format!("member {}", row + 1)),
        (Entity::Obligor, _) => lang.pick(format!("义务人{}", row + 1), format!("obligor {}", row + 1)),
        (Entity::Household, _) => lang.pick("本户", "the household").to_owned(),
    }
}

struct One<'a, 'b> {
    month: &'a Dossiers,
    it: &'a Dossier,
    program: &'a Program<'b>,
    reader: &'a Reader<'a, 'b>,
    telling: &'a Telling<'a, 'b>,
}

impl One<'_, '_> {
    /// Whether persons claim, and how many rows there are.
    fn rows(&self, place: usize) -> (bool, usize) {
        let programme = &self.month.book.programmes[self.month.programmes[place].index()];
        let persons = programme.entity == Entity::Person;
        (persons, if persons { self.reader.rows(Entity::Person, 0).len() } else { 1 })
    }

    fn answers(&self, place: usize) -> Vec<String> {
        let (persons, rows) = self.rows(place);
        let one = |within: usize| {
            let said = self.telling.answer(place, &self.reader.answer(place, within));
            if persons { format!("{}　{said}", (self.telling.who)(Entity::Person, within as u32)) } else { said }
        };
        (0..rows).map(one).collect()
    }

    fn traces(&self, place: usize) -> Vec<Trace> {
        let one = |child: usize| {
            let mut trace = Trace::default();
            self.reader.trace(place, Row { household: 0, child }, &mut trace);
            trace
        };
        (0..self.rows(place).1).map(one).collect()
    }

    fn sources(&self, traces: &[Trace], feed: &dyn Fn(&str) -> String) -> Vec<(String, Vec<String>)> {
        let mut by_feed: BTreeMap<&str, BTreeSet<FactId>> = BTreeMap::new();
        for step in traces.iter().flat_map(|trace| &trace.steps) {
            if let What::Fact(fact) = step.what
                && let Some(from) = self.it.facts.source(fact, self.row(fact, step.row.child))
            {
                by_feed.entry(from).or_default().insert(fact);
            }
        }
        let label = |fact: &FactId| self.month.book.facts[fact.index()].label.pick(self.telling.lang).to_owned();
        by_feed.into_iter().map(|(from, facts)| (feed(from), facts.iter().map(label).collect())).collect()
    }

    /// The row of a fact among all of its entity.
    fn row(&self, fact: FactId, child: usize) -> usize {
        if self.month.book.facts[fact.index()].entity == Entity::Household { 0 } else { child }
    }

    fn changes(&self, place: usize) -> Vec<String> {
        let of = |within| self.program.changes(&self.it.facts.population, 0, place, within);
        (0..self.rows(place).1).flat_map(of).map(|change| self.change(&change)).collect()
    }

    fn change(&self, change: &Change) -> String {
        let fact = &self.month.book.facts[change.fact.index()];
        let lang = self.telling.lang;
        let shown = |lane: i64| {
            let known = match fact.ty {
                Type::YesNo => Known::YesNo(lane != 0),
                Type::Code(_) => Known::Code(lane as u16),
                Type::Number(_) => Known::Number { top: lane, bottom: 1 },
                Type::Date => Known::Date(lane),
            };
            phrase::shown(&self.month.book, known, fact.ty, lang)
        };
        let whose = match fact.entity {
            Entity::Household => String::new(),
            entity => (self.telling.who)(entity, change.row),
        };
        let (label, from, to, then) =
            (fact.label.pick(lang), shown(change.from), shown(change.to), kind(change.kind, lang));
        match lang {
            Lang::Zh => format!("{whose}{label}由{from}变为{to}：{then}"),
            Lang::En => format!("{label} {whose} from {from} to {to}: {then}"),
        }
    }
}

fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::NotInLaw => lang.pick("没有这项规定", "not in the law"),
        Kind::Missing => lang.pick("资料不全", "missing facts"),
        Kind::NotEligible => lang.pick("不符合", "not eligible"),
        Kind::Eligible => lang.pick("符合", "eligible"),
    }
}
