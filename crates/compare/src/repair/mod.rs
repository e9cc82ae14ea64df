//! Who is meant by a row whose identity number is broken or missing.
//!
//! A broken number is one slip away from the right one: [`candidates`] enumerates the valid numbers from which one usual
//! slip makes what is written. The check character (GB 11643-1999, section 4.4) leaves about one digit in eleven for every
//! place, the calendar and the list of counties leave fewer. That alone proves nothing: a candidate counts when a list has
//! somebody under it whom the row also describes ([`by_repair`]). A row without any number is described by name, birth
//! and place ([`by_description`]). [`decide`] then says whether exactly one person is meant; whoever is not proven is
//! shown to a person, never linked.

mod candidates;
mod counties;
mod decide;
mod described;
mod judge;
mod reason;

pub use candidates::{Candidate, candidates};
pub use counties::Counties;
pub use decide::{Decision, Lead, decide};
pub use described::{Described, one_apart, read_date};
pub use judge::{Judgement, by_description, by_repair};
pub use reason::{Proof, Repair, Uncertain};
