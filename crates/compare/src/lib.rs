//! Records against records: keys, matches, explanations.
//!
//! This crate knows columns and keys, but neither files nor a database: what it compares has been read by others. Two
//! sizes are served. [`KeyIndex`], [`join`] and [`name`] compare the rosters of a county, already in columns. The rest
//! compares tens of millions of rows that stream past, in memory that does not grow with their text.

mod asked;
pub mod hanzi;
mod id_text;
mod key_index;
pub mod levels;
pub mod link;
mod lists;
pub mod name;
mod packed_name;
pub mod repair;
mod repeats;
mod scatter;
mod sorted;
mod words;

pub use asked::{Asked, AskedPart, Batch, Hit, Slot, SlotSet};
pub use id_text::{Form, IdText, Reading, read_id};
pub use key_index::{KeyIndex, join};
pub use lists::{Place, Pool, SEGMENT_ROWS};
pub use packed_name::PackedName;
pub use repeats::{Sieve, repeats};
pub use sorted::{SortedRow, runs, sort_rows, walk};
