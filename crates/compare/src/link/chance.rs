//! How pairs of different people agree: u, from random pairs.

use super::{
    frequency::{each_class, meeting_chance},
    lists::{LEFT, Lists, RIGHT},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Random pairs of values that share the coarse key of the column, and of those that do not.
const PAIRS_NEAR: usize = 40_000;
const PAIRS_FAR: usize = 100_000;

/// The chance of each level in a column, for two rows drawn at random that both know it.
///
/// The chance to be equal is counted, not drawn. Rare levels are drawn among values that share a coarse key (a surname,
/// a year), where they are less rare, and weighed by how often random rows share it.
pub(super) fn chances(lists: &Lists, column: usize, seed: u64) -> Vec<f64> {
    let levels = lists.kind(column).levels().len();
    let anchor = lists.kind(column).key_plan().anchor;
    let equal = meeting_chance(lists, (column, 0), (column, 0));
    let near = meeting_chance(lists, (column, anchor), (column, anchor));
    let mut draw = Draw::new(lists, column, anchor, seed);
    let near_counts = draw.count(levels, PAIRS_NEAR, Draw::near);
    let far_counts = draw.count(levels, PAIRS_FAR, Draw::far);
    let share = |counts: &[f64], level: usize| {
        // A level that was never drawn is rare, not impossible.
        let drawn: f64 = counts[1..].iter().sum();
        (counts[level] + 0.3) / (drawn + 0.3 * (levels - 1) as f64)
    };
    let unequal_near = (near - equal).max(0.0);
    let mut chances: Vec<f64> = (0..levels)
        .map(|level| match level {
            0 => equal,
            _ if anchor == 0 => (1.0 - equal) * share(&far_counts, level),
            _ => unequal_near * share(&near_counts, level) + (1.0 - near) * share(&far_counts, level),
        })
        .collect();
    if let Some(crossed) = crossed(lists, column) {
        chances[1] = crossed;
    }
    let floor = 0.5 / lists.possible_pairs().max(1.0);
    chances.iter_mut().for_each(|chance| *chance = chance.max(floor));
    let sum: f64 = chances.iter().sum();
    chances.iter().map(|chance| chance / sum).collect()
}

/// The chance that a value stands in the other's twin column.
fn crossed(lists: &Lists, column: usize) -> Option<f64> {
    let twin = lists.columns[column].twin?;
    (lists.kind(column).levels()[1].code == "crossed").then_some(())?;
    let there = meeting_chance(lists, (column, 0), (twin, 0));
    let back = meeting_chance(lists, (twin, 0), (column, 0));
    Some(if column < twin { there + back } else { there.max(back) })
}

/// Draws pairs of values as random rows would have them.
struct Draw<'a> {
    lists: &'a Lists,
    column: usize,
    anchor: usize,
    rng: ChaCha8Rng,
    /// Values with the running count of rows, on both sides, in the order of classes.
    sides: [Vec<(u64, u32)>; 2],
    /// Ranges of both sides with a common key, with the running count of pairs.
    classes: Vec<(u64, u32, u32)>,
}

impl<'a> Draw<'a> {
    fn new(lists: &'a Lists, column: usize, anchor: usize, seed: u64) -> Self {
        let keys = &lists.dictionary(column).keys[anchor];
        let mut sides = [Vec::new(), Vec::new()];
        let mut classes = Vec::new();
        let (mut sums, mut pairs, mut order) = ([0_u64; 2], 0_u64, 0_u32);
        let counts = &lists.columns[column].counts;
        let mut add = |values: &[u32]| {
            let before = sums;
            let from = order;
            for value in values {
                for side in [LEFT, RIGHT] {
                    sums[side] += u64::from(counts[side][*value as usize]);
                    sides[side].push((sums[side], *value));
                }
                order += 1;
            }
            pairs += (sums[LEFT] - before[LEFT]) * (sums[RIGHT] - before[RIGHT]);
            classes.push((pairs, from, order));
        };
        each_class(keys, &mut add);
        let keyless: Vec<u32> = (1..keys.len() as u32).filter(|value| keys[*value as usize] == 0).collect();
        keyless.chunks(1).for_each(add);
        Self { lists, column, anchor, rng: ChaCha8Rng::seed_from_u64(seed), sides, classes }
    }

    fn count(&mut self, levels: usize, pairs: usize, draw: impl Fn(&mut Self) -> Option<(u32, u32)>) -> Vec<f64> {
        let mut counts = vec![0.0; levels];
        let dictionary = self.lists.dictionary(self.column);
        for _ in 0..pairs {
            if let Some((a, b)) = draw(self) {
                counts[usize::from(dictionary.level(a, b))] += 1.0;
            }
        }
        counts
    }

    /// Two values of one class, as two random rows that share it have them.
    fn near(&mut self) -> Option<(u32, u32)> {
        let pairs = self.classes.last()?.0;
        if pairs == 0 {
            return None;
        }
        let at = self.rng.random_range(0..pairs);
        let (_, from, to) = self.classes[self.classes.partition_point(|class| class.0 <= at)];
        let [a, b] = [LEFT, RIGHT].map(|side| self.value(side, from as usize, to as usize));
        (a != b).then_some((a, b))
    }

    /// Two values of different classes.
    fn far(&mut self) -> Option<(u32, u32)> {
        let all = self.sides[LEFT].len();
        if self.sides.iter().any(|side| side.last().is_none_or(|last| last.0 == 0)) {
            return None;
        }
        let [a, b] = [LEFT, RIGHT].map(|side| self.value(side, 0, all));
        let keys = &self.lists.dictionary(self.column).keys[self.anchor];
        let (key_a, key_b) = (keys[a as usize], keys[b as usize]);
        (a != b && (key_a == 0 || key_a != key_b)).then_some((a, b))
    }

    fn value(&mut self, side: usize, from: usize, to: usize) -> u32 {
        let values = &self.sides[side];
        let before = if from == 0 { 0 } else { values[from - 1].0 };
        let at = self.rng.random_range(before..values[to - 1].0);
        values[from + values[from..to].partition_point(|value| value.0 <= at)].1
    }
}
