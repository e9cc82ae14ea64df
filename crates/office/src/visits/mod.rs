//! 入户走访: what somebody who goes from house to house sees, told from a telephone that may have been without a signal
//! for a day.
//!
//! [`day`] is what the telephone takes along: the households to visit, with what is to be confirmed and nothing more.
//! [`take`] takes one visit in: once, however often it is sent. Two who were at one household are brought together item by
//! item by the rule of [`prevailing`], which does not ask who came first; [`became`] tells both what counts. What was seen is sealed
//! in the entry; photographs are sealed rows beside it: [`sweep`] deletes them when their time is over, [`withdraw`] at once.
//! A visit of a household with an open matter answers it, in the same transaction.

mod became;
mod day;
mod finding;
mod form;
mod item;
mod keep;
mod merge;
mod noted;
mod photo;
mod plan;
mod refused;
mod show;
mod signals;
mod sweep;
mod take;
mod tasks;
mod withdraw;

pub use became::{Became, Fate, Point, became};
pub use day::{Day, House, Resident, day};
pub use finding::Finding;
pub use form::Ask;
pub use item::{Item, Words, called, catalogue};
pub(crate) use keep::Visits;
pub use keep::{Place, Seen, Sight, Visit};
pub use merge::{Claim, Rule, prevailing, rule};
pub use noted::note_in_case;
pub use photo::{PHOTO_BYTES, PHOTO_PIXELS, PHOTOS};
pub use refused::Refused;
pub use show::{Brief, Counting, counting, of_household, of_matter, open, photo};
pub use signals::{Signal, Waits};
pub use sweep::sweep;
pub(crate) use take::key;
pub use take::{Made, take};
pub use tasks::{Task, tasks};
pub use withdraw::{Why, withdraw};
