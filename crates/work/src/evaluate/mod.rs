//! How good the advice is: what was found against the truth.

mod doubts;
mod links;
mod targeting;
mod watching;

pub use doubts::{Example, Expected, Score, read_truth, score};
pub use links::{BINS, BandScore, Bin, LinkScore, LinkTruth, calibration, right, score_links};
pub use targeting::{Cover, SUPPORT, Targeting, TargetingTruth, targeting};
pub use watching::{
    ByKind, BySignal, ByTown, Follow, Heard, Judge, LATE_MONTHS, Lost, Struck, WatchReport, WatchTruth, about_need,
    report as watch_report,
};
