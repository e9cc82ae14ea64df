//! The households of a month, town by town.

use crate::{Bureau, OfficeError};
use arrow::{array::UInt32Array, compute::take};
use doudi_kernel::Month;
use doudi_rules::{
    book::{Book, Entity},
    population::Population,
};
use doudi_work::{
    assess::{Basis, County, Registers},
    simulate::Group,
};
use std::collections::BTreeMap;

/// A group for each town; who could not be placed is one of the county.
pub(super) fn groups(bureau: &Bureau, book: &Book, month: Month) -> Result<Vec<Group>, OfficeError> {
    let registers = Registers::load(&bureau.lake()?, month)?;
    let basis = Basis::new(&registers, &bureau.divisions, book).map_err(|why| OfficeError::Rules(why.to_string()))?;
    Ok(basis.counties.iter().flat_map(|county| towns(bureau, book, &basis, county)).collect())
}

fn towns(bureau: &Bureau, book: &Book, basis: &Basis, county: &County) -> Vec<Group> {
    let mut towns: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, household) in county.households.iter().enumerate() {
        let place = &basis.people.households[*household as usize].place;
        let name =
            place.town.as_deref().and_then(|town| format!("{town}000").parse().ok()).map(|town| bureau.place(town));
        let name = name.unwrap_or_else(|| place.town_name.clone());
        towns.entry(name).or_default().push(at);
    }
    let numbers = |at: usize| {
        let household = &basis.people.households[county.households[at] as usize];
        household.members.iter().map(|member| member.key).collect()
    };
    let group = |(name, rows): (String, Vec<usize>)| Group {
        // The rules of the county hold for its towns.
        division: county.division.clone(),
        name,
        population: part(book, &county.facts.population, &rows),
        numbers: rows.iter().map(|at| numbers(*at)).collect(),
    };
    towns.into_iter().map(group).collect()
}

/// Some households of a population, with their members, obligors and everything that is known of them.
fn part(book: &Book, all: &Population, households: &[usize]) -> Population {
    let rows = |bounds: &[u32]| -> (Vec<u32>, UInt32Array) {
        let (mut own, mut taken) = (vec![0], Vec::new());
        for at in households {
            taken.extend(bounds[*at]..bounds[*at + 1]);
            own.push(taken.len() as u32);
        }
        (own, UInt32Array::from(taken))
    };
    let (persons, person_rows) = rows(&all.persons);
    let (obligors, obligor_rows) = rows(&all.obligors);
    let household_rows = UInt32Array::from_iter_values(households.iter().map(|at| *at as u32));
    let columns = all.columns.iter().filter_map(|(id, column)| {
        let rows = match book.facts[id.index()].entity {
            Entity::Household => &household_rows,
            Entity::Person => &person_rows,
            Entity::Obligor => &obligor_rows,
        };
        // Rows of the table itself are always there.
        Some((*id, take(column, rows, None).ok()?))
    });
    Population { households: households.len(), persons, obligors, columns: columns.collect() }
}
