//! How good the advice is: what was found against the truth.

mod doubts;

pub use doubts::{Example, Expected, Score, read_truth, score};
