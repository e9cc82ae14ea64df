//! What a reform would change: reforms and runs, a run begun, and how far it is.

pub(super) mod begin;
pub(super) mod job;
pub(super) mod list;
