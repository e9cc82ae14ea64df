//! Why something is not known: facts that nobody told, or a value that the law does not set here.

use super::{Known, Reader, Row};
use crate::{
    answer::Answer,
    book::{Entity, FactId, Formula, Node, ParameterId, Programme},
};
use std::collections::BTreeSet;

/// What stands at the bottom of an unknown value.
#[derive(Default)]
pub(super) struct Causes {
    pub(super) facts: BTreeSet<(FactId, u32)>,
    pub(super) parameters: BTreeSet<ParameterId>,
    /// A variable that has no definition here and now.
    undefined: bool,
}

impl Reader<'_, '_> {
    /// The answer for a row in which no condition fails and something is unknown.
    pub(super) fn causes(&self, place: usize, row: Row) -> Answer {
        let programme: &Programme =
            &self.program.statute.book.programmes[self.program.programmes[place].programme.index()];
        let mut causes = Causes::default();
        let conditions = programme.conditions.iter().map(|condition| &condition.formula);
        let open: Vec<&Formula> = conditions.filter(|it| self.value(it, row).is_none()).collect();
        let results = || programme.amount.iter().chain(&programme.tier).map(|(formula, _)| formula);
        let open = if open.is_empty() { results().filter(|it| self.value(it, row).is_none()).collect() } else { open };
        open.into_iter().for_each(|formula| self.cause(formula, row, &mut causes));
        if causes.parameters.is_empty() && !causes.undefined {
            return Answer::Missing { facts: causes.facts.into_iter().collect() };
        }
        Answer::NotInLaw { parameters: causes.parameters.into_iter().collect() }
    }

    pub(super) fn cause(&self, formula: &Formula, row: Row, causes: &mut Causes) {
        if self.value(formula, row).is_some() {
            return;
        }
        match &formula.node {
            Node::Literal(_) => {}
            Node::Fact(fact) => {
                causes.facts.insert((*fact, self.within(*fact, row)));
            }
            Node::Parameter(parameter, None) => {
                causes.parameters.insert(*parameter);
            }
            Node::Parameter(parameter, Some(code)) => match self.value(code, row) {
                None => self.cause(code, row, causes),
                Some(_) => {
                    causes.parameters.insert(*parameter);
                }
            },
            Node::Variable(variable) => {
                let statute = &self.program.statute;
                let exceptions = statute.exceptions(*variable).iter().map(|it| (&it.when, &it.value));
                match statute.definition(*variable) {
                    Some(definition) => self.cause_of_choice(exceptions, &definition.formula, row, causes),
                    None => causes.undefined = true,
                }
            }
            Node::Choice(choice) => {
                let arms = choice.arms.iter().map(|arm| (&arm.when, &arm.value));
                self.cause_of_choice(arms, &choice.rest, row, causes);
            }
            Node::Over(_, entity, of) => {
                for child in self.rows(*entity, row.household) {
                    self.cause(of, Row { child, ..row }, causes);
                }
            }
            Node::Minus(of) | Node::Not(of) | Node::In(of, _) | Node::Round(_, of, _) => self.cause(of, row, causes),
            Node::YearsSince(of) | Node::MonthsSince(of) => self.cause(of, row, causes),
            Node::Arithmetic(_, a, b) | Node::Compare(_, a, b) => {
                self.cause(a, row, causes);
                self.cause(b, row, causes);
            }
            Node::And(all) | Node::Or(all) | Node::Min(all) | Node::Max(all) => {
                all.iter().for_each(|one| self.cause(one, row, causes));
            }
        }
    }

    /// The first arm whose condition is unknown, or the arm that was taken.
    fn cause_of_choice<'f>(
        &self,
        arms: impl Iterator<Item = (&'f Formula, &'f Formula)>,
        rest: &Formula,
        row: Row,
        causes: &mut Causes,
    ) {
        for (when, value) in arms {
            match self.value(when, row) {
                None => return self.cause(when, row, causes),
                Some(Known::YesNo(true)) => return self.cause(value, row, causes),
                Some(_) => {}
            }
        }
        self.cause(rest, row, causes);
    }

    /// The place of a fact's row within its household.
    pub(super) fn within(&self, fact: FactId, row: Row) -> u32 {
        match self.program.statute.book.facts[fact.index()].entity {
            Entity::Household => 0,
            entity => (row.child - self.rows(entity, row.household).start) as u32,
        }
    }
}
