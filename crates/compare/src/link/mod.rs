//! The same person without the same number: which rows of two lists, or of one, are one person, and why.
//!
//! Fellegi and Sunter's model: the weight of a pair is the sum, over columns, of log2 of how much likelier its agreement
//! is among pairs of one person (m) than among pairs of two (u). Nothing is set by hand: u comes from random pairs, m
//! from expectation-maximisation under several blockings, how much an agreement on a common or a rare value says from
//! the values' frequencies, and the rules that decide which pairs are looked at from what they cost and find.

mod bands;
mod blocking;
mod chance;
mod cluster;
mod describe;
mod dictionary;
mod frequency;
mod lists;
mod look;
mod meet;
mod pattern;
mod rivals;
mod rule;
mod run;
mod score;
mod settle;
#[cfg(test)]
mod tests;
mod together;
mod train;
mod waterfall;

pub use crate::levels::Places;
pub use bands::{Band, Costs};
pub use cluster::clusters;
pub use lists::{Lists, Values, Written};
pub use run::{Decision, Link, Linked, Options, link};
pub use waterfall::{Step, Waterfall, What};
