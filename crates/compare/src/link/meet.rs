//! The pairs of rows that meet under a rule.

use super::{
    lists::{LEFT, Lists, RIGHT},
    rule::Rule,
};
use rayon::prelude::*;

/// Rows by key on both sides, and where they meet.
#[derive(Debug)]
pub(super) struct Meetings {
    rows: [Vec<(u64, u32)>; 2],
    tasks: Vec<Task>,
    /// One list and the same key on both sides: each pair stands twice in a group, and once is enough.
    pub(super) halved: bool,
}

/// Ranges of left and right rows that all meet.
#[derive(Clone, Debug)]
struct Task {
    left: std::ops::Range<usize>,
    right: std::ops::Range<usize>,
}

/// More pairs than this are no longer one task.
const TASK_PAIRS: usize = 1 << 14;

impl Meetings {
    /// Of all keys, or of one key in `1 << thin` chosen by its own bits.
    pub(super) fn of(lists: &Lists, rule: &Rule, thin: u32) -> Self {
        let halved = lists.within && rule.symmetric();
        let left = keyed(lists, rule, LEFT, thin);
        let right = if halved { left.clone() } else { keyed(lists, rule, RIGHT, thin) };
        let mut tasks = Vec::new();
        let mut at = 0;
        let mut start = 0;
        for group in left.chunk_by(|a, b| a.0 == b.0) {
            let key = group[0].0;
            at += right[at..].partition_point(|row| row.0 < key);
            let end = at + right[at..].iter().take_while(|row| row.0 == key).count();
            if end > at && !(halved && group.len() == 1) {
                let step = (TASK_PAIRS / (end - at)).max(1);
                let mut from = start;
                while from < start + group.len() {
                    let to = (from + step).min(start + group.len());
                    tasks.push(Task { left: from..to, right: at..end });
                    from = to;
                }
            }
            start += group.len();
        }
        Self { rows: [left, right], tasks, halved }
    }

    /// How many pairs meet.
    pub(super) fn pairs(&self) -> u64 {
        let all: u64 = self.tasks.iter().map(|task| (task.left.len() * task.right.len()) as u64).sum();
        if self.halved { (all - self.own()) / 2 } else { all }
    }

    /// Rows that meet themselves.
    fn own(&self) -> u64 {
        self.tasks.iter().map(|task| task.left.len() as u64).sum()
    }

    /// Every left row with the right rows that it meets, in parallel; each thread gathers into a value of its own.
    pub(super) fn gather<T: Send>(
        &self,
        begin: impl Fn() -> T + Sync + Send,
        each: impl Fn(&mut T, u32, &[(u64, u32)]) + Sync + Send,
    ) -> Vec<T> {
        self.tasks
            .par_iter()
            .with_min_len(64)
            .fold(&begin, |mut gathered, task| {
                for left in &self.rows[LEFT][task.left.clone()] {
                    each(&mut gathered, left.1, &self.rows[RIGHT][task.right.clone()]);
                }
                gathered
            })
            .collect()
    }
}

fn keyed(lists: &Lists, rule: &Rule, side: usize, thin: u32) -> Vec<(u64, u32)> {
    let mask = (1_u64 << thin) - 1;
    let keyed =
        |row: usize| Some((rule.key(lists, side, row), row as u32)).filter(|(key, _)| *key != 0 && key & mask == 0);
    let mut rows: Vec<(u64, u32)> = (0..lists.rows(side)).filter_map(keyed).collect();
    rows.par_sort_unstable();
    rows
}
