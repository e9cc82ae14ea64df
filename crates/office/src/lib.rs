//! The slices that decide about people; all written to the journal.
