//! Who is covered and what it costs, before and after.

use super::{
    Reform, SimulateError,
    exact::{Exact, whole},
};
use crate::evaluate::SUPPORT;
use doudi_kernel::Month;
use doudi_rules::{
    book::{Book, Entity, ProgrammeId, Type, VariableId},
    cases::exact,
    compile::{Ask, Program},
    oracle,
    population::Population,
    run::{Kind, Outcome},
    unit::Unit,
};
use std::collections::BTreeSet;

/// Households of one division.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its digits.
    pub division: String,
    /// Its name.
    pub name: String,
    /// Its households.
    pub population: Population,
    /// Of each household, its members' packed numbers in the order of the population; empty where the source has none.
    pub numbers: Vec<Vec<Option<u64>>>,
}

/// A group under one law in one month.
#[derive(Clone, Debug)]
pub struct Side {
    /// Of each programme in the order of [`Reform::programmes`], of each household: how many of it are covered, and fen
    /// a year.
    pub covered: Vec<Vec<(u32, i64)>>,
    /// Of each programme: rows whose answer is missing.
    pub missing: Vec<usize>,
    /// Of each household: how many members.
    pub members: Vec<u32>,
    /// Of each household: fen a year to live on without what is assessed; `None` is unknown.
    pub incomes: Vec<Option<Exact>>,
    /// Of each household: the poverty line, fen a year and head.
    pub lines: Vec<Option<Exact>>,
    /// The packed numbers of the people whom a programme that supports living ([`SUPPORT`]) covers.
    pub reached: BTreeSet<u64>,
}

impl Side {
    /// Fen a year from all programmes.
    pub fn benefit_fen(&self, household: usize) -> i64 {
        self.covered.iter().map(|programme| programme[household].1).sum()
    }
}

/// Evaluates a group under a law.
///
/// # Errors
/// Names that the law does not have, programmes without an amount by month or year; what the engine cannot compute.
pub fn side(book: &Book, reform: &Reform, month: Month, group: &Group) -> Result<Side, SimulateError> {
    let programmes = reform.programmes.iter().map(|name| programme(book, name)).collect::<Result<Vec<_>, _>>()?;
    let variables = vec![variable(book, &reform.income)?, variable(book, &reform.line)?];
    let ask = Ask { programmes: Some(programmes.clone()), variables: variables.clone(), ..Ask::default() };
    let engine = |why: &dyn std::fmt::Display| SimulateError::Engine(why.to_string());
    let program = Program::compile(book, &group.division, month, &ask).map_err(|why| engine(&why))?;
    let outcomes = program.evaluate(&group.population).map_err(|why| engine(&why))?;
    let times = programmes.iter().map(|id| a_year(book, *id)).collect::<Result<Vec<_>, _>>()?;
    let by_programme = outcomes.programmes.iter().zip(&times);
    let covered = by_programme.map(|(outcome, times)| covered(outcome, *times, &group.population)).collect();
    let missing = outcomes.programmes.iter();
    let missing = missing.map(|outcome| outcome.kinds.iter().filter(|kind| **kind == Kind::Missing).count()).collect();
    let yearly = |place: usize| {
        let ty = book.variables[variables[place].index()].ty;
        let values = &outcomes.variables[place];
        let value = |row| match exact(ty, values, row) {
            Some(oracle::Exact::Number(number)) => Some(number.big() * whole(12)),
            _ => None,
        };
        (0..group.population.households).map(value).collect::<Vec<_>>()
    };
    let members = group.population.persons.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (incomes, lines) = (yearly(0), yearly(1));
    let named = reform.programmes.iter().zip(&outcomes.programmes);
    let support = named.filter(|(name, _)| SUPPORT.contains(&name.as_str()));
    let reached = support.flat_map(|(_, outcome)| reached(outcome, group)).collect();
    Ok(Side { covered, missing, members, incomes, lines, reached })
}

/// Whom a programme covers, of those whose numbers are known.
fn reached<'a>(outcome: &'a Outcome, group: &'a Group) -> impl Iterator<Item = u64> + 'a {
    let whole = outcome.entity == Entity::Household;
    let of = move |(household, numbers): (usize, &'a Vec<Option<u64>>)| {
        let first = group.population.persons[household] as usize;
        let row = move |within: usize| if whole { household } else { first + within };
        let covered = move |(within, _): &(usize, _)| outcome.kinds[row(*within)] == Kind::Eligible;
        numbers.iter().enumerate().filter(covered).filter_map(|(_, number)| *number)
    };
    group.numbers.iter().enumerate().flat_map(of)
}

/// A programme by its name.
pub(super) fn programme(book: &Book, name: &str) -> Result<ProgrammeId, SimulateError> {
    let place = book.programmes.iter().position(|programme| programme.name == name);
    place.map(|place| ProgrammeId(place as u32)).ok_or_else(|| SimulateError::Unknown(name.into()))
}

