//! What is believed of the weighed pairs together: how many there are, who has rivals, what people decided.

use super::{
    lists::{LEFT, Lists, RIGHT},
    rivals::{Edge, odds_among_rivals},
};
use std::collections::BTreeMap;

/// A list names each person once when no more than this share of the rows that meet it surely meet two of its rows.
const MOST_TWICE: f64 = 0.02;
/// The number of matches is looked for so often; it moves less each time.
const ROUNDS: usize = 6;

/// The prior odds of a pair when so many pairs are one person.
pub(super) fn prior(lists: &Lists, matches: f64, once: [bool; 2]) -> f64 {
    let possible = lists.possible_pairs().max(1.0);
    let matches = matches.min(possible * 0.5);
    if once == [false; 2] {
        return matches / (possible - matches);
    }
    // Of two rows that both have no other partner: how many pairs there are, by how many could still be.
    let free = |side: usize| {
        let rows = lists.rows(side) as f64;
        (rows - matches).max(0.005 * rows).max(0.5)
    };
    let left = if once[RIGHT] { free(LEFT) } else { lists.rows(LEFT) as f64 };
    let right = if once[LEFT] { free(RIGHT) } else { lists.rows(RIGHT) as f64 };
    matches / (left * right)
}

/// What is believed of the pairs; settled when the number of matches no longer moves.
pub(super) struct Found {
    pub(super) matches: f64,
    pub(super) once: [bool; 2],
    pub(super) prior: f64,
    pub(super) odds: Vec<f64>,
}

impl Found {
    pub(super) fn new(matches: f64, prior: f64) -> Self {
        Self { matches, once: [false; 2], prior, odds: Vec::new() }
    }

    pub(super) fn settle(&mut self, lists: &Lists, edges: &[Edge], loss: f64) {
        for _ in 0..ROUNDS {
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

/// Odds that no evidence outweighs.
pub(super) const DECIDED: f64 = 1e30;

/// Takes out the pairs that somebody found to be two people, and puts in, beyond doubt, those found to be one.
pub(super) fn decide(edges: &mut Vec<Edge>, decided: &BTreeMap<(u32, u32), bool>) {
    if decided.is_empty() {
        return;
    }
    edges.retain(|edge| !decided.contains_key(&(edge.left, edge.right)));
    let same = decided.iter().filter(|(_, same)| **same);
    edges.extend(same.map(|((left, right), _)| Edge { left: *left, right: *right, odds: DECIDED }));
}

/// Whether each list names each person once, by how often a row of the other list surely meets two of its rows.
pub(super) fn once(edges: &[Edge], odds: &[f64], rows: [usize; 2]) -> [bool; 2] {
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
