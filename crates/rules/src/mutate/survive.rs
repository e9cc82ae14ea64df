//! Which changes no test case notices.

use super::{Mutant, apply::under, mutants, reach::Reach};
use crate::{
    book::Book,
    cases::{Case, Slow, met_where},
};
use rayon::prelude::*;

/// What became of the changed books.
#[derive(Clone, Debug, Default)]
pub struct Survival {
    /// How many were noticed.
    pub killed: usize,
    /// Those that were not, in the book's order.
    pub survivors: Vec<Mutant>,
}

/// Runs the cases that a change can reach until one fails, for every change that is wanted.
///
/// The cases must all be met by the unchanged book.
///
/// ```
/// use doudi_rules::{book::Book, mutate::survivors};
/// assert_eq!(survivors(&Book::default(), &[], |_| true).killed, 0);
/// ```
pub fn survivors(book: &Book, cases: &[Case], wanted: impl Fn(&Mutant) -> bool) -> Survival {
    let reach = Reach::of(book);
    let mut light = book.clone();
    // Texts are not evaluated, and every thread has its own copy.
    light.files = Vec::new();
    let all: Vec<Mutant> = mutants(book).into_iter().filter(wanted).collect();
    let verdicts: Vec<bool> = all
        .par_iter()
        .map_init(
            || light.clone(),
            |copy, mutant| {
                let noticed = |changed: &Book, case: &Case| {
                    let reached = |asked| reach.touches(book, &mutant.change, case, asked);
                    !met_where(case, &Slow(changed), reached)
                };
                under(copy, mutant, |changed| cases.iter().any(|case| noticed(changed, case)))
            },
        )
        .collect();
    let killed = verdicts.iter().filter(|killed| **killed).count();
    let survivors = all.into_iter().zip(verdicts).filter(|(_, killed)| !killed).map(|(mutant, _)| mutant);
    Survival { killed, survivors: survivors.collect() }
}
