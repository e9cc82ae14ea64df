//! Records against records: keys, matches, explanations.
//!
//! This crate knows columns and keys, but neither files nor a database: what it compares has been read by others. Two
//! sizes are served. [`KeyIndex`], [`join`] and [`name`] compare the rosters of a county, already in columns. The rest
//! compares tens of millions of rows that stream past, in memory that does not grow with their text.

mod key_index;
pub mod name;

pub use key_index::{KeyIndex, join};
