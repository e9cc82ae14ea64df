//! What a pair's agreement weighs, in bits: log2 of how much likelier it is for one person than for two.

use super::{
    frequency::Frequency,
    lists::Lists,
    pattern::{Comparer, UNKNOWN},
};
use rayon::prelude::*;

/// The weights of all columns, ready for many pairs.
#[derive(Debug)]
pub(super) struct Scorer<'a> {
    comparer: Comparer<'a>,
    columns: Vec<Weights>,
    /// Columns from cheap to dear.
    order: Vec<usize>,
}

#[derive(Debug)]
struct Weights {
    /// By level.
    base: Vec<f32>,
    /// By level: which of `frequencies` makes it exact.
    frequency: Vec<Option<usize>>,
    frequencies: Vec<Frequency>,
    /// By value: what it weighs to find it again.
    equal: Vec<f32>,
    /// By value: the most that another value can weigh against it.
    best_unequal: Vec<f32>,
}

impl Weights {
    fn new(lists: &Lists, column: usize, same: &[f64], chance: &[f64]) -> Self {
        let base: Vec<f32> = same.iter().zip(chance).map(|(m, u)| (m / u).log2() as f32).collect();
        let mut slots: Vec<usize> = Vec::new();
        let place = |slot: usize, slots: &mut Vec<usize>| {
            slots.iter().position(|had| *had == slot).unwrap_or_else(|| {
                slots.push(slot);
                slots.len() - 1
            })
        };
        let plan = lists.kind(column).key_plan();
        let frequency: Vec<Option<usize>> =
            plan.frequency.iter().map(|slot| Some(place((*slot)?, &mut slots))).collect();
        let frequencies: Vec<Frequency> = slots.iter().map(|slot| Frequency::of(lists, column, *slot)).collect();
        let relative =
            |level: usize, value: usize| frequency[level].map_or(0.0, |at| frequencies[at].log2_relative[value]);
        let best = |value: usize| {
            let weights = (0..base.len()).map(|level| base[level] - relative(level, value).min(0.0));
            weights.fold(0.0_f32, f32::max)
        };
        let dictionary = lists.dictionary(column);
        let equal = |value: usize| {
            let level = usize::from(if value == 0 { 0 } else { dictionary.level(value as u32, value as u32) });
            base[level] - relative(level, value)
        };
        let equal = (0..dictionary.len()).map(equal).collect();
        let best_unequal = (0..dictionary.len()).map(best).collect();
        Self { base, frequency, frequencies, equal, best_unequal }
    }

    /// What a level of two values weighs. That a class is common counts when both are of it: two readings of one character
    /// may agree at a level without.
    #[inline]
    fn weight(&self, level: u8, a: u32, b: u32) -> f32 {
        let level = usize::from(level);
        let common = self.frequency[level].map_or(0.0, |at| {
            let relative = &self.frequencies[at].log2_relative;
            let (a, b) = (relative[a as usize], relative[b as usize]);
            if a == b { a } else { 0.0 }
        });
        self.base[level] - common
    }
}

impl<'a> Scorer<'a> {
    pub(super) fn new(lists: &'a Lists, same: &[Vec<f64>], chances: &[Vec<f64>]) -> Self {
        let columns = (0..lists.columns.len())
            .into_par_iter()
            .map(|at| Weights::new(lists, at, &same[at], &chances[at]))
            .collect();
        let mut order: Vec<usize> = (0..lists.columns.len()).collect();
        order.sort_by_key(|column| (lists.kind(*column).price(), *column));
        Self { comparer: Comparer::new(lists), columns, order }
    }

    /// The level of a pair in a column, and what it weighs; `None` when one side does not know.
    pub(super) fn step(&self, column: usize, left: &[u32], right: &[u32]) -> Option<(u8, f32)> {
        let level = self.comparer.level(column, left, right);
        (level != UNKNOWN).then(|| (level, self.columns[column].weight(level, left[column], right[column])))
    }

    /// The weight of a pair, or `None` when it is less than `least`.
    ///
    /// Most pairs are decided without a look at what is written: what equal values weigh is known by their numbers, and
    /// for values that differ it is known how much they could weigh at most.
    #[inline]
    pub(super) fn weight(&self, left: &[u32], right: &[u32], least: f32) -> Option<f32> {
        let mut hope = 0.0;
        let mut open = 0_u32;
        for (at, (weights, (a, b))) in self.columns.iter().zip(left.iter().zip(right)).enumerate() {
            let (a, b) = (*a, *b);
            if a == 0 || b == 0 {
                continue;
            }
            if a == b {
                hope += weights.equal[a as usize];
            } else {
                hope += weights.best_unequal[a as usize];
                open |= 1 << at;
            }
        }
        for column in &self.order {
            if hope < least {
                return None;
            }
            if open >> column & 1 == 1 {
                let (weights, a, b) = (&self.columns[*column], left[*column], right[*column]);
                let level = self.comparer.level(*column, left, right);
                hope += weights.weight(level, a, b) - weights.best_unequal[a as usize];
            }
        }
        (hope >= least).then_some(hope)
    }
}
