//! How pairs of the same person agree: m, by expectation-maximisation under several blockings.
//!
//! Fellegi and Sunter 1969; EM as Winkler 1988. Under a blocking the blocked columns agree by construction and teach
//! nothing; each teaches about the columns that it leaves free, and what all taught is added up.

use super::{
    lists::{LEFT, Lists, RIGHT},
    meet::Meetings,
    pattern::{Comparer, Pattern, UNKNOWN},
    rule::{Atom, Ready, Rule},
};
use std::collections::BTreeMap;

/// Pairs of one blocking that are looked at, about.
const PAIRS: u64 = 40_000;
/// What is believed of m before anything is seen counts as so many pairs.
const BELIEF: f64 = 10.0;

/// What was learned about pairs of the same person.
#[derive(Clone, Debug)]
pub(super) struct Learned {
    /// By column, then level.
    pub(super) same: Vec<Vec<f64>>,
    /// By column: which of its atoms agree, as bits, with the share of pairs.
    pub(super) masks: Vec<BTreeMap<u32, f64>>,
    /// How many pairs of the same person there are, as each blocking estimates it from its share.
    pub(super) matches: f64,
    /// The blockings that taught, with the pairs of the same person estimated in each.
    pub(super) blockings: Vec<(Rule, f64)>,
}

/// A blocking with its pairs.
struct Lesson {
    rule: Rule,
    free: Vec<usize>,
    pairs: Vec<(u32, u32, Pattern)>,
    /// How many pairs have each pattern, by pattern.
    patterns: Vec<(Pattern, f64)>,
    /// One of how many keys was looked at.
    thinned: f64,
    /// For each pattern, how likely its pairs are the same person.
    belief: Vec<f64>,
    /// Pairs of the same person under the blocking.
    matches: f64,
}

impl Lesson {
    /// The pairs that are more likely one person than not, with how likely.
    fn believed(&self) -> impl Iterator<Item = (&(u32, u32, Pattern), f64)> {
        let alike = self.pairs.chunk_by(|a, b| a.2 == b.2).zip(&self.belief).filter(|(_, belief)| **belief > 0.5);
        alike.flat_map(|(pairs, belief)| pairs.iter().map(move |pair| (pair, *belief)))
    }
}

/// Columns that are written into each other teach together.
fn groups(lists: &Lists) -> Vec<Vec<usize>> {
    let first = |column: &usize| lists.columns[*column].twin.is_none_or(|twin| *column < twin);
    let group = |column: usize| [column].into_iter().chain(lists.columns[column].twin).collect();
    (0..lists.columns.len()).filter(first).map(group).collect()
}

pub(super) fn learn(lists: &Lists, chances: &[Vec<f64>], atoms: &[Atom]) -> Learned {
    let groups = groups(lists);
    let mut lessons: Vec<Lesson> =
        choose(lists, &groups).into_iter().map(|(rule, thin)| attend(lists, rule, thin)).collect();
    let mut same: Vec<Vec<f64>> = (0..lists.columns.len()).map(|column| belief(lists, column)).collect();
    // Each lesson begins with what the others taught.
    for _ in 0..3 {
        let taught: Vec<Vec<Vec<f64>>> =
            lessons.iter_mut().map(|lesson| maximise(lists, lesson, chances, &same)).collect();
        for column in 0..lists.columns.len() {
            let prior = belief(lists, column);
            let sums: Vec<f64> = (0..prior.len())
                .map(|level| prior[level] * BELIEF + taught.iter().map(|t| t[column][level]).sum::<f64>())
                .collect();
            let sum: f64 = sums.iter().sum();
            same[column] = sums.iter().map(|count| count / sum).collect();
        }
    }
    let masks = masks(lists, &lessons, atoms);
    let matches = matches(&lessons, atoms, &masks);
    let blockings = lessons.into_iter().map(|lesson| (lesson.rule, lesson.matches)).collect();
    Learned { same, masks, matches, blockings }
}

/// What is believed before anything is seen: most agree, and near misses are commoner than far ones.
fn belief(lists: &Lists, column: usize) -> Vec<f64> {
    let levels = lists.kind(column).levels().len();
    let mut belief: Vec<f64> = (0..levels).map(|level| 0.5_f64.powi(level as i32) * 0.15).collect();
    belief[0] = 0.85;
    belief[levels - 1] = belief[levels - 1].max(0.03);
    let sum: f64 = belief.iter().sum();
    belief.iter().map(|share| share / sum).collect()
}

