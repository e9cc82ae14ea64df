//! Values of formulas, by walking them.

use super::{Cause, Exact, Fraction, Outcome, Reading, arithmetic, compare, gather, whole_months};
use crate::book::{
    Aggregate, Arm, Choice, Entity, FactId, Formula, MEMBERS, Node, ParameterId, TODAY, Type, Value, VariableId,
};
use doudi_kernel::{Ratio, Rounding};
use num_bigint::BigInt;
use std::collections::BTreeSet;

impl Reading<'_> {
    /// The value of a variable in a row of its entity.
    pub fn value_of(&self, variable: VariableId, row: u32) -> Outcome {
        let row = if self.oracle.book.variables[variable.index()].entity == Entity::Household { 0 } else { row };
        if let Some(Some(seen)) = self.seen.borrow()[variable.index()].get(row as usize) {
            return seen.clone();
        }
        let outcome = self.defined(variable, row);
        let rows = &mut self.seen.borrow_mut()[variable.index()];
        rows.resize(rows.len().max(row as usize + 1), None);
        rows[row as usize] = Some(outcome.clone());
        outcome
    }

    /// Exceptions in their order go before the definition.
    fn defined(&self, variable: VariableId, row: u32) -> Outcome {
        let chosen = &self.oracle.variables[variable.index()];
        let arms: Vec<_> = chosen.exceptions.iter().map(|exception| (&exception.when, &exception.value)).collect();
        self.first(&arms, row, &|| match chosen.definition {
            Some(definition) => self.formula(&definition.formula, row),
            None => Err(BTreeSet::from([Cause::Undefined])),
        })
    }

    /// The value of a formula in a row of its entity.
    pub(super) fn formula(&self, formula: &Formula, row: u32) -> Outcome {
        match &formula.node {
            Node::Literal(value) => Ok((*value).into()),
            Node::Fact(fact) => self.fact(*fact, row),
            Node::Parameter(parameter, of) => self.parameter(*parameter, of.as_deref(), row),
            Node::Variable(variable) => self.value_of(*variable, row),
            Node::Minus(of) => Ok(Exact::Number(-self.number(of, row)?)),
            Node::Not(of) => Ok(Exact::YesNo(!yes(&self.formula(of, row)?))),
            Node::Arithmetic(how, a, b) => {
                let [a, b] = self.two(a, b, row)?;
                let result = arithmetic(*how, number(a), number(b));
                result.map(Exact::Number).ok_or_else(|| BTreeSet::from([Cause::Undefined]))
            }
            Node::Compare(how, a, b) => {
                let [a, b] = self.two(a, b, row)?;
                Ok(Exact::YesNo(compare(*how, &a, &b)))
            }
            Node::In(of, codes) => {
                let value = self.formula(of, row)?;
                Ok(Exact::YesNo(codes.iter().any(|code| value == Exact::Code(*code))))
            }
            Node::And(parts) => decided(parts.iter().map(|part| self.formula(part, row)), false),
            Node::Or(parts) => decided(parts.iter().map(|part| self.formula(part, row)), true),
            Node::Choice(choice) => self.choice(choice, row),
            Node::Over(how, entity, of) => self.over(*how, *entity, of),
            Node::Min(parts) => Ok(Exact::Number(gather(Aggregate::Least, self.numbers(parts, row)?))),
            Node::Max(parts) => Ok(Exact::Number(gather(Aggregate::Largest, self.numbers(parts, row)?))),
            Node::Round(rounding, of, step) => Ok(Exact::Number(round(*rounding, self.number(of, row)?, *step))),
            Node::YearsSince(of) => Ok(whole(self.months_since(of, row)? / 12)),
            Node::MonthsSince(of) => Ok(whole(self.months_since(of, row)?)),
        }
    }

    fn fact(&self, id: FactId, row: u32) -> Outcome {
        let fact = &self.oracle.book.facts[id.index()];
        let row = if fact.entity == Entity::Household { 0 } else { row };
        let (least, greatest) = fact.between;
        let given = match id {
            MEMBERS => Some(Value::Number(Ratio::whole(self.household.members.into()))),
            TODAY => Some(Value::Date(self.oracle.today)),
            _ => self.household.given(id, row).filter(|value| match (fact.ty, value) {
                (Type::Number(_), Value::Number(n)) => Ratio::whole(least) <= *n && *n <= Ratio::whole(greatest),
                _ => true,
            }),
        };
        given.map(Exact::from).ok_or_else(|| BTreeSet::from([Cause::Fact(id, row)]))
    }

    fn parameter(&self, id: ParameterId, of: Option<&Formula>, row: u32) -> Outcome {
        let code = match of.map(|of| self.formula(of, row)).transpose()? {
            Some(Exact::Code(code)) => Some(code),
            _ => None,
        };
        self.oracle.setting(id, code).map(Exact::from).ok_or_else(|| BTreeSet::from([Cause::Parameter(id)]))
    }

    fn choice(&self, choice: &Choice, row: u32) -> Outcome {
        let arms: Vec<_> = choice.arms.iter().map(|Arm { when, value, .. }| (when, value)).collect();
        self.first(&arms, row, &|| self.formula(&choice.rest, row))
    }

    /// The first arm whose condition holds. One that is unknown leaves all unknown unless it makes no difference.
    fn first(&self, arms: &[(&Formula, &Formula)], row: u32, rest: &dyn Fn() -> Outcome) -> Outcome {
        let Some(((when, value), later)) = arms.split_first() else {
            return rest();
        };
        match self.formula(when, row) {
            Ok(Exact::YesNo(true)) => self.formula(value, row),
            Ok(_) => self.first(later, row, rest),
            Err(causes) => {
                let value = self.formula(value, row).map_err(|_| causes.clone())?;
                let otherwise = self.first(later, row, rest);
                if otherwise == Ok(value.clone()) { Ok(value) } else { Err(causes) }
            }
        }
    }

    fn over(&self, how: Aggregate, entity: Entity, of: &Formula) -> Outcome {
        let rows = (0..self.household.rows(entity)).map(|row| self.formula(of, row));
        match how {
            Aggregate::Any => decided(rows, true),
            Aggregate::Every => decided(rows, false),
            Aggregate::Count => Ok(whole(all(rows)?.iter().filter(|value| yes(value)).count() as i64)),
            _ => Ok(Exact::Number(gather(how, all(rows)?.into_iter().map(number).collect()))),
        }
    }

    fn months_since(&self, of: &Formula, row: u32) -> Result<i64, BTreeSet<Cause>> {
        match self.formula(of, row)? {
            Exact::Date(date) => Ok(whole_months(date, self.oracle.today)),
            _ => unreachable!("the checker asks for a date"),
        }
    }

    fn two(&self, a: &Formula, b: &Formula, row: u32) -> Result<[Exact; 2], BTreeSet<Cause>> {
        let both = all([a, b].into_iter().map(|one| self.formula(one, row)))?;
        Ok(both.try_into().unwrap_or_else(|_| unreachable!("two went in")))
    }

    fn numbers(&self, parts: &[Formula], row: u32) -> Result<Vec<Fraction>, BTreeSet<Cause>> {
        Ok(all(parts.iter().map(|part| self.formula(part, row)))?.into_iter().map(number).collect())
    }

    fn number(&self, of: &Formula, row: u32) -> Result<Fraction, BTreeSet<Cause>> {
        self.formula(of, row).map(number)
    }
}

