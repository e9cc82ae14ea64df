//! How often values stand: what an agreement on a common one says less, on a rare one more.

use super::lists::{LEFT, Lists, RIGHT};

/// The classes of a column's values under one key, and how often they stand.
#[derive(Debug)]
pub(super) struct Frequency {
    /// By value: log2 of the share of the value's class, by the mean share. Subtracted from a level's weight, it makes
    /// agreement on a class that is common weigh less.
    pub(super) log2_relative: Vec<f32>,
}

impl Frequency {
    /// Of the values of a column under a slot; both lists count.
    ///
    /// Whether two rows with a value are one person is asked knowing that these two have it. The share that counts is the
    /// others': a value that only the two have is as rare as a value can be.
    pub(super) fn of(lists: &Lists, column: usize, slot: usize) -> Self {
        let classes = &lists.dictionary(column).classes[slot];
        let [left, right] = &lists.columns[column].counts;
        let rows = |value: usize| f64::from(left[value]) + if lists.within { 0.0 } else { f64::from(right[value]) };
        let known: f64 = (1..left.len()).map(rows).sum();
        let of_classes = classes.sums((0..left.len()).map(rows));
        let others = |of_class: &f64| (of_class - 1.0).max(0.5) / known;
        let mean: f64 = of_classes[1..].iter().map(|of_class| of_class / known * others(of_class)).sum();
        let relative = |of_class: &f64| (others(of_class) / mean).log2() as f32;
        let relative: Vec<f32> = [0.0].into_iter().chain(of_classes[1..].iter().map(relative)).collect();
        Self { log2_relative: classes.of.iter().map(|class| relative[*class as usize]).collect() }
    }
}

/// The chance that a left and a right row, drawn at random among those that know the column, meet under two keys.
pub(super) fn meeting_chance(lists: &Lists, left: (usize, usize), right: (usize, usize)) -> f64 {
    let rows = |side: usize, column: usize| lists.columns[column].counts[side].iter().map(|count| f64::from(*count));
    let known = |side: usize, column: usize| rows(side, column).skip(1).sum::<f64>();
    let own = if lists.within { 1.0 } else { 0.0 };
    let sums =
        |side: usize, (column, slot): (usize, usize)| lists.dictionary(column).classes[slot].sums(rows(side, column));
    let (left_sums, right_sums) = (sums(LEFT, left), sums(RIGHT, right));
    // Within one list a row does not meet itself.
    let itself = if left == right { own } else { 0.0 };
    let met: f64 =
        left_sums[1..].iter().zip(&right_sums[1..]).map(|(left, right)| left * (right - itself).max(0.0)).sum();
    met / (known(LEFT, left.0) * (known(RIGHT, right.0) - own)).max(1.0)
}
