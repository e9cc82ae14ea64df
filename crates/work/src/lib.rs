//! The slices of work, in the order of the loop. A slice reads what earlier slices wrote and never calls a later one.

pub mod assess;
pub mod calculate;
pub mod doubts;
pub mod evaluate;
pub mod intake;
pub mod link;
pub mod pair;
pub mod policy;
pub mod score;
pub mod simulate;
pub mod watch;
