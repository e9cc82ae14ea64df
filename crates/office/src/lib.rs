//! The slices that decide about people; everything that they do is written to the journal.

pub mod case;