fn variable(book: &Book, name: &str) -> Result<VariableId, SimulateError> {
    let fits = |ty| matches!(ty, Type::Number(unit) if unit == Unit::YUAN / Unit::MONTH || unit == Unit::YUAN / Unit::MONTH / Unit::PERSON);
    let mut all = book.variables.iter();
    let place = all.position(|it| it.name == name && it.entity == Entity::Household && fits(it.ty));
    place.map(|place| VariableId(place as u32)).ok_or_else(|| SimulateError::Unknown(name.into()))
}

/// How often a year a programme pays its amount.
pub(super) fn a_year(book: &Book, id: ProgrammeId) -> Result<i64, SimulateError> {
    let programme = &book.programmes[id.index()];
    match programme.amount.as_ref().map(|(amount, _)| amount.ty) {
        Some(Type::Number(unit)) if unit == Unit::YUAN / Unit::MONTH => Ok(12),
        Some(Type::Number(unit)) if unit == Unit::YUAN / Unit::YEAR => Ok(1),
        _ => Err(SimulateError::Value("programmes", programme.name.clone())),
    }
}

fn covered(outcome: &Outcome, times: i64, population: &Population) -> Vec<(u32, i64)> {
    let one = |household: usize| {
        let (first, end) = (population.persons[household], population.persons[household + 1]);
        let eligible = |row: &usize| outcome.kinds[*row] == Kind::Eligible;
        match outcome.entity {
            Entity::Household if eligible(&household) => (end - first, times * outcome.amounts_fen[household]),
            Entity::Household => (0, 0),
            _ => (first as usize..end as usize)
                .filter(eligible)
                .fold((0, 0), |(count, sum), row| (count + 1, sum + times * outcome.amounts_fen[row])),
        }
    };
    (0..population.households).map(one).collect()
}

/// Counts and costs of a programme among some households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Households covered before and after.
    pub households: [u64; 2],
    /// Households that come in, and that go out.
    pub moved: [u64; 2],
    /// Persons covered before and after.
    pub persons: [u64; 2],
    /// Persons that come in, and that go out.
    pub moved_persons: [u64; 2],
    /// Fen a year before and after.
    pub fen_a_year: [i64; 2],
    /// Rows whose answer is missing, before and after: neither covered nor refused.
    pub missing: [u64; 2],
}

impl Tally {
    /// Both together.
    fn and(&self, other: &Self) -> Self {
        let sum = |a: [u64; 2], b: [u64; 2]| [a[0] + b[0], a[1] + b[1]];
        let fen = [self.fen_a_year[0] + other.fen_a_year[0], self.fen_a_year[1] + other.fen_a_year[1]];
        Self {
            households: sum(self.households, other.households),
            moved: sum(self.moved, other.moved),
            persons: sum(self.persons, other.persons),
            moved_persons: sum(self.moved_persons, other.moved_persons),
            fen_a_year: fen,
            missing: sum(self.missing, other.missing),
        }
    }

    fn add(&mut self, was: (u32, i64), is: (u32, i64)) {
        let both = [was, is];
        for (side, (persons, fen)) in both.into_iter().enumerate() {
            self.households[side] += u64::from(persons > 0);
            self.persons[side] += u64::from(persons);
            self.fen_a_year[side] += fen;
        }
        self.moved[0] += u64::from(was.0 == 0 && is.0 > 0);
        self.moved[1] += u64::from(was.0 > 0 && is.0 == 0);
        self.moved_persons[0] += u64::from(is.0.saturating_sub(was.0));
        self.moved_persons[1] += u64::from(was.0.saturating_sub(is.0));
    }
}

/// Tallies of a month: by programme, and of all programmes together by group.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// In the order of [`Reform::programmes`].
    pub programmes: Vec<Tally>,
    /// In the order of groups: their names, and the tally of whoever is covered by any programme.
    pub groups: Vec<(String, Tally)>,
    /// All groups.
    pub total: Tally,
}

impl Effects {
    /// Counts groups under both laws.
    pub fn of(groups: &[Group], sides: &[[Side; 2]]) -> Self {
        let count = sides.first().map_or(0, |[was, _]| was.covered.len());
        let mut effects = Self { programmes: vec![Tally::default(); count], ..Self::default() };
        for (group, [was, is]) in groups.iter().zip(sides) {
            let mut all = Tally::default();
            for household in 0..was.members.len() {
                let any = |side: &Side| {
                    let persons = side.covered.iter().map(|programme| programme[household].0).max().unwrap_or(0);
                    (persons, side.benefit_fen(household))
                };
                all.add(any(was), any(is));
                effects.total.add(any(was), any(is));
                for (n, tally) in effects.programmes.iter_mut().enumerate() {
                    tally.add(was.covered[n][household], is.covered[n][household]);
                }
            }
            for (n, tally) in effects.programmes.iter_mut().enumerate() {
                tally.missing[0] += was.missing[n] as u64;
                tally.missing[1] += is.missing[n] as u64;
            }
            match effects.groups.iter_mut().find(|(name, _)| *name == group.name) {
                Some((_, tally)) => *tally = tally.and(&all),
                None => effects.groups.push((group.name.clone(), all)),
            }
        }
        effects
    }
}
