//! What a visit would have found: from the truth of a synthetic county, or from the outcomes of matters.

use super::homes::Home;
use doudi_kernel::Month;
use std::collections::BTreeMap;

/// By month and person (packed number), whether the household was found in hardship.
#[derive(Clone, Default)]
pub struct Labels {
    of: BTreeMap<(Month, u64), bool>,
    /// What holds of who is not in it: nothing, or *no* where the list names everybody who is.
    rest: Option<bool>,
}

impl std::fmt::Debug for Labels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Labels of {} people and months", self.of.len())
    }
}

impl Labels {
    /// Everybody who is in hardship, month by month: who is not named is not.
    pub fn all(hard: impl IntoIterator<Item = (Month, u64)>) -> Self {
        Self { of: hard.into_iter().map(|it| (it, true)).collect(), rest: Some(false) }
    }

    /// What visits found: matters that were closed as confirmed, or as anything else. Who was not visited has no label.
    pub fn visited(found: impl IntoIterator<Item = (Month, u64, bool)>) -> Self {
        Self { of: found.into_iter().map(|(month, person, hard)| ((month, person), hard)).collect(), rest: None }
    }

    /// Of a household in a month, by any of its members.
    pub fn of(&self, month: Month, home: &Home) -> Option<bool> {
        let keys = home.members.iter().filter_map(|person| person.key).chain([home.head]);
        let said: Vec<bool> = keys.filter_map(|key| self.of.get(&(month, key)).copied()).collect();
        if said.is_empty() { self.rest } else { Some(said.contains(&true)) }
    }
}
