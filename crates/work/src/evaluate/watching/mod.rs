//! Watching a run of months, held against the truth: what struck whom, who is in hardship, who was told in time.
//!
//! Conventions, which the report repeats: a month's files are in on its last day, and its matters open on that day; every matter
//! is visited by the day on which it is due, and closed then; what a visit finds is what the truth says of that month.

mod follow;
mod lost;
mod report;
#[cfg(test)]
mod tests;
mod truth;

pub use follow::{Follow, Heard};
pub use lost::Lost;
pub use report::{ByKind, BySignal, ByTown, Judge, LATE_MONTHS, WatchReport, about_need, report};
pub use truth::{Struck, WatchTruth};
