//! How good the advice is: what was found against the truth.

mod doubts;
mod links;
mod targeting;

pub use doubts::{Example, Expected, Score, read_truth, score};
pub use links::{BINS, BandScore, Bin, LinkScore, LinkTruth, calibration, right, score_links};
pub use targeting::{Cover, SUPPORT, Targeting, TargetingTruth, targeting};
