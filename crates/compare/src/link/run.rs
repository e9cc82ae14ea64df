//! Linking from end to end.

use super::{
    bands::{Band, Costs},
    blocking::{self, Blocking},
    chance::{chances, without_matches},
    lists::{LEFT, Lists, RIGHT},
    look::look,
    rivals::Edge,
    rule::Atom,
    score::Scorer,
    settle::{DECIDED, Found, decide, once, prior},
    together::{Apart, together},
    train::{Learned, learn},
    waterfall::{Step, Waterfall, What},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How to link.
#[derive(Clone, Debug)]
pub struct Options {
    /// What mistakes cost.
    pub costs: Costs,
    /// Whether the left and the right list name each person once; `None` lets the lists themselves tell.
    pub once: [Option<bool>; 2],
    /// What people decided; it stands above every estimate.
    pub decisions: Vec<Decision>,
    /// For random pairs.
    pub seed: u64,
}

/// What somebody decided about two rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// Row of the left list, or the lesser of two rows of one list.
    pub left: u32,
    /// Row of the right list.
    pub right: u32,
    /// Whether they are one person.
    pub same: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { costs: Costs::default(), once: [None; 2], decisions: Vec::new(), seed: 1 }
    }
}

/// Two rows that may be one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Row of the left list, or the lesser of two rows of one list.
    pub left: u32,
    /// Row of the right list.
    pub right: u32,
    /// Bits: log2 of the odds of one person, rivals counted.
    pub weight: f64,
    /// How likely the two rows are one person.
    pub probability: f64,
    /// What is done with them.
    pub band: Band,
}

/// What was found, with what it takes to explain it.
#[derive(Debug)]
pub struct Linked<'a> {
    pub(super) lists: &'a Lists,
    scorer: Scorer<'a>,
    /// Pairs that may be one person, by rows; what is surely different is left out.
    pub links: Vec<Link>,
    /// For each left row and then each right row the first row of its cluster; within one list, for each row.
    pub clusters: Vec<u32>,
    /// Whether each list names each person once, as told or found.
    pub once: [bool; 2],
    /// How many pairs of the same person there are, by estimate.
    pub matches: f64,
    /// How many pairs were looked at.
    pub looked_at: u64,
    /// Log2 of the odds of two rows before anything is read.
    prior: f64,
    /// By rows.
    decided: BTreeMap<(u32, u32), bool>,
    pub(super) learned: Learned,
    pub(super) chances: Vec<Vec<f64>>,
    pub(super) blocking: Blocking,
}

/// Bits below even odds at which a pair is no longer kept as a rival.
const KEEP: f32 = 8.0;
/// Less likely links are not kept.
const LEAST: f64 = 0.001;

/// Links two lists, or one list within itself.
pub fn link<'a>(lists: &'a Lists, options: &Options) -> Linked<'a> {
    let atoms = Atom::all(lists);
    let columns = 0..lists.columns.len();
    let chances: Vec<Vec<f64>> = columns.into_par_iter().map(|column| chances(lists, column, options.seed)).collect();
    let learned = learn(lists, &chances, &atoms);
    let blocking = blocking::choose(lists, &atoms, &learned, options.seed);
    let chances = among_strangers(lists, &chances, &learned);
    let scorer = Scorer::new(lists, &learned.same, &chances);
    let start = prior(lists, learned.matches, [false; 2]);
    let (mut edges, looked_at) = look(lists, &blocking, &scorer, -(start.log2() as f32) - KEEP);
    let decided: BTreeMap<(u32, u32), bool> = options
        .decisions
        .iter()
        .map(|decision| (lists.turned((decision.left, decision.right)), decision.same))
        .collect();
    decide(&mut edges, &decided);
    edges.par_sort_unstable_by_key(|edge| (edge.left, edge.right));
    let mut found = Found::new(learned.matches, start);
    found.settle(lists, &edges, blocking.loss);
    if !lists.within {
        let seen = once(&edges, &found.odds, [lists.rows(LEFT), lists.rows(RIGHT)]);
        let told = lists.turned((options.once[LEFT], options.once[RIGHT]));
        found.once = [told.0.unwrap_or(seen[LEFT]), told.1.unwrap_or(seen[RIGHT])];
        found.settle(lists, &edges, blocking.loss);
    }
    let apart = Apart::new(lists, found.once, &decided);
    let mut links = links(&edges, &found.odds, &options.costs, &apart, &decided);
    let clusters = lists.turned_rows(together(lists, &links, &apart));
    for link in &mut links {
        (link.left, link.right) = lists.turned((link.left, link.right));
    }
    links.par_sort_unstable_by_key(|link| (link.left, link.right));
    Linked {
        lists,
        scorer,
        links,
        clusters,
        once: lists.turned((found.once[LEFT], found.once[RIGHT])).into(),
        matches: found.matches,
        looked_at,
        prior: found.prior.log2(),
        decided,
        learned,
        chances,
        blocking,
    }
}

/// The chances of levels among two people: random pairs without the share of them that is one person.
fn among_strangers(lists: &Lists, chances: &[Vec<f64>], learned: &Learned) -> Vec<Vec<f64>> {
    let possible = lists.possible_pairs();
    let share = (learned.matches / possible).min(0.5);
    let strangers = |(chances, same): (&Vec<f64>, &Vec<f64>)| without_matches(chances, same, share, possible);
    chances.iter().zip(&learned.same).map(strangers).collect()
}

/// Links with their bands. Two valid numbers that differ are at most something to look at.
fn links(
    edges: &[Edge],
    odds: &[f64],
    costs: &Costs,
    apart: &Apart<'_>,
    decided: &BTreeMap<(u32, u32), bool>,
) -> Vec<Link> {
    let one = |(edge, odds): (&Edge, &f64)| {
        let told = decided.contains_key(&(edge.left, edge.right));
        let odds = if told { DECIDED } else { *odds };
        let probability = odds / (1.0 + odds);
        let band = match costs.band(probability) {
            Band::Same if !told && apart.by_number(edge.left, edge.right) => Band::Look,
            band => band,
        };
        Link { left: edge.left, right: edge.right, weight: odds.log2(), probability, band }
    };
    edges.iter().zip(odds).map(one).filter(|link| link.probability > LEAST).collect()
}

impl Linked<'_> {
    /// Why two rows are taken for one person or not.
    pub fn waterfall(&self, left: u32, right: u32) -> Waterfall {
        let (a, b) = self.lists.turned((left, right));
        let mut steps = vec![Step { what: What::Prior, bits: self.prior }];
        for (at, column) in self.lists.columns.iter().enumerate() {
            let step = self.scorer.step(at, self.lists.row(LEFT, a), self.lists.row(RIGHT, b));
            let level = step.map(|(level, _)| self.lists.kind(at).levels()[usize::from(level)]);
            let bits = step.map_or(0.0, |(_, bits)| f64::from(bits));
            steps.push(Step { what: What::Column(column.name.clone(), level), bits });
        }
        let sum: f64 = steps.iter().map(|step| step.bits).sum();
        if let Some(same) = self.decided.get(&(a, b)) {
            let decided = if *same { DECIDED.log2() } else { -DECIDED.log2() };
            steps.push(Step { what: What::Decision(*same), bits: decided - sum });
        } else if let Ok(at) = self.links.binary_search_by_key(&(left, right), |link| (link.left, link.right)) {
            steps.push(Step { what: What::Rivals, bits: self.links[at].weight - sum });
        }
        Waterfall { steps }
    }
}
