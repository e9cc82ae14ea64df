//! Doubts on their way to towns and villages: an immutable batch on the desk.
//!
//! ```text
//! <desk>/<spec>/<month>/<batch id>/{batch.json, doubts.jsonl, leftovers.jsonl}
//! <desk>/<spec>/<month>/<batch id>/returns/<number>-<hash>/{return.json, answers.jsonl, refused.jsonl}
//! <desk>/incoming/…      a running hand-down; swept by whoever next takes the lock
//! <desk>/lock
//! ```
//! A batch is named by the hash of its findings: handing down the same findings twice changes nothing. Everything under the
//! desk comes into being by one rename and is never written again.

mod batch;
mod desk;
mod error;
mod link;

/// The desk's files, for the returns that are kept beside the batches.
pub(crate) mod desk_files {
    pub(crate) use super::desk::{folders, lines, read_json, read_lines};
}

pub use batch::{Batch, BatchQuestion, HandedDoubt, make};
pub use desk::{Desk, HandedDown};
pub use error::DeskError;
pub use link::Before;
