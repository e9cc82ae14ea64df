//! What people and rules did, in order, unchangeable, with projections beside it.

pub mod access;
pub mod crypto;
