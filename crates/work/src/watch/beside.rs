//! One household of a month beside what its members held a month ago: what a page or a letter asks about.

use super::{
    before::{Back, Group, Stood},
    columns::{Changed, Columns},
    raise::{Raised, Watched},
};
use crate::assess::{AssessError, Basis, Dossier, Dossiers, Facts, Household, Input};
use doudi_kernel::Month;
use doudi_rules::book::{Before, Book, Entity, FactId};
use std::collections::BTreeSet;

/// One household with the month before.
pub struct Beside<'a> {
    pub(super) book: &'a Book,
    pub(super) month: Month,
    /// Its facts hold last month's too.
    pub(super) it: Dossier,
    pub(super) inputs: &'a [Input],
    pub(super) past: Then<'a>,
    pub(super) past_inputs: &'a [Input],
    pub(super) stood: Stood,
}

/// The households of last month that are looked back at.
pub(super) enum Then<'a> {
    /// Those in which members stood.
    Few(Vec<Dossier>),
    /// All of them, by county.
    All(&'a Basis),
}

impl Then<'_> {
    fn facts(&self, place: usize) -> Option<&Facts> {
        match self {
            Self::Few(households) => households.get(place).map(|it| &it.facts),
            Self::All(basis) => basis.counties.get(place).map(|it| &it.facts),
        }
    }
}

/// The households of last month in which members stood, by today's names of facts, and what they were read from.
struct Past<'a> {
    households: Vec<Dossier>,
    inputs: &'a [Input],
}

impl<'a> Beside<'a> {
    /// From what was kept of the month, and of the month before where that was kept. A kept month that is not the one just
    /// before counts as none: nothing has changed since a month that nobody knows.
    ///
    /// # Errors
    /// [`AssessError::Engine`]; a file of the month before is damaged.
    pub fn kept(month: &'a Dossiers, it: Dossier, before: Option<&'a Dossiers>) -> Result<Self, AssessError> {
        let past = match before.filter(|before| before.kept.month == month.kept.month.plus(-1)) {
            None => None,
            Some(before) => {
                let stood = numbers(&it.household, |person| before.household_of(person));
                let read = |number: u32| {
                    let was = before.get(number)?;
                    Ok(Dossier { facts: was.facts.under(&before.book, &month.book), ..was })
                };
                let households = stood.into_iter().map(read).collect::<Result<_, AssessError>>()?;
                Some(Past { households, inputs: &before.kept.inputs })
            }
        };
        Self::new(&month.book, month.kept.month, it, &month.kept.inputs, past)
    }

    /// From the lake's months, by the household's number.
    ///
    /// # Errors
    /// [`AssessError::NoHousehold`], [`AssessError::Engine`].
    pub fn read(book: &'a Book, now: &'a Basis, number: u32, before: Option<&'a Basis>) -> Result<Self, AssessError> {
        let it = now.dossier(book, number).ok_or(AssessError::NoHousehold)?;
        let past = before.filter(|before| before.month == now.month.plus(-1)).map(|before| {
            let stood = numbers(&it.household, |person| before.household_of(person));
            let households = stood.into_iter().filter_map(|number| before.dossier(book, number)).collect();
            Past { households, inputs: &before.inputs }
        });
        Self::new(book, now.month, it, &now.inputs, past)
    }

    fn new(
        book: &'a Book,
        month: Month,
        mut it: Dossier,
        inputs: &'a [Input],
        past: Option<Past<'a>>,
    ) -> Result<Self, AssessError> {
        let Some(Past { households: past, inputs: past_inputs }) = past else {
            let past = Then::Few(Vec::new());
            return Ok(Self { book, month, it, inputs, past, past_inputs: &[], stood: Stood::default() });
        };
        let back = Back::new(book, month.plus(-1), past.iter().map(Group::one).collect())?;
        let now = Group::one(&it);
        let stood = back.stood(&now);
        let population = back.beside(&now, &stood);
        drop(back);
        it.facts.population = population;
        Ok(Self { book, month, it, inputs, past: Then::Few(past), past_inputs, stood })
    }

    /// Which feed told a fact, and the month that its list is about.
    pub(super) fn source(&self, fact: FactId, row: usize) -> Option<(&str, Month)> {
        match self.book.facts[fact.index()].before {
            Some(Before::Fact(of)) => {
                let entity = self.book.facts[fact.index()].entity;
                let stood = if entity == Entity::Household { &self.stood.households } else { &self.stood.persons };
                let (place, row) = (*stood.get(row)?)?;
                dated(self.past.facts(place)?.source(of, row)?, self.past_inputs)
            }
            Some(Before::Variable(_)) => None,
            None => dated(self.it.facts.source(fact, row)?, self.inputs),
        }
    }
}

fn dated<'f>(feed: &'f str, inputs: &[Input]) -> Option<(&'f str, Month)> {
    let input = inputs.iter().rev().find(|input| input.feed.as_str() == feed)?;
    Some((feed, input.month))
}

/// The households in which members stood, each once.
fn numbers(household: &Household, of: impl Fn(u64) -> Option<u32>) -> BTreeSet<u32> {
    household.members.iter().filter_map(|member| of(member.key?)).collect()
}

/// All signals about one household, after setting facts over what the month knows: those that people confirmed or mended.
/// The households that [`Changed`] names are not looked at: it is this one.
///
/// # Errors
/// [`AssessError::Engine`]; [`AssessError::NoHousehold`] for a member that it does not have.
pub fn one(it: &Beside<'_>, changed: &[Changed]) -> Result<Vec<Raised>, AssessError> {
    let mut columns = Columns::new(it.book, &it.it.county, it.month, it.it.facts.population.clone())?;
    let changed: Vec<Changed> = changed.iter().map(|one| Changed { household: 0, ..*one }).collect();
    let found = if changed.is_empty() { columns.all()? } else { columns.again(&changed)? };
    let mut watched = Watched::default();
    watched.take(it.book, &found, |_| it.it.number);
    Ok(watched.raised)
}
