//! The journal on both databases.

mod basics;
mod chains;
mod factual;
mod places;
mod privacy;
mod village;
