//! The people of all tables who may be meant by a row without a usable number.

use super::{Broken, described};
use crate::doubts::{place::Gazetteer, table::Table};
use doudi_compare::{
    name,
    repair::{Described, one_apart},
};
use doudi_kernel::{Date, ResidentId};
use std::collections::BTreeMap;

/// What is looked for: numbers, and names by birth date.
pub(super) struct Wanted {
    numbers: Vec<u64>,
    births: BTreeMap<Date, Vec<String>>,
}

impl Wanted {
    pub(super) fn by(broken: &[Broken]) -> Self {
        let mut numbers: Vec<u64> =
            broken.iter().flat_map(|row| &row.candidates).map(|candidate| candidate.id.packed()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut births: BTreeMap<Date, Vec<String>> = BTreeMap::new();
        for row in broken.iter().filter(|row| !row.said.name.is_empty()) {
            row.said.birth.into_iter().for_each(|birth| births.entry(birth).or_default().push(row.said.name.clone()));
        }
        Self { numbers, births }
    }

    fn nothing(&self) -> bool {
        self.numbers.is_empty() && self.births.is_empty()
    }

    fn wants(&self, id: ResidentId, written: &str) -> bool {
        let named = |names: &Vec<String>| names.iter().any(|one| name::same(one, written) || one_apart(one, written));
        self.numbers.binary_search(&id.packed()).is_ok() || self.births.get(&id.birth_date()).is_some_and(named)
    }
}

/// People as the rows with their number describe them.
#[derive(Default)]
pub(super) struct People {
    of: BTreeMap<u64, Vec<Described>>,
    born: BTreeMap<Date, Vec<u64>>,
}

impl People {
    /// Looks through all rows with a valid number, once.
    pub(super) fn find(tables: &[&Table], wanted: &Wanted, gazetteer: &Gazetteer<'_>) -> Self {
        let mut people = Self::default();
        if wanted.nothing() {
            return people;
        }
        for table in tables {
            for row in 0..table.len() as u32 {
                let Some(id) = table.key("resident_id", row).and_then(ResidentId::from_packed) else { continue };
                if wanted.wants(id, table.text("name", row).unwrap_or_default()) {
                    people.add(id, described(table, row, gazetteer));
                }
            }
        }
        people
    }

    /// Birth date and sex are the number's: what a row says beside it may be a slip.
    fn add(&mut self, id: ResidentId, said: Described) {
        let said = Described { birth: Some(id.birth_date()), sex: Some(id.sex()), ..said };
        let known = self.of.entry(id.packed()).or_default();
        if known.is_empty() {
            self.born.entry(id.birth_date()).or_default().push(id.packed());
        }
        if !known.contains(&said) {
            known.push(said);
        }
    }

    pub(super) fn of(&self, key: u64) -> &[Described] {
        self.of.get(&key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn born(&self, birth: Date) -> &[u64] {
        self.born.get(&birth).map_or(&[], Vec::as_slice)
    }
}
