//! What a reform would change: reforms, runs, one run with its tables and plots.

pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod run;
pub(crate) mod show;
