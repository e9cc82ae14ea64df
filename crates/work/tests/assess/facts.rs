use super::{CASE, divisions_of, july, june, pack};
use crate::doubts::from_lake;
use doudi_kernel::{IdKey, Month};
use doudi_rules::book::{Book, Entity, Fact, FactId};
use doudi_work::assess::{Basis, County, Registers};
use expect_test::expect_file;
use std::{fmt::Write, path::Path};

/// Every fact that is known of everybody in a case, with the feed that tells it.
fn written(case: &str, month: Month) -> String {
    let ((_folder, lake), book) =
        (from_lake::imported(case, true), pack().book().unwrap_or_else(|why| panic!("{why}")));
    let basis = Basis::new(&Registers::load(&lake, month).unwrap(), &divisions_of(case), &book).unwrap();
    let mut text = format!("gone {}, of no household {}\n", basis.people.gone, basis.people.unplaced.len());
    for county in &basis.counties {
        for (at, number) in county.households.iter().enumerate() {
            let household = &basis.people.households[*number as usize];
            let head = IdKey::from_packed(household.head).unwrap();
            writeln!(
                text,
                "household {number} {head} {} verified {}",
                household.place.village_name, household.verified
            )
            .unwrap();
            text += &told(&book, county, Entity::Household, at);
            let rows = |starts: &[u32]| starts[at] as usize..starts[at + 1] as usize;
            for (row, member) in rows(&county.facts.population.persons).zip(&household.members) {
                writeln!(text, "  {}", member.name).unwrap();
                text += &told(&book, county, Entity::Person, row);
            }
            for row in rows(&county.facts.population.obligors) {
                text += "  obligor\n";
                text += &told(&book, county, Entity::Obligor, row);
            }
        }
    }
    text
}

fn told(book: &Book, county: &County, entity: Entity, row: usize) -> String {
    let facts = (0..).zip(&book.facts).filter(|(_, fact)| fact.entity == entity);
    let line = |(id, fact): (u32, &Fact)| {
        let words = county.facts.words(book, FactId(id), row)?;
        Some(format!("    {} {words} ← {}\n", fact.name, county.facts.source(FactId(id), row).unwrap()))
    };
    facts.filter_map(line).collect()
}

fn check(case: &str, month: Month, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assess/cases");
    expect_file![folder.join(name)].assert_eq(&written(case, month));
}

#[test]
fn facts_are_what_the_feeds_say_and_a_full_register_says_no_of_whom_it_does_not_list() {
    check(CASE, june(), "households.june.txt");
}

#[test]
fn what_a_later_file_says_counts_from_its_month_on_and_registers_reach_back_as_far_as_they_may() {
    check(CASE, july(), "households.july.txt");
}

#[test]
fn a_childs_parents_are_whom_the_list_shows_them_to_be_and_what_became_of_them_is_looked_up() {
    check(include_str!("cases/parents.txt"), june(), "parents.june.txt");
}
