//! The tally that falls to zero (清零).

use super::types::Returned;
use crate::doubts::{hand_down::Batch, place::Place};
use doudi_kernel::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How far a batch is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The whole county.
    pub county: TownTally,
    /// By town in the order of codes.
    pub towns: Vec<(Place, TownTally)>,
    /// How many answers of each code.
    pub codes: BTreeMap<String, u64>,
    /// After each return: the day and how many doubts were open then.
    pub history: Vec<(Date, u64)>,
}

/// How far a town is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TownTally {
    /// Handed down.
    pub doubts: u64,
    /// Answered.
    pub answered: u64,
    /// Neither answered nor past the deadline.
    pub open: u64,
    /// Not answered, and the deadline has passed.
    pub overdue: u64,
}

impl TownTally {
    /// Whether nothing is left to answer.
    pub fn is_zero(self) -> bool {
        self.open + self.overdue == 0
    }
}

/// Counts a batch as of a day.
pub fn tally(batch: &Batch, returns: &[Returned], today: Date) -> Tally {
    let mut answers: BTreeMap<u32, &str> = BTreeMap::new();
    let mut history = Vec::new();
    for returned in returns {
        answers.extend(returned.accepted.iter().map(|answer| (answer.number, answer.code.as_str())));
        history.push((returned.received, (batch.doubts.len() - answers.len()) as u64));
    }
    let answered: BTreeSet<u32> = answers.keys().copied().collect();
    let late = batch.deadline.is_some_and(|deadline| today > deadline);
    let mut towns: BTreeMap<Place, TownTally> = BTreeMap::new();
    let mut county = TownTally::default();
    for handed in &batch.doubts {
        let town = towns.entry(handed.doubt.place.of_town()).or_default();
        for tally in [town, &mut county] {
            tally.doubts += 1;
            match (answered.contains(&handed.number), late) {
                (true, _) => tally.answered += 1,
                (false, false) => tally.open += 1,
                (false, true) => tally.overdue += 1,
            }
        }
    }
    let mut codes = BTreeMap::new();
    answers.values().for_each(|code| *codes.entry((*code).to_owned()).or_default() += 1);
    Tally { county, towns: towns.into_iter().collect(), codes, history }
}
