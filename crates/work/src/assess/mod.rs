//! Who is entitled to what, in a month, by the law as it reads there.
//!
//! `tables/` assesses two Parquet files of any length.

pub mod tables;