/// All values, or why those that are unknown are.
fn all(outcomes: impl Iterator<Item = Outcome>) -> Result<Vec<Exact>, BTreeSet<Cause>> {
    let (mut known, mut causes) = (Vec::new(), BTreeSet::new());
    for outcome in outcomes {
        match outcome {
            Ok(value) => known.push(value),
            Err(more) => causes.extend(more),
        }
    }
    if causes.is_empty() { Ok(known) } else { Err(causes) }
}

/// `or`, `any` are decided by one yes, `and`, `every` by one no; undecided, they are the opposite.
fn decided(outcomes: impl Iterator<Item = Outcome>, by: bool) -> Outcome {
    let outcomes: Vec<Outcome> = outcomes.collect();
    if outcomes.contains(&Ok(Exact::YesNo(by))) {
        return Ok(Exact::YesNo(by));
    }
    all(outcomes.into_iter()).map(|_| Exact::YesNo(!by))
}

/// To a multiple of the step.
fn round(rounding: Rounding, value: Fraction, step: Ratio) -> Fraction {
    let Exact::Number(step) = Exact::from(Value::Number(step)) else { unreachable!("a number stays a number") };
    let steps = value / &step;
    step * match rounding {
        Rounding::Down => steps.floor(),
        Rounding::Up => steps.ceil(),
        // num-rational rounds halves away from zero.
        Rounding::HalfUp => steps.round(),
    }
}

fn whole(number: i64) -> Exact {
    Exact::Number(BigInt::from(number).into())
}

fn number(value: Exact) -> Fraction {
    match value {
        Exact::Number(number) => number,
        _ => unreachable!("the checker asks for a number"),
    }
}

fn yes(value: &Exact) -> bool {
    match value {
        Exact::YesNo(yes) => *yes,
        _ => unreachable!("the checker asks for yes or no"),
    }
}
