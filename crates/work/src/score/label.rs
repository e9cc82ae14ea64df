//! What a visit would have found: from the truth of a synthetic county, or from the outcomes of matters.

use super::homes::Home;
use doudi_kernel::Month;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// From where it is known who was in hardship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// From what visits found.
    #[default]
    Visits,
    /// From the truth of a synthetic county.
    Truth,
}

/// By month and person (packed number), whether the household was found in hardship.
#[derive(Clone)]
pub struct Labels {
    of: BTreeMap<(Month, u64), bool>,
    /// What holds of who is not in it: nothing, or *no* where the list names everybody who is.
    rest: Option<bool>,
    /// The last month of which it is known.
    last: Month,
}

impl std::fmt::Debug for Labels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Labels of {} people and months to {}", self.of.len(), self.last)
    }
}

impl Labels {
    /// Everybody who is in hardship, month by month up to the last: who is not named is not.
    pub fn all(hard: impl IntoIterator<Item = (Month, u64)>, last: Month) -> Self {
        Self { of: hard.into_iter().map(|it| (it, true)).collect(), rest: Some(false), last }
    }

    /// What visits found up to the last month: matters that were closed as confirmed, or as not so. Who was not visited has no
    /// label.
    pub fn visited(found: impl IntoIterator<Item = (Month, u64, bool)>, last: Month) -> Self {
        let mut of = BTreeMap::new();
        // Of several matters of a month one that was confirmed is enough.
        for (month, person, hard) in found {
            *of.entry((month, person)).or_insert(false) |= hard;
        }
        Self { of, rest: None, last }
    }

    /// Where they are from.
    pub fn source(&self) -> Source {
        if self.rest.is_some() { Source::Truth } else { Source::Visits }
    }

    /// Of a household in a month, by any of its members.
    pub fn of(&self, month: Month, home: &Home) -> Option<bool> {
        let keys = home.members.iter().filter_map(|person| person.key).chain([home.head]);
        let said: Vec<bool> = keys.filter_map(|key| self.of.get(&(month, key)).copied()).collect();
        if said.is_empty() { self.rest } else { Some(said.contains(&true)) }
    }

    /// Whether a household is in hardship in the month, where `ahead` is 0; otherwise whether it falls into it in any of so
    /// many months after: nothing is said of who is in it already, and of months after the last.
    pub fn within(&self, month: Month, home: &Home, ahead: u32) -> Option<bool> {
        let now = self.of(month, home);
        if ahead == 0 {
            return now;
        }
        let months = (1..=ahead as i32).map(|by| month.plus(by));
        if now == Some(true) || month.plus(ahead as i32) > self.last {
            return None;
        }
        let said: Vec<bool> = months.filter_map(|month| self.of(month, home)).collect();
        (!said.is_empty()).then(|| said.contains(&true))
    }
}
