//! Cases: listed, opened, shown, worked on.

pub(super) mod act;
pub(super) mod list;
pub(super) mod open;
pub(super) mod show;
