//! What visits find that are made in an order: so many a month, nobody again within three.

use super::{features::Answers, homes::Home, label::Labels};
use doudi_kernel::{Month, Sex};
use std::collections::BTreeMap;

/// Months in which who was visited is not visited again.
const RESTS: i32 = 3;

/// A household in a month with its answers and what a visit would find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The month.
    pub month: Month,
    /// The packed number under which the household is kept.
    pub head: u64,
    /// Nine digits.
    pub town: String,
    /// The head's.
    pub sex: Option<Sex>,
    /// The head's.
    pub age: Option<i16>,
    /// Its answers.
    pub answers: Answers,
    /// Whether it is in hardship, or falls into it where that is asked.
    pub hard: bool,
}

impl Sample {
    /// Of a household in a month, asked so many months [ahead](Labels::within); none of who is helped already, and of whom
    /// nothing is known.
    pub fn of(month: Month, home: &Home, labels: &Labels, ahead: u32) -> Option<Self> {
        let hard = labels.within(month, home, ahead).filter(|_| !home.helped)?;
        let Home { head, town, sex, age, .. } = home;
        Some(Self { month, head: *head, town: town.clone(), sex: *sex, age: *age, answers: home.answers(), hard })
    }

    /// The group of the head's age, as the card tells it.
    fn age_group(&self) -> &'static str {
        match self.age {
            None => "",
            Some(..35) => "-34",
            Some(35..60) => "35-59",
            Some(60..75) => "60-74",
            Some(75..) => "75-",
        }
    }

    fn sex_word(&self) -> &'static str {
        match self.sex {
            None => "",
            Some(Sex::Male) => "male",
            Some(Sex::Female) => "female",
        }
    }
}

/// Visits, and how many of them found hardship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Group {
    /// Made.
    pub visits: u64,
    /// Found it.
    pub found: u64,
}

impl Group {
    fn count(&mut self, hard: bool) {
        self.visits += 1;
        self.found += u64::from(hard);
    }
}

/// What an order of visits finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Visits {
    /// All.
    pub all: Group,
    /// By the head's sex.
    pub sex: BTreeMap<String, Group>,
    /// By the group of the head's age.
    pub age: BTreeMap<String, Group>,
    /// By town.
    pub town: BTreeMap<String, Group>,
}

/// Makes so many visits a month in an order: the greatest first, who has no place in it not at all, and of equal places as
/// the seed shuffles them.
pub fn first_visits(samples: &[Sample], place: &dyn Fn(usize) -> Option<i64>, visits: usize, seed: u64) -> Visits {
    let mut months: BTreeMap<Month, Vec<(std::cmp::Reverse<i64>, u64, usize)>> = BTreeMap::new();
    for (at, sample) in samples.iter().enumerate() {
        if let Some(place) = place(at) {
            let key = (std::cmp::Reverse(place), shuffled(seed, sample.head), at);
            months.entry(sample.month).or_default().push(key);
        }
    }
    let (mut made, mut last) = (Visits::default(), BTreeMap::<u64, Month>::new());
    for (month, mut order) in months {
        order.sort_unstable();
        let rested = |at: &usize| last.get(&samples[*at].head).is_none_or(|then| month.since(*then) > RESTS);
        let chosen: Vec<usize> = order.into_iter().map(|(_, _, at)| at).filter(rested).take(visits).collect();
        for at in chosen {
            last.insert(samples[at].head, month);
            made.count(&samples[at]);
        }
    }
    made
}

impl Visits {
    fn count(&mut self, sample: &Sample) {
        self.all.count(sample.hard);
        self.sex.entry(sample.sex_word().to_owned()).or_default().count(sample.hard);
        self.age.entry(sample.age_group().to_owned()).or_default().count(sample.hard);
        self.town.entry(sample.town.clone()).or_default().count(sample.hard);
    }
}

/// A number by which equals are put in an order that favours no place: the same for the same seed.
pub(super) fn shuffled(seed: u64, head: u64) -> u64 {
    let mut hasher = blake3::Hasher::new_derive_key("doudi order of equals 1");
    hasher.update(&seed.to_le_bytes()).update(&head.to_le_bytes());
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}
