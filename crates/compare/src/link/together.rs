//! Rows that are one person, with regard for what cannot be.

use super::{
    bands::Band,
    cluster::clusters,
    lists::{LEFT, Lists, RIGHT},
    run::Link,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What keeps two rows apart: two valid numbers, a list that names each person once, a decision.
pub(super) struct Apart<'a> {
    numbers: Vec<Vec<u32>>,
    /// Rows from here on are of the right list; within one list all are.
    left_rows: u32,
    /// By list, the left one first.
    once: [bool; 2],
    decided: &'a BTreeMap<(u32, u32), bool>,
}

impl<'a> Apart<'a> {
    pub(super) fn new(lists: &Lists, once: [bool; 2], decided: &'a BTreeMap<(u32, u32), bool>) -> Self {
        let left_rows = if lists.within { 0 } else { lists.rows(LEFT) as u32 };
        let once = if lists.within { [false; 2] } else { once };
        Self { numbers: lists.valid_numbers(), left_rows, once, decided }
    }

    /// Whether two rows have valid numbers that differ. They are two people, unless somebody knows that a number was
    /// reissued.
    pub(super) fn by_number(&self, left: u32, right: u32) -> bool {
        self.numbers_differ(left, right + self.left_rows)
    }

    fn numbers_differ(&self, x: u32, y: u32) -> bool {
        self.numbers.iter().any(|numbers| {
            let (x, y) = (numbers[x as usize], numbers[y as usize]);
            x != 0 && y != 0 && x != y
        })
    }

    /// Whether two rows, the right list's counted on after the left's, are kept apart.
    fn holds(&self, x: u32, y: u32) -> bool {
        let (x, y) = (x.min(y), x.max(y));
        let of_right = [x, y].map(|row| row >= self.left_rows);
        let decided = self.decided.get(&(x, y.wrapping_sub(self.left_rows)));
        match decided {
            Some(same) => !same,
            None => (of_right[0] == of_right[1] && self.once[usize::from(of_right[0])]) || self.numbers_differ(x, y),
        }
    }
}

/// Clusters of rows by the links that are taken for the same, strongest first.
pub(super) fn together(lists: &Lists, links: &[Link], apart: &Apart<'_>) -> Vec<u32> {
    let mut same: Vec<(f64, (u64, u64), &Link)> = links
        .iter()
        .filter(|link| link.band == Band::Same)
        .map(|link| {
            let (a, b) = (lists.content(LEFT, link.left), lists.content(RIGHT, link.right));
            (link.weight, (a.min(b), a.max(b)), link)
        })
        .collect();
    same.par_sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let edges: Vec<(u32, u32)> = same.iter().map(|(_, _, link)| (link.left, link.right + apart.left_rows)).collect();
    let rows = if lists.within { lists.rows(LEFT) } else { lists.rows(LEFT) + lists.rows(RIGHT) };
    clusters(rows, &edges, |a, b| !a.iter().any(|x| b.iter().any(|y| apart.holds(*x, *y))))
}
