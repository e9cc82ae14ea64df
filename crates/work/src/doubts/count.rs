//! Counts by town and village, from the same people that the lists come from.

use super::{
    findings::{Answered, Findings},
    place::Place,
    spec::RungKind,
};
use doudi_kernel::Ratio;
use std::collections::BTreeMap;

/// How many people stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Everybody who was asked about.
    pub asked: u64,
    /// Of them on each rung, in the order of the ladder, the undecided last.
    pub rungs: Vec<u64>,
    /// On rungs that count as covered.
    pub covered: u64,
    /// On rungs that explain.
    pub explained: u64,
    /// On rungs of doubt.
    pub doubts: u64,
    /// Those of whom it cannot be told.
    pub undecided: u64,
    /// Rows of the asked rosters that could not be compared, beside all of the above.
    pub leftovers: u64,
}

impl Counts {
    /// Covered among those who are not explained; `None` when there is nobody. With undecided people it is a lower bound.
    ///
    /// ```
    /// use doudi_work::doubts::Counts;
    /// let town = Counts { asked: 10, covered: 6, explained: 2, doubts: 2, ..Counts::default() };
    /// assert_eq!(town.coverage().unwrap().to_string(), "3/4");
    /// ```
    pub fn coverage(&self) -> Option<Ratio> {
        Ratio::new(self.covered as i64, (self.asked - self.explained) as i64)
    }

    fn person(&mut self, answered: &Answered, rung: u8) {
        self.rungs.resize(answered.rungs.len(), 0);
        self.asked += 1;
        self.rungs[usize::from(rung)] += 1;
        match answered.rungs[usize::from(rung)].kind {
            Some(RungKind::Covered) => self.covered += 1,
            Some(RungKind::Explained) => self.explained += 1,
            Some(RungKind::Doubt) => self.doubts += 1,
            None => self.undecided += 1,
        }
    }

    /// Adds the counts of another group.
    pub fn add(&mut self, other: &Self) {
        self.rungs.resize(self.rungs.len().max(other.rungs.len()), 0);
        self.rungs.iter_mut().zip(&other.rungs).for_each(|(mine, theirs)| *mine += theirs);
        self.asked += other.asked;
        self.covered += other.covered;
        self.explained += other.explained;
        self.doubts += other.doubts;
        self.undecided += other.undecided;
        self.leftovers += other.leftovers;
    }
}

/// The counts of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// The whole county.
    pub county: Counts,
    /// By town in the order of codes, those that could not be placed first; the place's village is empty.
    pub towns: Vec<(Place, Counts)>,
    /// By village in the order of codes; people of a town whose village is not known have an empty village.
    pub villages: Vec<(Place, Counts)>,
}

impl Findings {
    /// Counts everybody of a question by place. Every number of a report comes from here.
    pub fn counts(&self, question: &Answered) -> Tables {
        let mut by_place: BTreeMap<Place, Counts> = BTreeMap::new();
        for (place, rung) in question.people.places.iter().zip(&question.people.rungs) {
            by_place.entry(self.places[*place as usize].clone()).or_default().person(question, *rung);
        }
        for left in &question.leftovers {
            by_place.entry(left.place.clone()).or_default().leftovers += 1;
        }
        let mut towns: BTreeMap<Place, Counts> = BTreeMap::new();
        let mut county = Counts { rungs: vec![0; question.rungs.len()], ..Counts::default() };
        for (place, counts) in &mut by_place {
            counts.rungs.resize(question.rungs.len(), 0);
            towns.entry(place.of_town()).or_default().add(counts);
            county.add(counts);
        }
        Tables { county, towns: towns.into_iter().collect(), villages: by_place.into_iter().collect() }
    }
}

impl Place {
    /// The town that the place is of, or the one group of those that could not be placed.
    pub fn of_town(&self) -> Self {
        match self.town {
            Some(_) => Self { village: None, village_name: String::new(), ..self.clone() },
            None => Self { town_name: super::place::UNPLACED.into(), ..Self::default() },
        }
    }
}
