//! The journal on both databases.

mod basics;
mod chains;
mod factual;
mod faults;
mod figures;
mod keeping;
mod places;
mod privacy;
mod village;
