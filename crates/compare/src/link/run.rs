//! Linking from end to end.

use super::{
    bands::{Band, Costs},
    blocking::{self, Blocking},
    chance::chances,
    cluster::clusters,
    lists::{LEFT, Lists, RIGHT},
    meet::Meetings,
    rivals::{Edge, odds_among_rivals},
    rule::Atom,
    score::Scorer,
    train::{Learned, learn},
    waterfall::{Step, Waterfall, What},
};
use rayon::prelude::*;

/// How to link.
#[derive(Clone, Debug)]
pub struct Options {
    /// What mistakes cost.
    pub costs: Costs,
    /// Whether the left and the right list name each person once; `None` lets the lists themselves tell.
    pub once: [Option<bool>; 2],
    /// For random pairs.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { costs: Costs::default(), once: [None; 2], seed: 1 }
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
    pub(super) learned: Learned,
    pub(super) chances: Vec<Vec<f64>>,
    pub(super) blocking: Blocking,
}

/// Bits below even odds at which a pair is no longer kept as a rival.
const KEEP: f32 = 8.0;
/// A list names each person once when no more than this share of the rows that meet it surely meet two of its rows.
const MOST_TWICE: f64 = 0.02;

/// Links two lists, or one list within itself.
pub fn link<'a>(lists: &'a Lists, options: &Options) -> Linked<'a> {
    let atoms = Atom::all(lists);
    let chances: Vec<Vec<f64>> =
        (0..lists.columns.len()).into_par_iter().map(|column| chances(lists, column, options.seed)).collect();
    let learned = learn(lists, &chances, &atoms);
    let blocking = blocking::choose(lists, &atoms, &learned, options.seed);
    let scorer = Scorer::new(lists, &learned.same, &chances);
    let start = prior(lists, learned.matches, [false; 2]);
    let (mut edges, looked_at) = look(lists, &blocking, &scorer, -(start.log2() as f32) - KEEP);
    edges.par_sort_unstable_by_key(|edge| (edge.left, edge.right));
    let mut found = Found { matches: learned.matches, once: [false; 2], prior: start, odds: Vec::new() };
    found.settle(lists, &edges, blocking.loss);
    if !lists.within {
        let told = once(&edges, &found.odds, [lists.rows(LEFT), lists.rows(RIGHT)]);
        found.once = [LEFT, RIGHT].map(|side| options.once[side].unwrap_or(told[side]));
        found.settle(lists, &edges, blocking.loss);
    }
    let links: Vec<Link> = edges
        .iter()
        .zip(&found.odds)
        .map(|(edge, odds)| {
            let probability = odds / (1.0 + odds);
            let band = options.costs.band(probability);
            Link { left: edge.left, right: edge.right, weight: odds.log2(), probability, band }
        })
        .filter(|link| link.probability > 0.001)
        .collect();
    let clusters = together(lists, &links, found.once);
    Linked {
        lists,
        scorer,
        links,
        clusters,
        once: found.once,
        matches: found.matches,
        looked_at,
        prior: found.prior.log2(),
        learned,
        chances,
        blocking,
    }
}

/// The prior odds of a pair when so many pairs are one person.
fn prior(lists: &Lists, matches: f64, once: [bool; 2]) -> f64 {
    let possible = lists.possible_pairs();
    let matches = matches.clamp(1.0, possible * 0.5);
    if once == [false; 2] {
        return matches / (possible - matches);
    }
    // Of two rows that both have no other partner: how many pairs there are, by how many could still be.
    let free = |side: usize| {
        let rows = lists.rows(side) as f64;
        (rows - matches).max(0.005 * rows)
    };
    let left = if once[RIGHT] { free(LEFT) } else { lists.rows(LEFT) as f64 };
    let right = if once[LEFT] { free(RIGHT) } else { lists.rows(RIGHT) as f64 };
    matches / (left * right)
}

/// What is believed of the pairs; settled when the number of matches no longer moves.
struct Found {
    matches: f64,
    once: [bool; 2],
    prior: f64,
    odds: Vec<f64>,
}

impl Found {
    fn settle(&mut self, lists: &Lists, edges: &[Edge], loss: f64) {
        for _ in 0..6 {
            self.prior = prior(lists, self.matches, self.once);
            let prior = self.prior;
            let with_prior: Vec<Edge> = edges.iter().map(|edge| Edge { odds: edge.odds * prior, ..*edge }).collect();
            self.odds = odds_among_rivals(&with_prior, [lists.rows(LEFT), lists.rows(RIGHT)], self.once);
            let sum: f64 = self.odds.iter().map(|odds| odds / (1.0 + odds)).sum();
            let before = self.matches;
            self.matches = (sum / (1.0 - loss)).max(1.0);
            if (self.matches / before - 1.0).abs() < 1e-4 {
                break;
            }
        }
    }
}

