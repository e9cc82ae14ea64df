//! Values of formulas, by walking them.

use super::{Cause, Causes, Exact, Fraction, Outcome, Reading, arithmetic, compare, whole_months};
use crate::book::{
    Aggregate, Arm, Choice, Entity, FactId, Formula, MEMBERS, Node, ParameterId, TODAY, Type, Value, VariableId,
};
use doudi_kernel::{Ratio, Rounding};
use std::rc::Rc;

/// Conditions and values, in the order in which they are asked.
type Arms<'a, 'f> = &'a mut dyn Iterator<Item = (&'f Formula, &'f Formula)>;

impl Reading<'_> {
    /// The value of a variable in a row of its entity.
    pub fn value_of(&self, variable: VariableId, row: u32) -> Outcome {
        let row = if self.oracle.book.variables[variable.index()].entity == Entity::Household { 0 } else { row };
        let place = self.oracle.place(self.household, variable, row);
        if let Some(seen) = &self.seen.borrow()[place] {
            return seen.clone();
        }
        let outcome = self.defined(variable, row);
        self.seen.borrow_mut()[place] = Some(outcome.clone());
        outcome
    }

    /// Exceptions in their order go before the definition.
    fn defined(&self, variable: VariableId, row: u32) -> Outcome {
        let chosen = &self.oracle.variables[variable.index()];
        let mut arms = chosen.exceptions.iter().map(|exception| (&exception.when, &exception.value));
        self.first(&mut arms, row, &|| match chosen.definition {
            Some(definition) => self.formula(&definition.formula, row),
            None => Err(Cause::Undefined.alone()),
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
                let (a, b) = self.two(a, b, row)?;
                let result = arithmetic(*how, number(a), number(b));
                result.map(Exact::Number).ok_or_else(|| Cause::Undefined.alone())
            }
            Node::Compare(how, a, b) => {
                let (a, b) = self.two(a, b, row)?;
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
            Node::Min(parts) => gather(Aggregate::Least, parts.iter().map(|part| self.formula(part, row))),
            Node::Max(parts) => gather(Aggregate::Largest, parts.iter().map(|part| self.formula(part, row))),
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
            _ => self.given[id.index()].get(row as usize).copied().flatten().filter(|value| match (fact.ty, value) {
                (Type::Number(_), Value::Number(n)) => Ratio::whole(least) <= *n && *n <= Ratio::whole(greatest),
                _ => true,
            }),
        };
        given.map(Exact::from).ok_or_else(|| Cause::Fact(id, row).alone())
    }

    fn parameter(&self, id: ParameterId, of: Option<&Formula>, row: u32) -> Outcome {
        let code = match of.map(|of| self.formula(of, row)).transpose()? {
            Some(Exact::Code(code)) => Some(code),
            _ => None,
        };
        self.oracle.setting(id, code).map(Exact::from).ok_or_else(|| Cause::Parameter(id).alone())
    }

    fn choice(&self, choice: &Choice, row: u32) -> Outcome {
        let mut arms = choice.arms.iter().map(|Arm { when, value, .. }| (when, value));
        self.first(&mut arms, row, &|| self.formula(&choice.rest, row))
    }

    /// The first arm whose condition holds. One that is unknown leaves all unknown unless it makes no difference.
    fn first(&self, arms: Arms<'_, '_>, row: u32, rest: &dyn Fn() -> Outcome) -> Outcome {
        while let Some((when, value)) = arms.next() {
            match self.formula(when, row) {
                Ok(Exact::YesNo(true)) => return self.formula(value, row),
                Ok(_) => {}
                Err(causes) => {
                    let value = self.formula(value, row).map_err(|_| causes.clone())?;
                    let otherwise = self.first(arms, row, rest);
                    return if otherwise.as_ref() == Ok(&value) { Ok(value) } else { Err(causes) };
                }
            }
        }
        rest()
    }

    fn over(&self, how: Aggregate, entity: Entity, of: &Formula) -> Outcome {
        let rows = (0..self.household.rows(entity)).map(|row| self.formula(of, row));
        match how {
            Aggregate::Any => decided(rows, true),
            Aggregate::Every => decided(rows, false),
            Aggregate::Count => {
                let one = |outcome: Outcome| outcome.map(|value| whole(yes(&value).into()));
                gather(Aggregate::Sum, rows.map(one))
            }
            _ => gather(how, rows),
        }
    }

    fn months_since(&self, of: &Formula, row: u32) -> Result<i64, Causes> {
        match self.formula(of, row)? {
            Exact::Date(date) => Ok(whole_months(date, self.oracle.today)),
            _ => unreachable!("the checker asks for a date"),
        }
    }

    fn two(&self, a: &Formula, b: &Formula, row: u32) -> Result<(Exact, Exact), Causes> {
        match (self.formula(a, row), self.formula(b, row)) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(a), Err(b)) => Err(Rc::new(&*a | &*b)),
            (Err(causes), _) | (_, Err(causes)) => Err(causes),
        }
    }

    fn number(&self, of: &Formula, row: u32) -> Result<Fraction, Causes> {
        self.formula(of, row).map(number)
    }
}

/// The causes of two, where there are some.
fn also(causes: Option<Causes>, more: Causes) -> Option<Causes> {
    Some(causes.map_or(more.clone(), |causes| Rc::new(&*causes | &*more)))
}

/// `or`, `any` are decided by one yes, `and`, `every` by one no; undecided, they are the opposite.
fn decided(outcomes: impl Iterator<Item = Outcome>, by: bool) -> Outcome {
    let mut causes = None;
    for outcome in outcomes {
        match outcome {
            Ok(value) if yes(&value) == by => return Ok(value),
            Ok(_) => {}
            Err(more) => causes = also(causes, more),
        }
    }
    causes.map_or(Ok(Exact::YesNo(!by)), Err)
}

/// Numbers taken together, 0 of none; or why those that are unknown are.
fn gather(how: Aggregate, outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let (mut gathered, mut causes) = (None, None);
    for outcome in outcomes {
        match outcome.map(number) {
            Ok(next) => {
                gathered = Some(match (how, gathered) {
                    (_, None) => next,
                    (Aggregate::Largest, Some(before)) => next.max(before),
                    (Aggregate::Least, Some(before)) => next.min(before),
                    (_, Some(before)) => before + next,
                });
            }
            Err(more) => causes = also(causes, more),
        }
    }
    causes.map_or_else(|| Ok(gathered.map_or(whole(0), Exact::Number)), Err)
}

/// To a multiple of the step.
fn round(rounding: Rounding, value: Fraction, step: Ratio) -> Fraction {
    let Exact::Number(step) = Exact::from(Value::Number(step)) else { unreachable!("a number stays a number") };
    let steps = value / step.clone();
    step * match rounding {
        Rounding::Down => steps.floor(),
        Rounding::Up => steps.ceil(),
        Rounding::HalfUp => steps.round(),
    }
}

fn whole(number: i64) -> Exact {
    Exact::Number(number.into())
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
