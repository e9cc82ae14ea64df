//! Linking review: which lists, which pairs, one pair side by side, and what was decided.

pub(crate) mod decide;
pub(crate) mod list;
pub(crate) mod pairs;
mod picture;
pub(crate) mod show;
