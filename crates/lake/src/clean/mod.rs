//! One cell to one value, without ever guessing.
//!
//! Every function gives `Ok(None)` for an empty cell, `Ok(Some(value))` for a cell that means one thing only, and the
//! [`Rule`] that the cell breaks otherwise. Nothing is repaired that would need a guess: digits that a spreadsheet has
//! rounded away stay lost, a two-digit year is not given a century, and a text that is neither yes nor no is neither.

mod amount;
mod complaint;
mod date;
mod flag;
mod id;
mod place;
mod rule;
mod text;

pub use amount::{MoneyUnit, count, money, money_in};
pub use complaint::{Complaint, mask};
pub use date::{DateValue, MonthValue, date, month};
pub use flag::flag;
pub use id::{CleanId, certificate, id};
pub use place::division;
pub use rule::Rule;
pub use text::{account, fold, name, phone, text};
