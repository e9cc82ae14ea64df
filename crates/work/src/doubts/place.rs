//! Which town and village a person belongs to.

use super::table::Table;
use doudi_kernel::{Division, DivisionLevel, DivisionList};
use std::{cell::RefCell, collections::BTreeMap};

/// A village, a town whose village is not known, or a place that could not be made out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The town's code, nine digits; `None` when it could not be made out (未能归属).
    pub town: Option<String>,
    /// The village's code, twelve digits.
    pub village: Option<String>,
    /// The town's name.
    pub town_name: String,
    /// The village's name; for people without a town, the words that the roster has instead.
    pub village_name: String,
}

/// What a group is called whose town could not be made out.
pub const UNPLACED: &str = "未能归属";

/// Numbers places, each once.
#[derive(Default)]
pub(super) struct Places {
    pub(super) all: Vec<Place>,
    numbers: BTreeMap<Place, u32>,
}

impl Places {
    /// The number of a place.
    pub(super) fn number(&mut self, place: Place) -> u32 {
        if let Some(number) = self.numbers.get(&place) {
            return *number;
        }
        self.all.push(place.clone());
        self.numbers.insert(place, self.all.len() as u32 - 1);
        self.all.len() as u32 - 1
    }
}

/// Finds places by code, then by name. Texts are looked up once.
pub(crate) struct Gazetteer<'l> {
    list: &'l DivisionList,
    by_text: RefCell<BTreeMap<(String, String), Place>>,
}

impl<'l> Gazetteer<'l> {
    pub(crate) fn new(list: &'l DivisionList) -> Self {
        Self { list, by_text: RefCell::default() }
    }

    /// The division of a row, the lowest that it tells.
    pub(super) fn division(&self, table: &Table, row: u32) -> Option<String> {
        let place = self.of_row(table, row);
        place.village.or(place.town)
    }

    /// The best place that any of the rows gives: the first that names a village, else the first that names a town, else
    /// what the first says.
    pub(crate) fn of<'t>(&self, rows: impl Iterator<Item = (&'t Table, u32)>) -> Place {
        let mut best: Option<Place> = None;
        for (table, row) in rows {
            let place = self.of_row(table, row);
            if place.village.is_some() {
                return place;
            }
            let better = best.as_ref().is_none_or(|b| {
                (b.town.is_none() && place.town.is_some()) || (b.town.is_none() && b.village_name.is_empty())
            });
            if better {
                best = Some(place);
            }
        }
        best.unwrap_or_default()
    }

    fn of_row(&self, table: &Table, row: u32) -> Place {
        let code = table.text("division_code", row).and_then(|code| code.parse::<Division>().ok());
        if let Some(place) = code.and_then(|code| self.by_code(code)) {
            return place;
        }
        let text = |field| table.text(field, row).unwrap_or_default().trim().to_owned();
        let words = (text("town_name"), text("village_name"));
        if let Some(place) = self.by_text.borrow().get(&words) {
            return place.clone();
        }
        let place = self.by_words(&words.0, &words.1);
        self.by_text.borrow_mut().insert(words, place.clone());
        place
    }

    /// A code below the county; one of the county or above places nobody.
    fn by_code(&self, code: Division) -> Option<Place> {
        let town = code.at(DivisionLevel::Town)?;
        Some(self.place(town, code.at(DivisionLevel::Village)))
    }

    fn by_words(&self, town: &str, village: &str) -> Place {
        let of_town = || {
            let mut towns = self.list.iter().filter(|(d, _)| d.level() == DivisionLevel::County).map(|(d, _)| d);
            towns
                .find_map(|county| self.list.named_in(county, town))
                .or_else(|| self.list.named(town).filter(|division| division.level() == DivisionLevel::Town))
        };
        let found = if town.is_empty() { None } else { of_town() };
        match found {
            Some(town) => {
                let in_town = (!village.is_empty()).then(|| self.list.named_in(town, village)).flatten();
                let mut place = self.place(town, in_town);
                if in_town.is_none() {
                    place.village_name = village.into();
                }
                place
            }
            None => match self.only_village(village).filter(|_| town.is_empty()) {
                Some(only) => self.by_code(only).unwrap_or_default(),
                None => Place { village_name: format!("{town} {village}").trim().into(), ..Place::default() },
            },
        }
    }

    /// A village whose name is one of a kind in the county tells its town.
    fn only_village(&self, name: &str) -> Option<Division> {
        let towns = self.list.iter().filter(|(division, _)| division.level() == DivisionLevel::Town);
        let mut found = towns.filter_map(|(town, _)| self.list.named_in(town, name));
        let first = found.next().filter(|_| !name.is_empty())?;
        found.next().is_none().then_some(first)
    }

    fn place(&self, town: Division, village: Option<Division>) -> Place {
        let name = |division| self.list.name(division).map_or_else(|| division.to_string(), str::to_owned);
        Place {
            town: Some(town.to_string()),
            village: village.map(|village| village.to_string()),
            town_name: name(town),
            village_name: village.map(name).unwrap_or_default(),
        }
    }
}
