//! Departments' files from a browser into the lake: spooled, planned, looked at, applied.
//!
//! ```text
//! <data>/spool/<id>/about.json     who sent it, when, what was said about it, how far it is
//! <data>/spool/<id>/file/<name>    the file under its own name, gone once its snapshot is there
//! <data>/spool/incoming-<id>/      a file that is being received; swept when the office opens
//! ```
//! Whoever may write plans an import, whoever may decide applies it; a department's office sees what it sent itself. What
//! was to be applied when the machine stopped is applied when it runs again: a snapshot is named by its content, so that
//! doing it twice does it once.

mod apply;
mod look;
mod overview;
mod snapshot;
mod spool;

pub use apply::{answer_path, apply, apply_planned};
pub use doudi_lake::{Complaint, Control, Manifest, Rule};
pub use look::{Looked, accept_layout, look};
pub use overview::{Cell, FeedRow, Overview, overview};
pub use snapshot::{RuleGroup, SnapshotView, answer_of, snapshot};
pub use spool::{
    LONGEST_NAME, Receiving, Spooled, Stage, UPLOAD_BYTES, discard, one, receive, say_more, unfinished, waiting,
};
pub(crate) use spool::{begin, in_spool};

use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Denied, Resource, Scope};
use doudi_kernel::Division;

/// The right to do something with imports of this office, which are a whole county's.
struct Seat {
    scope: Scope,
    county: Division,
}

fn may(bureau: &Bureau, who: &Who, action: Action) -> Result<Seat, OfficeError> {
    let scope = who.may(Resource::LakeImport, action)?;
    let county = match bureau.county() {
        Some(county) => county,
        // Before a list of divisions is there, the user's own county is the office's.
        None => scope.ranges()[0].first().to_string()[..6].parse().map_err(|_| Denied::Area)?,
    };
    if scope.covers(county) { Ok(Seat { scope, county }) } else { Err(Denied::Area.into()) }
}

/// The right to do anything with imports: to see them, or to send some.
fn may_any(bureau: &Bureau, who: &Who) -> Result<Seat, OfficeError> {
    may(bureau, who, Action::Read).or_else(|_| may(bureau, who, Action::Write))
}
