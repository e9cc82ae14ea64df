//! The households of a month's registers as groups to simulate over.

use super::Group;
use crate::assess::Basis;
use doudi_kernel::county_name;

/// A group for each county of an assessment's basis, with its members' numbers.
pub fn groups(basis: Basis) -> Vec<Group> {
    let households = basis.people.households;
    let numbers = |household: &u32| households[*household as usize].members.iter().map(|member| member.key).collect();
    let group = |county: crate::assess::County| Group {
        name: county.division.parse().ok().and_then(county_name).unwrap_or(&county.division).to_owned(),
        numbers: county.households.iter().map(numbers).collect(),
        division: county.division,
        population: county.facts.population,
    };
    basis.counties.into_iter().map(group).collect()
}
