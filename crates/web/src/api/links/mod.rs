//! Whether two records are one person: pairs listed, decided.

pub(super) mod decide;
pub(super) mod list;
pub(super) mod pairs;
