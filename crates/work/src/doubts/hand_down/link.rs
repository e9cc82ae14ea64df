//! What earlier batches know of a doubt.

use super::Batch;
use doudi_kernel::{BatchId, Month};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an earlier batch knows of the same person and reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// The batch that came last before this one.
    pub batch: BatchId,
    /// The number of the doubt there.
    pub number: u32,
    /// The month in which the doubt was first raised, months without interruption.
    pub open_since: Month,
    /// The answer that was accepted then; `None` while it is open.
    pub answer: Option<String>,
}

/// Looks up what the last batch of earlier months knows; `answers` are its accepted answers by number.
pub(super) fn links(previous: &Batch, answers: &BTreeMap<u32, String>) -> BTreeMap<(u64, String), Before> {
    let link = |handed: &super::HandedDoubt| {
        let before = Before {
            batch: previous.id.clone(),
            number: handed.number,
            open_since: handed.before.as_ref().map_or(previous.month, |before| before.open_since),
            answer: answers.get(&handed.number).cloned(),
        };
        ((handed.doubt.key, handed.doubt.reason.clone()), before)
    };
    previous.doubts.iter().map(link).collect()
}