/// Blockings by two whole values, or by one where it is rare enough; for every group of columns some that leave it free.
fn choose(lists: &Lists, groups: &[Vec<usize>]) -> Vec<(Rule, u32)> {
    let whole = |column: usize| Atom { sides: [(column, 0), (column, 0)] };
    let columns = 0..lists.columns.len();
    let single = columns.clone().map(|column| Rule::new(lists, vec![whole(column)]));
    let double = columns.clone().flat_map(|a| (a + 1..lists.columns.len()).map(move |b| (a, b)));
    let double = double.map(|(a, b)| Rule::new(lists, vec![whole(a), whole(b)]));
    let chance: Vec<f64> =
        columns.map(|column| super::frequency::meeting_chance(lists, (column, 0), (column, 0))).collect();
    let rows = lists.rows(0).max(lists.rows(1)) as f64;
    let mut rated: Vec<(f64, f64, Rule)> = Vec::new();
    for rule in single.chain(double) {
        let by_chance = rule.atoms.iter().map(|atom| chance[atom.sides[0].0]).product::<f64>() * lists.possible_pairs();
        // Where strangers meet so often, those who are the same are lost among them.
        if by_chance > 3.0 * rows {
            continue;
        }
        let thin = thin_for(rows);
        let met = Meetings::of(lists, &rule, thin).pairs() as f64 * f64::from(1_u32 << thin);
        let beyond_chance = met - by_chance;
        if beyond_chance > 20.0 && beyond_chance > 0.02 * met {
            rated.push((beyond_chance * (beyond_chance / met).sqrt(), met, rule));
        }
    }
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    let mut chosen: Vec<(Rule, u32)> = Vec::new();
    for group in groups {
        let leaves_free = |rule: &Rule| group.iter().all(|column| !rule.uses(*column));
        for (_, met, rule) in rated.iter().filter(|rated| leaves_free(&rated.2)).take(2) {
            if chosen.iter().all(|had| had.0 != *rule) {
                let thin = (met / PAIRS as f64).max(1.0).log2().ceil() as u32;
                chosen.push((rule.clone(), thin));
            }
        }
    }
    chosen
}

/// How much keys are thinned to count meetings of large lists.
fn thin_for(rows: f64) -> u32 {
    (rows / 30_000.0).max(1.0).log2().ceil() as u32
}

fn attend(lists: &Lists, rule: Rule, thin: u32) -> Lesson {
    let free: Vec<usize> = (0..lists.columns.len()).filter(|column| !rule.uses(*column)).collect();
    let met = Meetings::of(lists, &rule, thin);
    let comparer = Comparer::new(lists);
    let gathered = met.gather(Vec::new, |pairs: &mut Vec<(u32, u32, Pattern)>, left, rights| {
        for (_, right) in rights {
            if !(lists.within && (left == *right || (met.halved && left > *right))) {
                pairs.push((left, *right, comparer.pattern(&free, lists.row(LEFT, left), lists.row(RIGHT, *right))));
            }
        }
    });
    let mut pairs: Vec<_> = gathered.into_iter().flatten().collect();
    // By pattern, so that sums do not depend on who found what first.
    pairs.sort_unstable_by_key(|pair| (pair.2, pair.0, pair.1));
    let patterns = pairs.chunk_by(|a, b| a.2 == b.2).map(|alike| (alike[0].2, alike.len() as f64)).collect();
    Lesson { rule, free, pairs, patterns, thinned: f64::from(1_u32 << thin), belief: Vec::new(), matches: 0.0 }
}

