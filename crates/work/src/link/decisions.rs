//! What people decided about pairs, as every later run finds it.

use super::Prepared;
use crate::doubts::answers::RowAt;
use doudi_compare::link::{self, Options};
use doudi_kernel::{BatchId, Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody who looked at a pair says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One person.
    Same,
    /// Two people.
    Different,
    /// It could not be found out; the pair is shown again.
    Unclear,
}

impl Verdict {
    /// All, as the workbook offers them.
    pub const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Unclear];

    /// As the workbook writes it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Same => "是同一人",
            Self::Different => "不是同一人",
            Self::Unclear => "不清楚",
        }
    }
}

/// A decision about two records, whatever lists they stand in later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The words by which the records are known.
    pub keys: [String; 2],
    /// What was decided.
    pub verdict: Verdict,
    /// What was said about it.
    pub note: String,
    /// Who looked.
    pub by: String,
    /// When.
    pub on: Date,
    /// The batch that asked, and the number there.
    pub batch: BatchId,
    /// The number there.
    pub number: u32,
    /// Where the answer stood.
    pub at: RowAt,
}

/// How many pairs of a run are fixed by people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// For one person.
    pub same: usize,
    /// For two.
    pub different: usize,
    /// Looked at without result.
    pub unclear: usize,
}

/// The decisions about records of a run.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    keys: Vec<Vec<String>>,
    pairs: BTreeMap<(u32, u32), Verdict>,
}

impl Fixed {
    /// Finds the records of the lists that were decided about before; of several decisions about a pair the last counts.
    pub fn of(prepared: &Prepared, decisions: &[Decision]) -> Self {
        let keys: Vec<Vec<String>> = prepared.sides.iter().map(|side| side.keys()).collect();
        let mut pairs = BTreeMap::new();
        if !decisions.is_empty() {
            let rows: Vec<BTreeMap<&str, u32>> =
                keys.iter().map(|keys| keys.iter().map(String::as_str).zip(0..).collect()).collect();
            for decision in decisions {
                let [a, b] = [&decision.keys[0], &decision.keys[1]].map(String::as_str);
                if let Some(pair) = found(&rows, a, b).or_else(|| found(&rows, b, a)) {
                    pairs.insert(pair, decision.verdict);
                }
            }
        }
        Self { keys, pairs }
    }

    /// What was decided of a pair, when it was.
    pub fn of_pair(&self, left: u32, right: u32) -> Option<Verdict> {
        self.pairs.get(&(left, right)).copied()
    }

    pub(super) fn says_same(&self, left: u32, right: u32) -> Option<bool> {
        match self.of_pair(left, right)? {
            Verdict::Same => Some(true),
            Verdict::Different => Some(false),
            Verdict::Unclear => None,
        }
    }

    /// The word by which a record is known; empty when nobody asked for words.
    pub(super) fn key(&self, side: usize, row: u32) -> String {
        let keys = self.keys.get(side.min(self.keys.len().saturating_sub(1)));
        keys.and_then(|keys| keys.get(row as usize)).cloned().unwrap_or_default()
    }

    pub(super) fn counts(&self) -> Decided {
        let of = |verdict: Verdict| self.pairs.values().filter(|one| **one == verdict).count();
        Decided { same: of(Verdict::Same), different: of(Verdict::Different), unclear: of(Verdict::Unclear) }
    }

    /// The options with the pairs that the linking itself must respect.
    pub fn over(&self, options: Options) -> Options {
        let binding = |(left, right): &(u32, u32)| {
            Some(link::Decision { left: *left, right: *right, same: self.says_same(*left, *right)? })
        };
        Options { decisions: self.pairs.keys().filter_map(binding).collect(), ..options }
    }
}

/// The pair in the lists; within one list the lesser record first.
fn found(rows: &[BTreeMap<&str, u32>], a: &str, b: &str) -> Option<(u32, u32)> {
    match rows {
        [one] => {
            let (a, b) = (*one.get(a)?, *one.get(b)?);
            Some((a.min(b), a.max(b)))
        }
        [left, right, ..] => Some((*left.get(a)?, *right.get(b)?)),
        [] => None,
    }
}