/// All pairs under the rules that weigh enough, each once. Their odds are without the prior.
fn look(lists: &Lists, blocking: &Blocking, scorer: &Scorer<'_>, least: f32) -> (Vec<Edge>, u64) {
    let mut edges = Vec::new();
    let mut looked_at = 0;
    for (at, chosen) in blocking.rules.iter().enumerate() {
        let met = Meetings::of(lists, &chosen.rule, 0);
        let earlier = &blocking.rules[..at];
        let gathered = met.gather(
            || (Vec::new(), 0_u64),
            |(found, looked_at): &mut (Vec<Edge>, u64), left, rights| {
                for (_, right) in rights {
                    let (mut a, mut b) = (left, *right);
                    if lists.within
                        && (a == b || (a > b && (met.halved || chosen.rule.meets(lists, b as usize, a as usize))))
                    {
                        continue;
                    }
                    if lists.within && a > b {
                        (a, b) = (b, a);
                    }
                    if earlier.iter().any(|rule| rule.rule.covers(lists, a as usize, b as usize)) {
                        continue;
                    }
                    *looked_at += 1;
                    if let Some(weight) = scorer.weight(a as usize, b as usize, least) {
                        found.push(Edge { left: a, right: b, odds: f64::from(weight).exp2() });
                    }
                }
            },
        );
        for (found, looked) in gathered {
            edges.extend(found);
            looked_at += looked;
        }
    }
    (edges, looked_at)
}

/// Whether each list names each person once, by how often a row of the other list surely meets two of its rows.
fn once(edges: &[Edge], odds: &[f64], rows: [usize; 2]) -> [bool; 2] {
    let sure = || edges.iter().zip(odds).filter(|(_, odds)| **odds > 100.0);
    let twice = |rows: usize, row: fn(&Edge) -> u32| {
        let mut partners = vec![0_u8; rows];
        sure().for_each(|(edge, _)| partners[row(edge) as usize] = partners[row(edge) as usize].saturating_add(1));
        let any = partners.iter().filter(|count| **count > 0).count();
        let more = partners.iter().filter(|count| **count > 1).count();
        more as f64 <= MOST_TWICE * any as f64
    };
    [twice(rows[RIGHT], |edge| edge.right), twice(rows[LEFT], |edge| edge.left)]
}

/// Clusters of rows by the links that are surely the same, strongest first.
fn together(lists: &Lists, links: &[Link], once: [bool; 2]) -> Vec<u32> {
    let left_rows = if lists.within { 0 } else { lists.rows(LEFT) as u32 };
    let mut same: Vec<&Link> = links.iter().filter(|link| link.band == Band::Same).collect();
    let content = |link: &Link| {
        let (a, b) = (lists.content(LEFT, link.left as usize), lists.content(RIGHT, link.right as usize));
        (a.min(b), a.max(b))
    };
    same.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| content(a).cmp(&content(b))));
    let edges: Vec<(u32, u32)> = same.iter().map(|link| (link.left, link.right + left_rows)).collect();
    let numbers = lists.valid_numbers();
    let rows = if lists.within { lists.rows(LEFT) } else { lists.rows(LEFT) + lists.rows(RIGHT) };
    clusters(rows, &edges, |a, b| {
        let conflict = |x: u32, y: u32| {
            let twice = !lists.within && (x < left_rows) == (y < left_rows) && once[usize::from(x >= left_rows)];
            twice
                || numbers.iter().any(|column| {
                    column[x as usize] != 0 && column[y as usize] != 0 && column[x as usize] != column[y as usize]
                })
        };
        !a.iter().any(|x| b.iter().any(|y| conflict(*x, *y)))
    })
}

impl Linked<'_> {
    /// Why two rows are taken for one person or not.
    pub fn waterfall(&self, left: u32, right: u32) -> Waterfall {
        let mut steps = vec![Step { what: What::Prior, bits: self.prior }];
        for (at, column) in self.lists.columns.iter().enumerate() {
            let step = self.scorer.step(at, left as usize, right as usize);
            let level = step.map(|(level, _)| self.lists.kind(at).levels()[usize::from(level)]);
            let bits = step.map_or(0.0, |(_, bits)| f64::from(bits));
            steps.push(Step { what: What::Column(column.name.clone(), level), bits });
        }
        let sum: f64 = steps.iter().map(|step| step.bits).sum();
        if let Ok(at) = self.links.binary_search_by_key(&(left, right), |link| (link.left, link.right)) {
            steps.push(Step { what: What::Rivals, bits: self.links[at].weight - sum });
        }
        Waterfall { steps }
    }
}
