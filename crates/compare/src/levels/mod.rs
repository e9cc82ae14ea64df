//! How far two written values agree, in levels that a clerk can name.
//!
//! Each field has a *form*, read once from each distinct written value, and a function `level` over two forms that neither
//! allocates nor depends on their order.

pub mod key;
pub mod name;
