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

/// Rows that one thread gives keys to at a time.
const CHUNK: u32 = 1 << 15;
/// More pairs than this are no longer one task.
const TASK_PAIRS: usize = 1 << 14;

impl Meetings {
    /// Of all rows, or of those of one value in `1 << thin` of the rule's first atom.
    pub(super) fn of(lists: &Lists, rule: &Rule, thin: u32) -> Self {
        let halved = lists.within && rule.symmetric();
        let [left, right] = keyed(lists, rule, thin, halved);
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

/// Rows by key, of both sides, in the order of keys; without most of those that meet nobody.
fn keyed(lists: &Lists, rule: &Rule, thin: u32, halved: bool) -> [Vec<(u64, u32)>; 2] {
    let ready = rule.ready(lists);
    let side = |side: usize, sieve: Option<&Sieve>| -> Vec<(u64, u32)> {
        let chunks = (lists.rows(side) as u32).div_ceil(CHUNK);
        let chunk = |chunk: u32| {
            let mut rows = Vec::new();
            let end = ((chunk + 1) * CHUNK).min(lists.rows(side) as u32);
            ready.keys(side, chunk * CHUNK..end, thin, |key, row| {
                if sieve.is_none_or(|sieve| sieve.holds(key)) {
                    rows.push((key, row));
                }
            });
            rows
        };
        (0..chunks).into_par_iter().map(chunk).collect::<Vec<_>>().concat()
    };
    let mut rows = if halved {
        let mut all = side(LEFT, None);
        let mut sieve = Sieve::new(all.len());
        let twice: Vec<u64> = all.iter().map(|row| row.0).filter(|key| !sieve.add(*key)).collect();
        let sieve = Sieve::of(twice.into_iter());
        all.retain(|row| sieve.holds(row.0));
        [all, Vec::new()]
    } else {
        // The shorter list sieves the longer one, and what is left of that the shorter.
        let (short, long) = if lists.rows(LEFT) <= lists.rows(RIGHT) { (LEFT, RIGHT) } else { (RIGHT, LEFT) };
        let mut few = side(short, None);
        let many = side(long, Some(&Sieve::of(few.iter().map(|row| row.0))));
        let sieve = Sieve::of(many.iter().map(|row| row.0));
        few.retain(|row| sieve.holds(row.0));
        if short == LEFT { [few, many] } else { [many, few] }
    };
    rows.iter_mut().for_each(|rows| rows.par_sort_unstable());
    if halved {
        rows[RIGHT] = rows[LEFT].clone();
    }
    rows
}

/// Which keys may have been seen: one bit a key, by its own bits.
struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    /// For so many keys; eight bits a key let one in eight strangers pass.
    fn new(keys: usize) -> Self {
        Self { bits: vec![0; (keys / 8).next_power_of_two().max(8)] }
    }

    fn of(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut sieve = Self::new(keys.len());
        keys.for_each(|key| {
            sieve.add(key);
        });
        sieve
    }

    #[inline]
    fn place(&self, key: u64) -> (usize, u64) {
        let at = (key >> 6) as usize & (self.bits.len() - 1);
        (at, 1 << (key & 63))
    }

    /// Adds a key; whether it was surely not there before.
    #[inline]
    fn add(&mut self, key: u64) -> bool {
        let (at, bit) = self.place(key);
        let new = self.bits[at] & bit == 0;
        self.bits[at] |= bit;
        new
    }

    #[inline]
    fn holds(&self, key: u64) -> bool {
        let (at, bit) = self.place(key);
        self.bits[at] & bit != 0
    }
}
