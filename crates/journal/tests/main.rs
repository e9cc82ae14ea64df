//! The journal on both databases.

mod basics;
mod places;
mod privacy;
mod village;
