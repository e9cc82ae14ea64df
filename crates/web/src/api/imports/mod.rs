//! Departments' files: sent, looked at, taken in.

pub(super) mod apply;
pub(super) mod list;
pub(super) mod send;
pub(super) mod show;

use super::{kinds::InMonth, shape::shape};
use doudi_journal::access::{Action, Resource};
use doudi_office::imports::{Spooled, Stage};

shape! {
    /// Which file of the spool.
    struct AtFile {
        /// Its name there.
        file: String,
    }
}

shape! {
    /// A file that was sent.
    struct Spool {
        /// Its name in the spool, by which it is asked about.
        file: String,
        /// The file's own name.
        name: String,
        /// Its size in bytes.
        bytes: i64,
        /// Milliseconds since 1970, UTC: when it was sent.
        at: i64,
        /// The feed, where somebody said which.
        feed: Option<String>,
        /// The month, where somebody said which.
        month: Option<InMonth>,
        /// The snapshot that it became.
        snapshot: Option<String>,
    }
}

fn told(it: &Spooled) -> Spool {
    Spool {
        file: it.id.clone(),
        name: it.name.clone(),
        bytes: i64::try_from(it.bytes).unwrap_or(i64::MAX),
        at: it.at.millis(),
        feed: it.feed.as_ref().map(ToString::to_string),
        month: it.month.map(InMonth),
        snapshot: if let Stage::Done { snapshot, .. } = &it.stage { Some(snapshot.to_string()) } else { None },
    }
}

/// Who sees files of the spool: all of them, or those that the user has sent.
const SEEN: &[(Resource, Action)] = &[(Resource::LakeImport, Action::Read), (Resource::LakeImport, Action::Write)];
