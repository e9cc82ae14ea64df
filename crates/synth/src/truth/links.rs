//! Whose rows those are that carry no number.

use crate::{
    life::{Unregistered, holds},
    office::{Feed, View},
};

/// The heading line of `links.csv`.
pub(crate) const LINKS_HEADING: [&str; 7] = ["month", "feed", "file", "sheet", "row", "person", "resident_id"];
/// The heading line of `no_number.csv`.
pub(crate) const NO_NUMBER_HEADING: [&str; 5] = ["person", "name", "birth_date", "household", "division"];

/// Whose row it is: the person as `persons.parquet` or `no_number.csv` names them, and their number where they have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whose {
    pub(crate) person: String,
    pub(crate) resident_id: String,
}

/// The rows of a feed that carry no number by their place among those of a village, with whose they are.
pub(crate) fn whose(feed: &Feed, view: &View) -> Vec<(usize, Whose)> {
    let village = view.village;
    let women = |keep: &dyn Fn(&Unregistered) -> bool| -> Vec<Whose> {
        let all = village.unregistered.iter().enumerate();
        all.filter(|(_, woman)| keep(woman)).map(|(at, _)| without_number(view, at)).collect()
    };
    match feed.id {
        "land_contract" => {
            let households = village.households.iter().filter(|household| household.land > 0);
            let heads = households.filter(|household| village.head(household).lives(view.month));
            let head = |household: &crate::life::Household| Whose {
                person: format!("{:05}-{:05}", village.place.number, household.kin.first),
                resident_id: village.head(household).id().key().reveal(),
            };
            heads.map(head).enumerate().collect()
        }
        "no_hukou" => women(&|woman| woman.surveyed).into_iter().enumerate().collect(),
        "relapse_monitored" => {
            let mut rows = Vec::new();
            (feed.rows)(view, &mut rows);
            let key = feed.at("resident_id").unwrap_or(0);
            let empty = rows.iter().enumerate().filter(|(_, row)| row.values[key] == crate::office::Value::Empty);
            let monitored =
                |woman: &Unregistered| holds(&village.households[woman.household as usize].monitored, view.month);
            empty.map(|(at, _)| at).zip(women(&monitored)).collect()
        }
        _ => Vec::new(),
    }
}

fn without_number(view: &View, at: usize) -> Whose {
    Whose { person: format!("{:05}-N{at:04}", view.village.place.number), resident_id: String::new() }
}

/// The lines of `no_number.csv`.
pub(crate) fn no_number(view: &View) -> Vec<[String; 5]> {
    let line = |(at, woman): (usize, &Unregistered)| {
        [
            without_number(view, at).person,
            woman.name.to_string(),
            woman.born.to_string(),
            format!("{:05}-{:05}", view.village.place.number, woman.household),
            view.home().twelve(),
        ]
    };
    view.village.unregistered.iter().enumerate().map(line).collect()
}
