//! Households: found, opened for a purpose, explained.

pub(crate) mod change;
pub(crate) mod code;
pub(crate) mod departments;
mod disputes;
pub(crate) mod explain;
pub(crate) mod list;
pub(crate) mod parts;
pub(crate) mod purpose;
pub(crate) mod reveal;
pub(crate) mod show;
mod tree;
pub(crate) mod undo;
pub(crate) mod visit;
