//! Coming, going, and moving within the county.

use super::{Household, Person, some_day};
use crate::{
    chance::Chance,
    plan::{CountyPlan, Places},
};
use doudi_kernel::Division;

/// Somebody moves the register away once in about eighty years, and within the county once in fifty, mostly to marry
/// (illustrative; yearly registered moves are 1 to 2 % of the population).
pub(super) fn move_about(person: &mut Person, plan: &CountyPlan, places: &Places, home: Division, chance: &mut Chance) {
    let age = person.age(plan.month);
    let young = if (18..40).contains(&age) { 2.5 } else { 0.6 };
    if chance.happens(0.012 * young) {
        person.left = Some(some_day(plan, chance)).filter(|day| *day > person.born.birth());
    } else if chance.happens(0.020 * young) {
        let to = places.elsewhere(home, chance);
        person.moved = Some((some_day(plan, chance), to)).filter(|(day, _)| *day > person.born.birth());
    }
    if person.died.is_some() {
        // A death ends the story: who died did not move after it, and the few who moved before it are left out.
        (person.left, person.moved) = (None, None);
    }
}

/// One household in a hundred came within the year.
pub(super) fn arrive(households: &[Household], people: &mut [Person], plan: &CountyPlan, chance: &mut Chance) {
    for household in households {
        if !chance.happens(0.011) {
            continue;
        }
        let day = some_day(plan, chance);
        let first = household.kin.first as usize;
        for person in &mut people[first..first + household.kin.size as usize] {
            if person.died.is_none() && person.left.is_none() && person.moved.is_none() {
                person.arrived = Some(day);
            }
        }
    }
}
