//! Which of the facts that differ turn an answer.
//!
//! A fact is named when it alone, put into the household as it was, gives another answer. Where none does, those are named
//! without which the answer would not be what it is now; of facts that became known together, that they did. So a visit that
//! fills four columns at once is one reason and not four.

use super::{
    changes::Because,
    error::AssessError,
    facts::{Cell, Facts, column},
};
use doudi_rules::{
    book::{Entity, FactId},
    compile::Program,
    population::Population,
    run::Kind,
};
use std::collections::BTreeMap;

/// A fact that differs, where it stands on either side.
pub(super) struct Differing {
    /// The facts' numbers in the books, before and now.
    pub(super) facts: [FactId; 2],
    /// The member's or obligor's place, before and now.
    pub(super) rows: [usize; 2],
    /// The values, before and now.
    pub(super) cells: [Option<Cell>; 2],
    /// As it is told.
    pub(super) because: Because,
}

/// A household on one side, asked by one programme.
pub(super) struct Asking<'a, 'b> {
    pub(super) program: &'a Program<'b>,
    pub(super) facts: &'a Facts,
    /// Its place in the county.
    pub(super) household: usize,
    /// The programme's place among those assessed.
    pub(super) place: usize,
    /// The member's place.
    pub(super) within: usize,
}

/// An answer as it is compared: kind, failing conditions, fen, tier.
type Short = (Kind, u64, i64, u16);
/// A fact of a row, said otherwise.
type Otherwise = (FactId, usize, Option<Cell>);

/// Why an answer is another.
pub(super) struct Turned {
    /// The reasons among the facts.
    pub(super) because: Vec<Because>,
    /// Whether the answer is another even with the facts as they were: rules or time turned it.
    pub(super) besides: bool,
}

/// Asks both sides; `members` says that the household has others now, which then is reason enough.
///
/// # Errors
/// [`AssessError::Engine`].
pub(super) fn turned(
    before: &Asking<'_, '_>,
    now: &Asking<'_, '_>,
    differing: &[Differing],
    members: bool,
) -> Result<Turned, AssessError> {
    let with = |one: &'_ Differing| (one.facts[0], one.rows[0], one.cells[1].clone());
    let back = |one: &'_ Differing| (one.facts[1], one.rows[1], one.cells[0].clone());
    let (with, back): (Vec<_>, Vec<_>) = differing.iter().map(|one| (with(one), back(one))).unzip();
    let each = |all: &[Otherwise]| all.iter().map(|it| vec![it.clone()]).collect::<Vec<_>>();
    let asked: Vec<Vec<_>> = std::iter::once(Vec::new()).chain(each(&with)).collect();
    let then = before.answers(&asked)?;
    let asked: Vec<Vec<_>> = [Vec::new(), back.clone()].into_iter().chain(each(&back)).collect();
    let today = now.answers(&asked)?;
    let named = |turns: &dyn Fn(usize) -> bool| -> Vec<&Differing> {
        differing.iter().enumerate().filter(|(n, _)| turns(*n)).map(|(_, one)| one).collect()
    };
    let besides = (today[1].0, today[1].2) != (then[0].0, then[0].2);
    let mut found = named(&|n| then[n + 1] != then[0]);
    if found.is_empty() && !besides && !members {
        found = named(&|n| today[n + 2] != today[0]);
        if found.is_empty() {
            found = named(&|_| true);
        }
    }
    Ok(Turned { because: gathered(&found), besides })
}

/// Several facts that became known, or unknown, together are one reason.
fn gathered(found: &[&Differing]) -> Vec<Because> {
    let names = |which: usize| -> Vec<String> {
        let gone = found.iter().filter(|one| one.cells[which].is_none() && one.cells[1 - which].is_some());
        let mut names: Vec<String> = gone
            .filter_map(|one| if let Because::Fact(name, ..) = &one.because { Some(name.clone()) } else { None })
            .collect();
        names.sort();
        names
    };
    let (known, unknown) = (names(0), names(1));
    let several = |one: &&&Differing| match [one.cells[0].is_some(), one.cells[1].is_some()] {
        [false, true] => known.len() > 1,
        [true, false] => unknown.len() > 1,
        _ => false,
    };
    let mut all: Vec<Because> = found.iter().filter(|one| !several(one)).map(|one| one.because.clone()).collect();
    if known.len() > 1 {
        all.push(Because::Known(known));
    }
    if unknown.len() > 1 {
        all.push(Because::Unknown(unknown));
    }
    all
}

impl Asking<'_, '_> {
    /// A value of the household's.
    pub(super) fn cell(&self, fact: FactId, row: usize) -> Option<Cell> {
        let book = self.program.statute.book;
        let first = self.facts.population.rows_of(book.facts[fact.index()].entity, self.household).start;
        self.facts.cell(book, fact, first + row)
    }

    /// The answers with facts said otherwise, for each list of them.
    fn answers(&self, asked: &[Vec<Otherwise>]) -> Result<Vec<Short>, AssessError> {
        let book = self.program.statute.book;
        let one = self.facts.population.alone(book, self.household);
        let mut columns: BTreeMap<FactId, Vec<Option<Cell>>> = BTreeMap::new();
        let named = asked.iter().flatten().map(|(fact, ..)| *fact);
        for fact in one.columns.keys().copied().chain(named) {
            columns.entry(fact).or_insert_with(|| self.copies(&one, fact, asked));
        }
        let times = asked.len() as u32;
        let starts = |starts: &[u32]| (0..=times).map(|n| n * starts[1]).collect();
        let built = columns.into_iter().map(|(fact, cells)| (fact, column(book, book.facts[fact.index()].ty, &cells)));
        let population = Population {
            households: asked.len(),
            persons: starts(&one.persons),
            obligors: starts(&one.obligors),
            columns: built.collect(),
        };
        let outcomes = self.program.evaluate(&population).map_err(|why| AssessError::Engine(why.to_string()))?;
        let outcome = &outcomes.programmes[self.place];
        let rows = outcome.kinds.len() / asked.len();
        let within = if outcome.entity == Entity::Household { 0 } else { self.within };
        let short = |copy: usize| {
            let row = copy * rows + within;
            (outcome.kinds[row], outcome.failed[row], outcome.amounts_fen[row], outcome.tiers[row])
        };
        Ok((0..asked.len()).map(short).collect())
    }

    /// A fact's values in all copies.
    fn copies(&self, one: &Population, fact: FactId, asked: &[Vec<Otherwise>]) -> Vec<Option<Cell>> {
        let rows = one.rows(self.program.statute.book.facts[fact.index()].entity);
        let held: Vec<Option<Cell>> = (0..rows).map(|row| self.cell(fact, row)).collect();
        let copy = |otherwise: &Vec<Otherwise>| {
            let mut cells = held.clone();
            for (_, row, cell) in otherwise.iter().filter(|(other, ..)| *other == fact) {
                cells[*row] = cell.clone();
            }
            cells
        };
        asked.iter().flat_map(copy).collect()
    }
}
