//! Evidence for all that a month raised: each signal compiled once a county, last month found for everybody once.

use super::{
    before::{Back, Group, Stood},
    beside::{Beside, Then},
    evidence::{Evidence, told},
    raise::Raised,
};
use crate::assess::{AssessError, Basis, compiled};
use doudi_kernel::Lang;
use doudi_rules::{
    book::{Book, Entity, SignalId},
    compile::{Ask, Program},
    population::Population,
};
use std::collections::BTreeMap;

/// Tells the signals of a month.
pub struct Teller<'a> {
    book: &'a Book,
    now: &'a Basis,
    before: Option<&'a Basis>,
    /// By county: its columns with last month's, and who stood where.
    counties: Vec<(Population, Stood)>,
    programs: BTreeMap<(usize, SignalId), Program<'a>>,
}

impl<'a> Teller<'a> {
    /// A month beside the month before, where there is one.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn new(book: &'a Book, now: &'a Basis, before: Option<&'a Basis>) -> Result<Self, AssessError> {
        let before = before.filter(|before| before.month == now.month.plus(-1));
        let back = before.map(|before| Back::new(book, before.month, Group::all(before))).transpose()?;
        let one = |group: Group<'_>| match &back {
            Some(back) => {
                let stood = back.stood(&group);
                (back.beside(&group, &stood), stood)
            }
            None => (group.population.clone(), Stood::default()),
        };
        let counties = Group::all(now).into_iter().map(one).collect();
        Ok(Self { book, now, before, counties, programs: BTreeMap::new() })
    }

    /// One of the month's signals. `feed` says what an office calls a feed.
    ///
    /// # Errors
    /// [`AssessError::NoSignal`], [`AssessError::NoHousehold`], [`AssessError::Engine`].
    pub fn tell(&mut self, of: &Raised, lang: Lang, feed: &dyn Fn(&str) -> String) -> Result<Evidence, AssessError> {
        let known = (0..).map(SignalId).zip(&self.book.signals).find(|(_, known)| known.name == of.signal);
        let (id, _) = known.ok_or_else(|| AssessError::NoSignal(of.signal.clone()))?;
        let counties = self.now.counties.iter().enumerate();
        let mut found = counties.filter_map(|(at, it)| Some((at, it.households.binary_search(&of.household).ok()?)));
        let (county, at) = found.next().ok_or(AssessError::NoHousehold)?;
        let beside = self.beside(of.household, county, at)?;
        if !self.programs.contains_key(&(county, id)) {
            let ask = Ask { programmes: Some(Vec::new()), signals: vec![id], ..Ask::default() };
            let program = compiled(self.book, &self.now.counties[county].division, self.now.month, &ask)?;
            self.programs.insert((county, id), program);
        }
        told(&self.programs[&(county, id)], &beside, id, of.member, lang, feed)
    }

    fn beside(&self, number: u32, county: usize, at: usize) -> Result<Beside<'a>, AssessError> {
        let mut it = self.now.dossier(self.book, number).ok_or(AssessError::NoHousehold)?;
        let (population, all) = &self.counties[county];
        it.facts.population = population.alone(self.book, at);
        let stood = Stood {
            households: all.households.get(at).copied().into_iter().collect(),
            persons: all.persons.get(population.rows_of(Entity::Person, at)).unwrap_or_default().to_vec(),
        };
        Ok(Beside {
            book: self.book,
            month: self.now.month,
            it,
            inputs: &self.now.inputs,
            past: self.before.map_or_else(|| Then::Few(Vec::new()), Then::All),
            past_inputs: self.before.map_or(&[][..], |before| &before.inputs),
            stood,
        })
    }
}
