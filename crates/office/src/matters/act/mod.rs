//! What people do to a matter: one act, one file. [`plan`] is pure: an act becomes the matter after it, or a refusal.

mod answer;
mod close;
mod exempt;
mod hand_over;
mod reopen;
mod seen;
mod take_up;
mod visit;

use super::{
    Outcome, Reason, Refusal,
    row::{Heard, Matter},
};
use crate::visits::Finding;
use doudi_journal::access::{Action, Department, Resource};
use doudi_kernel::Date;
use doudi_work::watch::{Level, Rule};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that is done to a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Somebody was there, and says of each signal whether it is so.
    Visit {
        /// When.
        on: Date,
        /// By signal and member, 0 for the household.
        found: Vec<(String, i64, bool)>,
        /// What was seen.
        note: String,
    },
    /// A telephone brought home that somebody was there, or was there for nothing.
    Seen(FromVisit),
    /// The level above takes a late matter up.
    TakeUp,
    /// A department is to help.
    HandOver(Department, String),
    /// The department says what it did.
    Answer(Department, String),
    /// It ends.
    Close {
        /// With what.
        outcome: Outcome,
        /// Whose data were wrong.
        feed: Option<String>,
        /// What is to be remembered.
        note: String,
    },
    /// It goes on after all.
    Reopen(String),
    /// A signal is not raised for some time.
    Exempt {
        /// Which.
        signal: String,
        /// About whom; 0 for the household.
        person: i64,
        /// Why.
        reason: Reason,
        /// The last day.
        until: Date,
    },
}

/// What a visitor says of a signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Which.
    pub signal: String,
    /// The member; 0 for the household.
    #[serde(default)]
    pub person: i64,
    /// Whether it is so.
    pub so: bool,
}

/// What a telephone's visit says of a matter. What else was seen stands in the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromVisit {
    /// The visit.
    pub visit: i64,
    /// When.
    pub on: Date,
    /// What it came to.
    pub finding: Option<Finding>,
    /// Of signals; what is not told was not seen.
    pub answers: Vec<Answered>,
}

/// What a plan may look at.
pub(super) struct Seen<'a> {
    pub(super) matter: &'a Matter,
    pub(super) heard: &'a [Heard],
    pub(super) rules: &'a BTreeMap<String, Rule>,
    pub(super) today: Date,
    /// Levels for which the user works at the place.
    pub(super) levels: Vec<Level>,
    pub(super) departments: Vec<Department>,
    /// The newest case of the household that runs.
    pub(super) case: Option<i64>,
    /// Another open matter of the household.
    pub(super) another: Option<i64>,
    /// How often nobody was met.
    pub(super) tries: i64,
    /// The last day of a department's time, where the place sets one.
    pub(super) department_due: Option<Date>,
}

/// What is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) kind: &'static str,
    pub(super) matter: Matter,
    /// Signals that are otherwise than before.
    pub(super) heard: Vec<Heard>,
    /// Sealed.
    pub(super) note: String,
    /// The visit that told it, and what it came to.
    pub(super) told: Option<(i64, Option<Finding>)>,
}

impl Act {
    /// The right that it takes.
    pub fn right(&self) -> (Resource, Action) {
        match self {
            Self::Visit { .. } | Self::Seen(_) => (Resource::HomeVisit, Action::Write),
            Self::TakeUp => (Resource::ActiveDiscovery, Action::List),
            Self::HandOver(..) => (Resource::ActiveDiscovery, Action::Write),
            Self::Answer(..) => (Resource::Referral, Action::Write),
            Self::Close { .. } | Self::Reopen(_) | Self::Exempt { .. } => (Resource::ActiveDiscovery, Action::Decide),
        }
    }
}

/// What comes of an act.
pub(super) fn plan(seen: &Seen<'_>, act: &Act) -> Result<Change, Refusal> {
    match act {
        Act::Visit { on, found, note } => visit::plan(seen, *on, found, note),
        Act::Seen(told) => seen::plan(seen, told),
        Act::TakeUp => take_up::plan(seen),
        Act::HandOver(department, note) => hand_over::plan(seen, *department, note),
        Act::Answer(department, note) => answer::plan(seen, *department, note),
        Act::Close { outcome, feed, note } => close::plan(seen, *outcome, feed.as_deref(), note),
        Act::Reopen(note) => reopen::plan(seen, note),
        Act::Exempt { signal, person, until, .. } => exempt::plan(seen, signal, *person, *until),
    }
}

impl Seen<'_> {
    fn open(&self) -> Result<(), Refusal> {
        if self.matter.closed.is_some() { Err(Refusal::Closed) } else { Ok(()) }
    }

    /// The matter one version on.
    fn next(&self) -> Matter {
        Matter { version: self.matter.version + 1, ..self.matter.clone() }
    }

    fn change(&self, kind: &'static str, matter: Matter, note: &str) -> Change {
        Change { kind, matter, heard: Vec::new(), note: note.to_owned(), told: None }
    }
}
