//! An office over a synthetic county: from rosters to files, from an application to a letter.

mod cases;
mod casework;
mod changes;
mod citizen;
mod clocks;
mod county;
mod leaks;
mod ledgers;
mod links;
mod matters;
mod messages;
mod movements;
mod points;
mod privacy;
mod procedures;
mod register;
mod simulations;
mod staff;
mod visits;
