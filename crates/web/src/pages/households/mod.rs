//! Households: found, opened for a purpose, explained.

pub(crate) mod explain;
pub(crate) mod list;
pub(crate) mod purpose;
pub(crate) mod reveal;
pub(crate) mod show;
