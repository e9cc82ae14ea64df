//! One household along its wage: what it has in all, and where earning more leaves it with less.

use super::{
    Reform, SimulateError, Typical,
    effect::{a_year, programme},
    exact::{Exact, whole},
    reform::value,
};
use doudi_kernel::{Month, Ratio};
use doudi_rules::{
    book::{Book, Entity, FactId, MEMBERS, TODAY, Type, Value},
    compile::{Ask, Program},
    oracle::{Household, population},
    run::Kind,
    unit::Unit,
};
use std::collections::BTreeMap;

/// The household at one wage.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Fen a month.
    pub wage_fen: i64,
    /// Cash of all programmes, fen a year.
    pub cash_fen: i64,
    /// Benefits in kind in the order of [`Reform::in_kind`], fen a year.
    pub kind_fen: Vec<i64>,
}

impl Point {
    /// Wage, cash and kind together, fen a year.
    pub fn total_fen(&self) -> i64 {
        12 * self.wage_fen + self.cash_fen + self.kind_fen.iter().sum::<i64>()
    }
}

/// A wage at which a step more leaves less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fall {
    /// The wage before the step, fen a month.
    pub wage_fen: i64,
    /// How much less, fen a year.
    pub less_fen: i64,
    /// The wage from which on it has more than before the fall; `None` within what was looked at.
    pub regained_fen: Option<i64>,
}

/// The household along its wage.
#[derive(Clone, Debug, PartialEq)]
pub struct Cliff {
    /// By rising wage.
    pub points: Vec<Point>,
}

impl Cliff {
    /// Of a step from one point to the next: the share of the added wage that is lost. More than 1 is a fall.
    pub fn marginal(&self, step: usize) -> Exact {
        let (from, to) = (&self.points[step], &self.points[step + 1]);
        let earned = 12 * (to.wage_fen - from.wage_fen);
        whole(1) - whole(to.total_fen() - from.total_fen()) / whole(earned)
    }

    /// Where a step more leaves less, the deepest first.
    pub fn falls(&self) -> Vec<Fall> {
        let steps = self.points.windows(2).enumerate();
        let falls = steps.filter_map(|(n, pair)| {
            let less_fen = pair[0].total_fen() - pair[1].total_fen();
            let regained = self.points[n + 1..].iter().find(|point| point.total_fen() > pair[0].total_fen());
            let regained_fen = regained.map(|point| point.wage_fen);
            (less_fen > 0).then(|| Fall { wage_fen: pair[0].wage_fen, less_fen, regained_fen })
        });
        let mut falls: Vec<Fall> = falls.collect();
        falls.sort_by_key(|fall| (-fall.less_fen, fall.wage_fen));
        falls
    }
}

/// Walks a household along its wage under a law.
///
/// # Errors
/// Names and values that cannot be read; what the engine cannot compute.
pub fn cliff(book: &Book, reform: &Reform, typical: &Typical, month: Month) -> Result<Cliff, SimulateError> {
    let a_month = Type::Number(Unit::YUAN / Unit::MONTH);
    let (to, step) = (fen(book, "to", a_month, &typical.to)?, fen(book, "step", a_month, &typical.step)?);
    if step <= 0 || to < step || to / step > 100_000 {
        return Err(SimulateError::Value("step", typical.step.clone()));
    }
    let wages: Vec<i64> = (0..=to / step).map(|n| n * step).collect();
    let base = household(book, typical)?;
    let earned = fact(book, &typical.earned, Entity::Person)?;
    let along: Vec<Household> = wages
        .iter()
        .map(|wage| {
            let mut one = base.clone();
            one.state(book, earned, typical.earner, Some(Value::Number(Ratio::whole(*wage))));
            one
        })
        .collect();
    let names = reform.programmes.iter().chain(reform.in_kind.iter().map(|kind| &kind.programme));
    let programmes = names.map(|name| programme(book, name)).collect::<Result<Vec<_>, _>>()?;
    let engine = |why: &dyn std::fmt::Display| SimulateError::Engine(why.to_string());
    let ask = Ask { programmes: Some(programmes.clone()), ..Ask::default() };
    let program = Program::compile(book, &typical.division, month, &ask).map_err(|why| engine(&why))?;
    let outcomes = program.evaluate(&population(book, &along)).map_err(|why| engine(&why))?.programmes;
    let members = base.members as usize;
    // The rows of a programme that belong to a household of the walk.
    let rows = |entity: Entity, n: usize| match entity {
        Entity::Household => n..n + 1,
        _ => n * members..(n + 1) * members,
    };
    let (cash, kind) = outcomes.split_at(reform.programmes.len());
    let times = programmes[..cash.len()].iter().map(|id| a_year(book, *id)).collect::<Result<Vec<_>, _>>()?;
    let a_year = Type::Number(Unit::YUAN / Unit::YEAR);
    let worth = reform.in_kind.iter().map(|kind| fen(book, "in_kind", a_year, &kind.value));
    let worth = worth.collect::<Result<Vec<_>, _>>()?;
    let point = |(n, wage_fen): (usize, &i64)| {
        let paid = cash.iter().zip(&times).map(|(outcome, times)| {
            let eligible = rows(outcome.entity, n).filter(|row| outcome.kinds[*row] == Kind::Eligible);
            times * eligible.map(|row| outcome.amounts_fen[row]).sum::<i64>()
        });
        let open = kind.iter().zip(&worth).map(|(outcome, worth)| {
            worth * rows(outcome.entity, n).filter(|row| outcome.kinds[*row] == Kind::Eligible).count() as i64
        });
        Point { wage_fen: *wage_fen, cash_fen: paid.sum(), kind_fen: open.collect() }
    };
    Ok(Cliff { points: wages.iter().enumerate().map(point).collect() })
}

/// The household as the reform file tells it, the rest usual.
fn household(book: &Book, typical: &Typical) -> Result<Household, SimulateError> {
    let mut household = Household {
        members: typical.person.len() as u32,
        obligors: typical.obligor.len() as u32,
        facts: BTreeMap::new(),
    };
    if typical.earner >= household.members {
        return Err(SimulateError::Value("earner", typical.earner.to_string()));
    }
    for id in (0..book.facts.len() as u32).map(FactId).filter(|id| ![MEMBERS, TODAY].contains(id)) {
        let fact = &book.facts[id.index()];
        for row in 0..household.rows(fact.entity) {
            household.state(book, id, row, fact.usual);
        }
    }
    let rows = [(Entity::Household, std::slice::from_ref(&typical.household)), (Entity::Person, &typical.person[..])];
    for (entity, facts) in rows.into_iter().chain([(Entity::Obligor, &typical.obligor[..])]) {
        for (stated, row) in facts.iter().zip(0..) {
            for (name, text) in stated {
                let id = fact(book, name, entity)?;
                household.state(book, id, row, value(book, "typical", book.facts[id.index()].ty, text)?);
            }
        }
    }
    Ok(household)
}

fn fact(book: &Book, name: &str, entity: Entity) -> Result<FactId, SimulateError> {
    let place = book.facts.iter().position(|fact| fact.name == name && fact.entity == entity);
    place.map(|place| FactId(place as u32)).ok_or_else(|| SimulateError::Unknown(name.into()))
}

fn fen(book: &Book, what: &'static str, ty: Type, text: &str) -> Result<i64, SimulateError> {
    match value(book, what, ty, text)? {
        Some(Value::Number(number)) if number.parts().1 == 1 => Ok(number.round(doudi_kernel::Rounding::Down)),
        _ => Err(SimulateError::Value(what, text.into())),
    }
}
