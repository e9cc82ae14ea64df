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
    pub(super) fn of(lists: &Lists, column: usize, slot: usize) -> Self {
        let keys = &lists.dictionary(column).keys[slot];
        let [left, right] = &lists.columns[column].counts;
        let rows = |value: usize| f64::from(left[value]) + if lists.within { 0.0 } else { f64::from(right[value]) };
        let mut shares = vec![0.0; keys.len()];
        let known: f64 = (1..keys.len()).map(rows).sum();
        each_class(keys, |class| {
            let share = class.iter().map(|value| rows(*value as usize)).sum::<f64>() / known;
            class.iter().for_each(|value| shares[*value as usize] = share);
        });
        let mean: f64 = (1..keys.len()).map(|value| rows(value) / known * shares[value]).sum();
        let relative = |share: &f64| if *share > 0.0 { (share / mean).log2() as f32 } else { 0.0 };
        Self { log2_relative: shares.iter().map(relative).collect() }
    }
}

/// The chance that a left and a right row, drawn at random among those that know the column, meet under two keys.
pub(super) fn meeting_chance(lists: &Lists, left: (usize, usize), right: (usize, usize)) -> f64 {
    let side = |side: usize, (column, slot): (usize, usize)| {
        let keys = &lists.dictionary(column).keys[slot];
        let counts = &lists.columns[column].counts[side];
        let mut rows: Vec<(u64, u32)> = keys.iter().copied().zip(counts.iter().copied()).skip(1).collect();
        let known: f64 = rows.iter().map(|row| f64::from(row.1)).sum();
        rows.retain(|row| row.0 != 0 && row.1 > 0);
        rows.sort_unstable();
        rows.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        (rows, known)
    };
    let ((left_rows, left_known), (right_rows, right_known)) = (side(LEFT, left), side(RIGHT, right));
    let mut met = 0.0;
    let mut at = 0;
    for (key, count) in &left_rows {
        while at < right_rows.len() && right_rows[at].0 < *key {
            at += 1;
        }
        if let Some((_, other)) = right_rows.get(at).filter(|row| row.0 == *key) {
            // Within one list a row does not meet itself.
            let others = if lists.within && left == right { other - 1 } else { *other };
            met += f64::from(*count) * f64::from(others);
        }
    }
    met / (left_known * (right_known - if lists.within { 1.0 } else { 0.0 })).max(1.0)
}

/// Calls `each` with the values of every class: those that share a key other than 0.
pub(super) fn each_class(keys: &[u64], mut each: impl FnMut(&[u32])) {
    let mut order: Vec<u32> = (1..keys.len() as u32).filter(|value| keys[*value as usize] != 0).collect();
    order.sort_unstable_by_key(|value| (keys[*value as usize], *value));
    for class in order.chunk_by(|a, b| keys[*a as usize] == keys[*b as usize]) {
        each(class);
    }
}
