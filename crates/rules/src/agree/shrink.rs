//! Makes a household plainer as long as something stays true of it.

use crate::{
    book::{Book, Entity, FactId},
    oracle::Household,
};

/// Leaves out members and obligors, then makes facts usual, one after the other.
pub(super) fn shrink(book: &Book, mut household: Household, keeps: impl Fn(&Household) -> bool) -> Household {
    for entity in [Entity::Person, Entity::Obligor] {
        let mut row = household.rows(entity);
        while row > 0 {
            row -= 1;
            let fewer = without(book, &household, entity, row as usize);
            if keeps(&fewer) {
                household = fewer;
            }
        }
    }
    let facts: Vec<FactId> = household.facts.keys().copied().collect();
    for fact in facts {
        for row in 0..household.rows(book.facts[fact.index()].entity) {
            let mut plainer = household.clone();
            plainer.state(book, fact, row, book.facts[fact.index()].usual);
            if plainer != household && keeps(&plainer) {
                household = plainer;
            }
        }
    }
    household
}

fn without(book: &Book, household: &Household, entity: Entity, row: usize) -> Household {
    let mut fewer = household.clone();
    match entity {
        Entity::Person => fewer.members -= 1,
        _ => fewer.obligors -= 1,
    }
    for (fact, values) in &mut fewer.facts {
        if book.facts[fact.index()].entity == entity {
            values.remove(row);
        }
    }
    fewer
}
