//! Ledgers and monthly forms: looked at, printed, taken for a purpose.

pub(crate) mod export;
pub(crate) mod show;
pub(crate) mod table;
