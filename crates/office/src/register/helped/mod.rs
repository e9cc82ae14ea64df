//! Who is helped by what in which month.
//!
//! The stock follows from three kinds of entries: what rosters recognise, what cases decide, what is done to the register
//! by hand. A decision or an act counts from the month after it (57号: 次月起发), so that no month that was reported is
//! ever otherwise; a roster counts in its own month. A roster never undoes what people decided: it becomes a dispute.
//!
//! Stock is state, and [`movements`] are what differs between two months' stocks, each with one cause: what stood before,
//! plus what came, minus what went, is what stands after, for households, persons and money.

mod chain;
mod compare;
mod keep;
mod listing;
mod movements;
pub(super) mod stock;

pub use chain::{Support, chain};
pub use compare::{Cause, Change, Sum};
pub use listing::{Listed, roster};
pub use movements::{Movement, changes, movements};

use super::{Observed, change::Changed, take::Gone};
use doudi_journal::{Entry, JournalError, Projection, Tx};
use doudi_kernel::Month;
use serde::Deserialize;

/// The stock of helped households and persons follows from entries.
pub(crate) struct Help;

impl Projection for Help {
    fn tables(&self) -> &'static [&'static str] {
        &["helped", "succession", "dispute"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "household.observed" => {
                let it: Observed = entry.read()?;
                keep::observed(tx, &it)
            }
            "household.gone" => {
                let it: Gone = entry.read()?;
                keep::gone(tx, it.id, compact(Month::of(entry.valid_from)))
            }
            "register.changed" => {
                let it: Changed = entry.read()?;
                keep::changed(tx, entry, &it)
            }
            "case.event" => keep::decided(tx, entry, &entry.read()?),
            _ => Ok(()),
        }
    }
}

/// What the stock must know of a case's entry.
#[derive(Deserialize)]
pub(super) struct Decided {
    case: i64,
    household: i64,
    outcome: Option<String>,
    amount_fen: Option<i64>,
    #[serde(default)]
    programmes: Vec<String>,
}

/// A month as it is stored: `yyyymm`.
pub(super) fn compact(month: Month) -> i64 {
    i64::from(month.compact())
}

/// The month from which what is done on a day counts.
pub(super) fn effective(entry: &Entry) -> i64 {
    compact(Month::of(entry.at.date_in_china()).plus(1))
}
