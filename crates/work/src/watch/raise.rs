//! The rules' signals over a month of the lake.

use super::{
    before::{Back, Group},
    columns::{Changed, Columns, Counted, Found},
};
use crate::assess::{AssessError, Basis};
use doudi_rules::book::{Book, Entity};
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

/// What watching found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// In the order of households, members and signals.
    pub raised: Vec<Raised>,
    /// By signal's name.
    pub counted: BTreeMap<String, Counted>,
}

impl Watched {
    /// What columns say, `number` giving the household at a place.
    pub(super) fn take(&mut self, book: &Book, found: &Found, number: impl Fn(u32) -> u32) {
        for (signal, of) in book.signals.iter().zip(&found.counted) {
            let counted = self.counted.entry(signal.name.clone()).or_default();
            counted.raised += of.raised;
            counted.quiet += of.quiet;
            counted.unknown += of.unknown;
        }
        self.raised.extend(found.raised.iter().map(|told| {
            let signal = &book.signals[told.signal.index()];
            let member = (signal.entity == Entity::Person).then_some(told.within);
            Raised { household: number(told.household), member, signal: signal.name.clone() }
        }));
        self.raised.sort_unstable();
    }
}

/// A month that is watched: rules compiled, last month found for everybody, once.
pub struct Watcher<'a> {
    book: &'a Book,
    /// By county: the numbers of its households, and their columns.
    counties: Vec<(&'a [u32], Columns<'a>)>,
}

impl<'a> Watcher<'a> {
    /// A month beside the month before, where there is one.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn new(book: &'a Book, now: &'a Basis, before: Option<&Basis>) -> Result<Self, AssessError> {
        let back = before.map(|before| Back::new(book, before.month, Group::all(before))).transpose()?;
        let one = |(county, group): (&'a crate::assess::County, Group<'a>)| {
            let population = match &back {
                Some(back) => back.beside(&group, &back.stood(&group)),
                None => group.population.clone(),
            };
            Ok((&*county.households, Columns::new(book, &county.division, now.month, population)?))
        };
        let counties = now.counties.iter().zip(Group::all(now)).map(one).collect::<Result<_, AssessError>>()?;
        Ok(Self { book, counties })
    }

    /// All signals about everybody.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn all(&self) -> Result<Watched, AssessError> {
        let mut watched = Watched::default();
        for (numbers, columns) in &self.counties {
            watched.take(self.book, &columns.all()?, |at| numbers[at as usize]);
        }
        Ok(watched)
    }

    /// All signals about some households, by their numbers; a number that the month does not have is passed over.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn some(&self, households: &BTreeSet<u32>) -> Result<Watched, AssessError> {
        let mut watched = Watched::default();
        for (numbers, columns) in &self.counties {
            let places = households.iter().filter_map(|number| numbers.binary_search(number).ok());
            let found = columns.some(&places.map(|at| at as u32).collect())?;
            watched.take(self.book, &found, |at| numbers[at as usize]);
        }
        Ok(watched)
    }

    /// Sets facts over the month's, and asks all signals about the households that they belong to: it costs what they
    /// cost. What was set stays.
    ///
    /// # Errors
    /// [`AssessError::Engine`]; [`AssessError::NoHousehold`] for a household or member that the month does not have.
    pub fn again(&mut self, changed: &[Changed]) -> Result<Watched, AssessError> {
        let known =
            |it: &Changed| self.counties.iter().any(|(numbers, _)| numbers.binary_search(&it.household).is_ok());
        if !changed.iter().all(known) {
            return Err(AssessError::NoHousehold);
        }
        let mut watched = Watched::default();
        for (numbers, columns) in &mut self.counties {
            let here =
                |it: &Changed| Some(Changed { household: numbers.binary_search(&it.household).ok()? as u32, ..*it });
            let here: Vec<Changed> = changed.iter().filter_map(here).collect();
            watched.take(self.book, &columns.again(&here)?, |at| numbers[at as usize]);
        }
        Ok(watched)
    }
}

/// Asks all signals about everybody of a month, beside the month before where there is one.
///
/// # Errors
/// [`AssessError::Engine`].
pub fn watch(book: &Book, now: &Basis, before: Option<&Basis>) -> Result<Watched, AssessError> {
    Watcher::new(book, now, before)?.all()
}
