//! Matters: signals about one household become one thing that somebody looks after, until it has an outcome (art. 10, 38, 39).
//!
//! [`take`] brings a month's signals in and [`late`] the clocks that are broken; `work`'s `fates` says what becomes of each.
//! [`point`] gives them the order in which to visit, and nothing else. [`list`] and [`open`] are the ways in; [`act`] is the one way to do something. What a matter says follows from its
//! entries; who looks after it on a day follows from its dates.

mod act;
mod clocks;
mod desk;
mod effect;
mod errand;
mod evidence;
mod exempt;
mod feedback;
mod leaving;
mod level;
mod list;
mod open;
mod outcomes;
mod paper;
mod points;
mod proposal;
mod refusal;
mod remind;
mod row;
mod standing;
mod take;
pub(crate) mod words;

pub use act::{Act, Answered, FromVisit};
pub use clocks::{CLOCKS, late};
pub use desk::{act, may};
pub use effect::{Effect, effects};
pub use errand::{Errand, errands};
pub(crate) use errand::{tell, undo, waiting_at};
pub use evidence::{Rests, evidence};
pub use exempt::{Exemption, end_exemption, exemptions};
pub use feedback::{BAR, FEW, Feedback, Measure, feedback};
pub use leaving::{Leaving, leaving};
pub use list::{By, Filter, Listed, PAGE, Tally, list, of_household, waiting};
pub use open::{Line, Named, View, open};
pub use outcomes::outcomes;
pub use paper::{severity, visiting_list};
pub use points::{Order, Pointed, Told, Why, point};
pub use refusal::Refusal;
pub use remind::remind;
pub use row::{Heard, Matter};
pub use take::{Signals, Taken, Tell, take, take_told};
pub use words::{Outcome, Reason, State};

use crate::{Bureau, register::rows};
use doudi_journal::{Entry, JournalError, Projection, Tx};
use doudi_work::watch::Rule;
use std::collections::BTreeMap;

/// Matters, their signals and exemptions follow from entries.
pub(crate) struct Matters;

impl Projection for Matters {
    fn tables(&self) -> &'static [&'static str] {
        &["matter", "matter_signal", "signal_exemption"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "signal.exempted" | "signal.exemption_ended" => exempt::applied(tx, entry),
            kind if kind.starts_with("matter.") => row::applied(tx, entry),
            _ => Ok(()),
        }
    }
}

fn subject(matter: i64) -> String {
    format!("matter:{matter}")
}

/// The rules of all signals.
fn rules(bureau: &Bureau) -> BTreeMap<String, Rule> {
    Rule::all(bureau.book)
}
