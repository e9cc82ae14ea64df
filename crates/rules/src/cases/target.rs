//! What can be asked, by its name.

use super::{
    Asked, Refused, Unreadable, Want,
    literal::{Read, Words},
};
use crate::book::{Book, Entity, FactId, ParameterId, ProgrammeId, Type, Value, VariableId};
use std::collections::BTreeMap;

/// The names of a book.
pub(super) struct Names<'a> {
    pub(super) book: &'a Book,
    pub(super) facts: BTreeMap<&'a str, FactId>,
    targets: BTreeMap<&'a str, Target>,
}

#[derive(Clone, Copy)]
enum Target {
    Programme(ProgrammeId),
    Variable(VariableId),
    Parameter(ParameterId),
    Signal(usize),
}

/// A member or obligor of a case by name.
pub(super) type Rows<'a> = BTreeMap<&'a str, (Entity, u32)>;

impl<'a> Names<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        let facts = book.facts.iter().zip(0..).map(|(fact, n)| (fact.name.as_str(), FactId(n)));
        let programmes =
            book.programmes.iter().zip(0..).map(|(one, n)| (one.name.as_str(), Target::Programme(ProgrammeId(n))));
        let variables =
            book.variables.iter().zip(0..).map(|(one, n)| (one.name.as_str(), Target::Variable(VariableId(n))));
        let parameters =
            book.parameters.iter().zip(0..).map(|(one, n)| (one.name.as_str(), Target::Parameter(ParameterId(n))));
        let signals = book.signals.iter().zip(0..).map(|(one, n)| (one.name.as_str(), Target::Signal(n)));
        let targets = signals.chain(parameters).chain(variables).chain(programmes);
        Self { book, facts: facts.collect(), targets: targets.collect() }
    }

    /// `[NAME] TARGET [tier] : WANT`
    pub(super) fn expectation(&self, words: &mut Words<'_>, rows: &Rows<'_>) -> Read<(Asked, Want)> {
        let mut span = words.here();
        let mut name = words.name()?;
        let mut who = None;
        if let (Some(row), true) = (rows.get(name), names_follow(words)) {
            who = Some(*row);
            span = words.here();
            name = words.name()?;
        }
        let unknown = || Unreadable { span, what: Refused::Unknown(name.into()) };
        let target = *self.targets.get(name).ok_or_else(unknown)?;
        let row = |entity| match (entity, who) {
            (Entity::Household, None) => Ok(0),
            (_, Some((whose, row))) if whose == entity => Ok(row),
            (Entity::Household, Some(_)) => Err(unknown()),
            _ => Err(Unreadable { span, what: Refused::Whose(name.into()) }),
        };
        match target {
            Target::Programme(id) => {
                let row = row(self.book.programmes[id.index()].entity)?;
                self.programme(words, id, row)
            }
            Target::Variable(id) => {
                let variable = &self.book.variables[id.index()];
                Ok((Asked::Variable(id, row(variable.entity)?), self.value(words, name, variable.ty)?))
            }
            Target::Parameter(id) => {
                row(Entity::Household)?;
                self.parameter(words, id)
            }
            Target::Signal(n) => {
                let row = row(self.book.signals[n].entity)?;
                Ok((Asked::Signal(n, row), self.value(words, name, Type::YesNo)?))
            }
        }
    }

    fn value(&self, words: &mut Words<'_>, name: &str, ty: Type) -> Read<Want> {
        words.want(":")?;
        Ok(words.value(self.book, name, ty)?.map_or(Want::Unknown, Want::Value))
    }

    fn parameter(&self, words: &mut Words<'_>, id: ParameterId) -> Read<(Asked, Want)> {
        let parameter = &self.book.parameters[id.index()];
        let mut code = None;
        if let Some(codes) = parameter.by {
            words.want("(")?;
            if let Some(Value::Code(place)) = words.value(self.book, &parameter.name, Type::Code(codes))? {
                code = Some(place);
            }
            words.want(")")?;
        }
        Ok((Asked::Parameter(id, code), self.value(words, &parameter.name, parameter.ty)?))
    }

    fn programme(&self, words: &mut Words<'_>, id: ProgrammeId, row: u32) -> Read<(Asked, Want)> {
        let programme = &self.book.programmes[id.index()];
        if words.keyword("tier") {
            let Some((tier, _)) = &programme.tier else {
                return words.refuse(Refused::Unknown(format!("{} tier", programme.name)));
            };
            return Ok((Asked::Tier(id, row), self.value(words, &programme.name, tier.ty)?));
        }
        words.want(":")?;
        Ok((Asked::Programme(id, row), self.answer(words, id)?))
    }

    fn answer(&self, words: &mut Words<'_>, id: ProgrammeId) -> Read<Want> {
        let programme = &self.book.programmes[id.index()];
        match words.name()? {
            "eligible" if words.ended() => Ok(Want::Eligible(None)),
            "eligible" => match &programme.amount {
                Some((amount, _)) => Ok(Want::Eligible(words.value(self.book, &programme.name, amount.ty)?)),
                None => words.refuse(Refused::Want("no amount")),
            },
            "not_eligible" => {
                let find = |name: &str| programme.conditions.iter().position(|condition| condition.name == name);
                because(words, |name| find(name).map(|place| place as u16)).map(Want::NotEligible)
            }
            "not_in_law" => {
                let find = |name: &str| match self.targets.get(name) {
                    Some(Target::Parameter(id)) => Some(*id),
                    _ => None,
                };
                because(words, find).map(Want::NotInLaw)
            }
            "missing" if words.ended() => Ok(Want::Missing(None)),
            "missing" => listed(words, |name| self.facts.get(name).copied()).map(|facts| Want::Missing(Some(facts))),
            _ => words.refuse(Refused::Want("eligible | not_eligible | missing | not_in_law")),
        }
    }
}

/// Whether what was read was a row's name: another name stands behind it, and no `tier` of a programme.
fn names_follow(words: &Words<'_>) -> bool {
    matches!(words.peek(), Some(crate::lex::Word::Name(name)) if name != "tier")
}

fn because<T: Ord>(words: &mut Words<'_>, find: impl Fn(&str) -> Option<T>) -> Read<Option<Vec<T>>> {
    if words.keyword("because") { listed(words, find).map(Some) } else { Ok(None) }
}

fn listed<T: Ord>(words: &mut Words<'_>, find: impl Fn(&str) -> Option<T>) -> Read<Vec<T>> {
    let names = words.names()?.into_iter();
    let found = names.map(|(span, name)| find(name).ok_or(Unreadable { span, what: Refused::Unknown(name.into()) }));
    let mut found: Vec<T> = found.collect::<Read<_>>()?;
    found.sort();
    found.dedup();
    Ok(found)
}
