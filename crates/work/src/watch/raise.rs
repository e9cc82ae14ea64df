//! The rules' signals over a month: pure.

use super::before::Back;
use crate::assess::{AssessError, Basis, County};
use doudi_rules::{
    book::{Book, Entity, SignalId},
    compile::{Ask, Program},
    population::Population,
    run::Values,
};
use std::collections::{BTreeMap, BTreeSet};

/// A signal about a household or one of its members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Raised {
    /// The household, by its number in the month.
    pub household: u32,
    /// The member's place from 0, where the signal is about a person.
    pub member: Option<u32>,
    /// The signal's name.
    pub signal: String,
}

/// Of one signal: how many households or persons it was asked of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Raised.
    pub raised: usize,
    /// Quiet, or exempt.
    pub quiet: usize,
    /// Facts that would decide are unknown: no data, no signal, and no all-clear either.
    pub unknown: usize,
}

/// What watching found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// In the order of households, signals and members.
    pub raised: Vec<Raised>,
    /// By signal's name.
    pub counted: BTreeMap<String, Counted>,
}

/// Asks all signals about everybody of a month, beside the month before where there is one.
///
/// # Errors
/// [`AssessError::Engine`].
pub fn watch(book: &Book, now: &Basis, before: Option<&Basis>) -> Result<Watched, AssessError> {
    over(book, now, before, None)
}

/// [`watch`] about some households only, by their numbers in the month: those for whom something changed.
///
/// # Errors
/// [`AssessError::Engine`].
pub fn watch_some(
    book: &Book,
    now: &Basis,
    before: Option<&Basis>,
    some: &BTreeSet<u32>,
) -> Result<Watched, AssessError> {
    over(book, now, before, Some(some))
}

fn over(
    book: &Book,
    now: &Basis,
    before: Option<&Basis>,
    some: Option<&BTreeSet<u32>>,
) -> Result<Watched, AssessError> {
    let back = before.map(|before| Back::new(book, before)).transpose()?;
    let mut watched = Watched::default();
    for county in &now.counties {
        let whole = match &back {
            Some(back) => back.beside(now, county),
            None => county.facts.population.clone(),
        };
        let places: Option<Vec<u32>> = some.map(|some| {
            let places = (0..).zip(&county.households).filter(|(_, number)| some.contains(number));
            places.map(|(place, _)| place).collect()
        });
        let population = match &places {
            Some(places) => whole.part(book, places),
            None => whole,
        };
        let number = |at: usize| places.as_ref().map_or(at, |places| places[at] as usize);
        take(book, county, now, &population, &|at| county.households[number(at)], &mut watched)?;
    }
    watched.raised.sort_unstable();
    Ok(watched)
}

/// One county's columns into the list.
fn take(
    book: &Book,
    county: &County,
    now: &Basis,
    population: &Population,
    number: &dyn Fn(usize) -> u32,
    into: &mut Watched,
) -> Result<(), AssessError> {
    let signals = (0..book.signals.len() as u32).map(SignalId).collect();
    let ask = Ask { programmes: Some(Vec::new()), signals, ..Ask::default() };
    let engine = |why: String| AssessError::Engine(why);
    let program = Program::compile(book, &county.division, now.month, &ask).map_err(|why| engine(why.to_string()))?;
    let outcomes = program.evaluate(population).map_err(|why| engine(why.to_string()))?;
    for (signal, values) in book.signals.iter().zip(&outcomes.signals) {
        let counted = into.counted.entry(signal.name.clone()).or_default();
        for at in 0..population.households {
            for (within, row) in population.rows_of(signal.entity, at).enumerate() {
                match said(values, row) {
                    None => counted.unknown += 1,
                    Some(false) => counted.quiet += 1,
                    Some(true) => {
                        counted.raised += 1;
                        let member = (signal.entity == Entity::Person).then_some(within as u32);
                        into.raised.push(Raised { household: number(at), member, signal: signal.name.clone() });
                    }
                }
            }
        }
    }
    Ok(())
}

fn said(values: &Values, row: usize) -> Option<bool> {
    let known = values.known.as_ref().is_none_or(|known| known[row]);
    known.then(|| values.tops[row] != 0)
}
