//! How pairs of different people agree: u, from random pairs.

use super::{
    frequency::meeting_chance,
    lists::{LEFT, Lists, RIGHT},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Random pairs of values that share the coarse key of the column, and of those that do not.
const PAIRS_NEAR: usize = 12_000;
const PAIRS_FAR: usize = 12_000;

/// The chance of each level in a column, for two rows drawn at random that both know it.
///
/// The chance to be equal is counted, not drawn. Rare levels are drawn among values that share a coarse key (a surname,
/// a year), where they are less rare, and weighed by how often random rows share it.
pub(super) fn chances(lists: &Lists, column: usize, seed: u64) -> Vec<f64> {
    let levels = lists.kind(column).levels().len();
    let anchor = lists.kind(column).key_plan().anchor;
    let mut chances = equal(lists, column, levels);
    let equal: f64 = chances.iter().sum();
    let near = meeting_chance(lists, (column, anchor), (column, anchor)).max(equal);
    let mut draw = Draw::new(lists, column, anchor, seed);
    // A level that was never drawn is rare, not impossible; far from each other, values that agree at all are rarer still.
    let near_shares = draw.shares(levels, PAIRS_NEAR, 0.3, Draw::near);
    let far_shares = draw.shares(levels, PAIRS_FAR, 0.01, Draw::far);
    for level in 0..levels {
        chances[level] += (near - equal) * near_shares[level] + (1.0 - near) * far_shares[level];
    }
    if let Some(crossed) = crossed(lists, column) {
        chances[1] = crossed;
    }
    let floor = 0.5 / lists.possible_pairs().max(1.0);
    chances.iter_mut().for_each(|chance| *chance = chance.max(floor));
    let sum: f64 = chances.iter().sum();
    chances.iter().map(|chance| chance / sum).collect()
}

/// The chance of two equal values, by the level at which such a value agrees with itself.
fn equal(lists: &Lists, column: usize, levels: usize) -> Vec<f64> {
    let [left, right] = &lists.columns[column].counts;
    let known = |counts: &[u32]| counts[1..].iter().map(|count| f64::from(*count)).sum::<f64>();
    let own = if lists.within { 1.0 } else { 0.0 };
    let pairs = (known(left) * (known(right) - own)).max(1.0);
    let mut chances = vec![0.0; levels];
    for value in 1..left.len() {
        let met = f64::from(left[value]) * (f64::from(right[value]) - own).max(0.0);
        chances[usize::from(lists.dictionary(column).level(value as u32, value as u32))] += met / pairs;
    }
    chances
}

/// Chances among two people, when among all pairs a share is one person and agrees as learned.
pub(super) fn without_matches(chances: &[f64], same: &[f64], share: f64, possible: f64) -> Vec<f64> {
    let strangers = |(chance, m): (&f64, &f64)| {
        // What is left of a small chance is mostly noise: it is not believed to be less than a part of what was seen.
        ((chance - share * m) / (1.0 - share)).max(0.05 * chance).max(0.5 / possible)
    };
    chances.iter().zip(same).map(strangers).collect()
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
        let anchors = &lists.dictionary(column).classes[anchor];
        let counts = &lists.columns[column].counts;
        let mut values: Vec<u32> = (1..anchors.of.len() as u32).collect();
        values.sort_by_key(|value| anchors.of[*value as usize]);
        let mut sides = [Vec::with_capacity(values.len()), Vec::with_capacity(values.len())];
        let mut classes = Vec::with_capacity(anchors.count);
        let (mut sums, mut pairs, mut from) = ([0_u64; 2], 0_u64, 0);
        for class in values.chunk_by(|a, b| anchors.of[*a as usize] == anchors.of[*b as usize]) {
            let before = sums;
            for value in class {
                for side in [LEFT, RIGHT] {
                    sums[side] += u64::from(counts[side][*value as usize]);
                    sides[side].push((sums[side], *value));
                }
            }
            // The class of those without the key is no class.
            if anchors.of[class[0] as usize] != 0 {
                pairs += (sums[LEFT] - before[LEFT]) * (sums[RIGHT] - before[RIGHT]);
                classes.push((pairs, from, from + class.len() as u32));
            }
            from += class.len() as u32;
        }
        Self { lists, column, anchor, rng: ChaCha8Rng::seed_from_u64(seed), sides, classes }
    }

    /// The share of each level among pairs that are drawn, each having been drawn `before` times already.
    fn shares(
        &mut self,
        levels: usize,
        pairs: usize,
        before: f64,
        draw: impl Fn(&mut Self) -> Option<(u32, u32)>,
    ) -> Vec<f64> {
        let mut counts = vec![before; levels];
        let dictionary = self.lists.dictionary(self.column);
        for _ in 0..pairs {
            if let Some((a, b)) = draw(self) {
                counts[usize::from(dictionary.level(a, b))] += 1.0;
            }
        }
        let sum: f64 = counts.iter().sum();
        counts.iter().map(|count| count / sum).collect()
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
        let anchors = &self.lists.dictionary(self.column).classes[self.anchor].of;
        let (class_a, class_b) = (anchors[a as usize], anchors[b as usize]);
        (a != b && (class_a == 0 || class_a != class_b)).then_some((a, b))
    }

    fn value(&mut self, side: usize, from: usize, to: usize) -> u32 {
        let values = &self.sides[side];
        let before = if from == 0 { 0 } else { values[from - 1].0 };
        let at = self.rng.random_range(before..values[to - 1].0);
        values[from + values[from..to].partition_point(|value| value.0 <= at)].1
    }
}
