//! The answer on a programme.

use super::{Cause, Causes, Exact, Outcome, Reading};
use crate::{
    answer::Answer,
    book::{Entity, Formula, Programme, ProgrammeId},
};
use std::{collections::BTreeSet, rc::Rc};

impl Reading<'_> {
    /// The answers on a programme: one, or one a member where persons claim it.
    pub fn answers(&self, programme: ProgrammeId) -> Vec<Answer> {
        let entity = self.oracle.book.programmes[programme.index()].entity;
        (0..self.household.rows(entity)).map(|row| self.answer(programme, row)).collect()
    }

    /// The answer for the household, or for a member by his place.
    pub fn answer(&self, programme: ProgrammeId, row: u32) -> Answer {
        let programme = &self.oracle.book.programmes[programme.index()];
        let row = if programme.entity == Entity::Household { 0 } else { row };
        if !programme.force.iter().any(|(extent, _)| extent.holds(self.oracle.division, self.oracle.today)) {
            return Answer::NotInLaw { parameters: Vec::new() };
        }
        let conditions: Vec<Outcome> =
            programme.conditions.iter().map(|condition| self.formula(&condition.formula, row)).collect();
        let failed = conditions.iter().enumerate().filter(|(_, outcome)| **outcome == Ok(Exact::YesNo(false)));
        let failed: Vec<u16> = failed.map(|(place, _)| place as u16).collect();
        if !failed.is_empty() {
            return Answer::NotEligible { conditions: failed };
        }
        let unknown: BTreeSet<Cause> = conditions
            .iter()
            .filter_map(|outcome| outcome.as_ref().err())
            .flat_map(|causes| &**causes)
            .copied()
            .collect();
        if unknown.is_empty() { self.granted(programme, row) } else { undecided(&unknown) }
    }

    /// Whether a signal, by its place in the book, is raised for the household or a member.
    pub fn raised(&self, signal: usize, row: u32) -> Outcome {
        let signal = &self.oracle.book.signals[signal];
        let exempt = signal.exempt.as_ref().map_or(Ok(Exact::YesNo(false)), |exempt| self.formula(exempt, row));
        match (self.formula(&signal.when, row), exempt) {
            (Ok(Exact::YesNo(false)), _) | (_, Ok(Exact::YesNo(true))) => Ok(Exact::YesNo(false)),
            (Err(a), Err(b)) => Err(Rc::new(&*a | &*b)),
            (Err(causes), _) | (_, Err(causes)) => Err(causes),
            (Ok(raised), Ok(_)) => Ok(raised),
        }
    }

    /// All conditions hold: how much, and in which tier.
    fn granted(&self, programme: &Programme, row: u32) -> Answer {
        let value = |formula: &Option<(Formula, _)>| formula.as_ref().map(|(formula, _)| self.formula(formula, row));
        let (amount, tier) = (value(&programme.amount).map(fen), value(&programme.tier).map(code));
        let why = [
            amount.as_ref().and_then(|amount| amount.as_ref().err()),
            tier.as_ref().and_then(|tier| tier.as_ref().err()),
        ];
        let unknown: BTreeSet<Cause> = why.into_iter().flatten().flat_map(|causes| &**causes).copied().collect();
        match (amount.transpose(), tier.transpose()) {
            (Ok(amount_fen), Ok(tier)) => Answer::Eligible { amount_fen, tier },
            _ => undecided(&unknown),
        }
    }
}

fn fen(amount: Outcome) -> Result<i64, Causes> {
    let Exact::Number(amount) = amount? else { unreachable!("the checker asks for money") };
    let whole = amount.is_integer().then(|| amount.to_i64()).flatten();
    whole.ok_or_else(|| Cause::Undefined.alone())
}

fn code(tier: Outcome) -> Result<u16, Causes> {
    let Exact::Code(code) = tier? else { unreachable!("the checker asks for a code") };
    Ok(code)
}

/// Not in the law where the law is a cause, else missing.
fn undecided(causes: &BTreeSet<Cause>) -> Answer {
    let facts = causes.iter().filter_map(|cause| match cause {
        Cause::Fact(fact, row) => Some((*fact, *row)),
        _ => None,
    });
    let facts: Vec<_> = facts.collect();
    if facts.len() == causes.len() {
        return Answer::Missing { facts };
    }
    let parameters = causes.iter().filter_map(|cause| match cause {
        Cause::Parameter(parameter) => Some(*parameter),
        _ => None,
    });
    Answer::NotInLaw { parameters: parameters.collect() }
}
