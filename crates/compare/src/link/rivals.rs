//! When each person stands in a list once, the pairs of one row are rivals.
//!
//! A pair's own odds say how likely the two rows are one person when nothing else is known. If a row has two partners of
//! equal weight and only one can be right, each has half the chance. The exact answer sums over all matchings; belief
//! propagation gives it on trees and nearly everywhere else (Zdeborová and Mézard 2006, *The number of matchings in
//! random graphs*).

/// A pair with its own odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) left: u32,
    pub(super) right: u32,
    /// Odds of being the same person, rivals aside.
    pub(super) odds: f64,
}

/// Passing messages so often is enough: odds that still move then move by less than they are known.
const ROUNDS: usize = 8;

/// Messages that arrive at a row: their sum without the largest, and the largest. So the sum of all but one is exact even
/// when one is a billion times the others.
#[derive(Clone, Copy, Default)]
struct Arrived {
    largest: f64,
    rest: f64,
}

impl Arrived {
    fn add(&mut self, message: f64) {
        self.rest += self.largest.min(message);
        self.largest = self.largest.max(message);
    }

    /// The sum of all messages but `own`.
    fn others(self, own: f64) -> f64 {
        if own >= self.largest { self.rest } else { (self.largest + self.rest - own).max(0.0) }
    }
}

/// The odds of each edge among its rivals. `once[side]` says that the list of that side names each person once: then a row
/// of the other side has at most one partner.
pub(super) fn odds_among_rivals(edges: &[Edge], rows: [usize; 2], once: [bool; 2]) -> Vec<f64> {
    if !once[0] && !once[1] {
        return edges.iter().map(|edge| edge.odds).collect();
    }
    // From each edge to its left row and to its right row: its odds as the far row leaves them.
    let mut messages: Vec<[f64; 2]> = edges.iter().map(|edge| [edge.odds; 2]).collect();
    for _ in 0..ROUNDS {
        let free = free(edges, &messages, rows, once);
        for ((message, edge), [left, right]) in messages.iter_mut().zip(edges).zip(free) {
            *message = [edge.odds / right, edge.odds / left];
        }
    }
    let free = free(edges, &messages, rows, once);
    edges.iter().zip(free).map(|(edge, [left, right])| edge.odds / (left * right)).collect()
}

/// For each edge, by how much the other edges of its left row and of its right row press on it.
fn free(edges: &[Edge], messages: &[[f64; 2]], rows: [usize; 2], once: [bool; 2]) -> Vec<[f64; 2]> {
    let mut arrived = rows.map(|rows| vec![Arrived::default(); rows]);
    for (edge, message) in edges.iter().zip(messages) {
        arrived[0][edge.left as usize].add(message[0]);
        arrived[1][edge.right as usize].add(message[1]);
    }
    let press = |edge: &Edge, message: &[f64; 2]| {
        let left = if once[1] { 1.0 + arrived[0][edge.left as usize].others(message[0]) } else { 1.0 };
        let right = if once[0] { 1.0 + arrived[1][edge.right as usize].others(message[1]) } else { 1.0 };
        [left, right]
    };
    edges.iter().zip(messages).map(|(edge, message)| press(edge, message)).collect()
}
