//! A household as a test case, to be put into a file.

use super::shown;
use crate::{
    book::{Book, Entity},
    oracle::{Exact, Household},
};
use doudi_kernel::Month;
use std::fmt::Write;

/// The case's text, without expectations. Members are called `p0`, `p1` …, obligors `o0` …
///
/// ```
/// use doudi_kernel::Month;
/// use doudi_rules::{book::Book, cases, oracle::Household};
/// let household = Household { members: 1, ..Household::default() };
/// let text = cases::write(&Book::default(), "one", "410102", Month::new(2026, 7).unwrap(), &household);
/// assert_eq!(text, "case \"one\"\n  in 410102 month 2026-07\n  person p0\n");
/// ```
pub fn write(book: &Book, name: &str, division: &str, month: Month, household: &Household) -> String {
    let mut text = format!("case \"{name}\"\n  in {division} month {month}\n");
    for (entity, word, letter) in
        [(Entity::Household, "household", ""), (Entity::Person, "person", "p"), (Entity::Obligor, "obligor", "o")]
    {
        for row in 0..household.rows(entity) {
            let facts = facts(book, household, entity, row);
            let _ = match (entity, facts.is_empty()) {
                (Entity::Household, true) => Ok(()),
                (Entity::Household, false) => writeln!(text, "  {word} {facts}"),
                (_, true) => writeln!(text, "  {word} {letter}{row}"),
                (_, false) => writeln!(text, "  {word} {letter}{row}: {facts}"),
            };
        }
    }
    text
}

fn facts(book: &Book, household: &Household, entity: Entity, row: u32) -> String {
    let stated = household.facts.keys().filter(|id| book.facts[id.index()].entity == entity).filter_map(|id| {
        let fact = &book.facts[id.index()];
        let value = Exact::from(household.given(*id, row)?);
        Some(format!("{}: {}", fact.name, shown(book, &value, fact.ty)))
    });
    stated.collect::<Vec<_>>().join(", ")
}
