//! Which changes no test case notices.

use super::{Mutant, Sort, apply::under, mutants, reach::Reach};
use crate::{
    book::Book,
    cases::{Case, Slow, met_where},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What became of the changed books.
#[derive(Clone, Debug, Default)]
pub struct Survival {
    /// How many were noticed.
    pub killed: usize,
    /// The same by kind.
    pub by_sort: BTreeMap<Sort, usize>,
    /// Those that were not, in the book's order.
    pub survivors: Vec<Mutant>,
}

/// Survivors of which somebody has shown that they mean the same as the policy, by `[file, rule, change]`.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Those judged so.
    pub equivalent: Vec<Mutant>,
    /// Those that a case should notice.
    pub open: Vec<Mutant>,
    /// Judgements on what is no survivor.
    pub stale: BTreeSet<[String; 3]>,
}

impl Survival {
    /// Sets apart what is listed as equivalent.
    pub fn judge(self, book: &Book, listed: &BTreeSet<[String; 3]>) -> Judged {
        let key = |mutant: &Mutant| {
            let (path, _) = &book.files[usize::from(mutant.span.file.0)];
            [path.clone(), mutant.of.clone(), mutant.what.clone()]
        };
        let mut stale = listed.clone();
        self.survivors.iter().for_each(|mutant| {
            stale.remove(&key(mutant));
        });
        let (equivalent, open) = self.survivors.into_iter().partition(|mutant| listed.contains(&key(mutant)));
        Judged { equivalent, open, stale }
    }
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
    let mut by_sort = BTreeMap::new();
    for (mutant, _) in all.iter().zip(&verdicts).filter(|(_, killed)| **killed) {
        *by_sort.entry(mutant.sort).or_default() += 1;
    }
    let killed = verdicts.iter().filter(|killed| **killed).count();
    let survivors = all.into_iter().zip(verdicts).filter(|(_, killed)| !killed).map(|(mutant, _)| mutant);
    Survival { killed, by_sort, survivors: survivors.collect() }
}