/// EM over the free columns of a lesson; gives the expected counts of levels among pairs of the same person.
fn maximise(lists: &Lists, lesson: &mut Lesson, chances: &[Vec<f64>], start: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut same = start.to_vec();
    let mut share = 0.3;
    let all: f64 = lesson.patterns.iter().map(|pattern| pattern.1).sum();
    let mut taught = vec![];
    for _ in 0..60 {
        taught =
            (0..lists.columns.len()).map(|column| vec![0.0; lists.kind(column).levels().len()]).collect::<Vec<_>>();
        let mut sum = 0.0;
        for (pattern, count) in &lesson.patterns {
            let believed = count * believe(*pattern, &lesson.free, &same, chances, share);
            sum += believed;
            for column in &lesson.free {
                let level = pattern.level(*column);
                if level != UNKNOWN {
                    taught[*column][usize::from(level)] += believed;
                }
            }
        }
        let before = share;
        share = (sum / all.max(1.0)).clamp(1e-6, 1.0 - 1e-6);
        for column in &lesson.free {
            let total: f64 = taught[*column].iter().sum::<f64>() + BELIEF;
            let prior = belief(lists, *column);
            for (level, m) in same[*column].iter_mut().enumerate() {
                *m = (taught[*column][level] + BELIEF * prior[level]) / total;
            }
        }
        if (share - before).abs() < 1e-7 {
            break;
        }
    }
    let believed = |pattern: &(Pattern, f64)| believe(pattern.0, &lesson.free, &same, chances, share);
    lesson.belief = lesson.patterns.iter().map(believed).collect();
    let sum: f64 = lesson.belief.iter().zip(&lesson.patterns).map(|(belief, pattern)| belief * pattern.1).sum();
    lesson.matches = sum * lesson.thinned;
    // The counts of a thinned lesson stand for as many more.
    taught.iter_mut().flatten().for_each(|count| *count *= lesson.thinned);
    taught
}

/// How likely a pair with these levels is the same person, when a share of all pairs is.
fn believe(pattern: Pattern, free: &[usize], same: &[Vec<f64>], chances: &[Vec<f64>], share: f64) -> f64 {
    let ratio = |column: &usize| match pattern.level(*column) {
        UNKNOWN => 1.0,
        level => same[*column][usize::from(level)] / chances[*column][usize::from(level)],
    };
    let odds = share / (1.0 - share) * free.iter().map(ratio).product::<f64>();
    odds / (1.0 + odds)
}

/// Which atoms of each column agree, among pairs believed to be the same person under blockings that leave it free.
fn masks(lists: &Lists, lessons: &[Lesson], atoms: &[Atom]) -> Vec<BTreeMap<u32, f64>> {
    let mut masks: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); lists.columns.len()];
    for lesson in lessons {
        for column in &lesson.free {
            let own: Vec<(usize, Ready<'_>)> = own_atoms(atoms, *column)
                .map(|(bit, atom)| (bit, Rule::new(lists, vec![*atom]).ready(lists)))
                .collect();
            for (pair, belief) in lesson.believed() {
                let mask = own.iter().fold(0, |mask, (bit, atom)| {
                    mask | u32::from(atom.meets(lists.row(LEFT, pair.0), lists.row(RIGHT, pair.1))) << bit
                });
                *masks[*column].entry(mask).or_default() += belief * lesson.thinned;
            }
        }
    }
    for (column, of_column) in masks.iter_mut().enumerate() {
        // No blocking leaves the column free, as when a name is all that is rare: what is believed stands.
        if of_column.is_empty() {
            let all = own_atoms(atoms, column).fold(0, |mask, (bit, _)| mask | 1_u32 << bit);
            let equal = belief(lists, column)[0];
            of_column.extend([(all, equal), (0, 1.0 - equal)]);
        }
        let sum: f64 = of_column.values().sum();
        of_column.values_mut().for_each(|share| *share /= sum);
    }
    masks
}

/// The atoms whose left key is of a column, with their bit in its masks.
pub(super) fn own_atoms(atoms: &[Atom], column: usize) -> impl Iterator<Item = (usize, &Atom)> {
    atoms.iter().filter(move |atom| atom.sides[0].0 == column).enumerate()
}

/// The share of pairs of the same person that agree on an atom.
pub(super) fn agreement(atom: &Atom, atoms: &[Atom], masks: &[BTreeMap<u32, f64>]) -> f64 {
    let column = atom.sides[0].0;
    let Some((bit, _)) = own_atoms(atoms, column).find(|own| own.1 == atom) else { return 0.0 };
    masks[column].iter().filter(|(mask, _)| *mask >> bit & 1 == 1).map(|(_, share)| share).sum()
}

fn matches(lessons: &[Lesson], atoms: &[Atom], masks: &[BTreeMap<u32, f64>]) -> f64 {
    let mut estimates: Vec<f64> = lessons
        .iter()
        .filter_map(|lesson| {
            let share: f64 = lesson.rule.atoms.iter().map(|atom| agreement(atom, atoms, masks)).product();
            (share > 0.0).then(|| lesson.matches / share)
        })
        .collect();
    estimates.sort_by(f64::total_cmp);
    estimates.get(estimates.len() / 2).copied().unwrap_or(1.0)
}
