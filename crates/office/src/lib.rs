//! The slices that decide about people; everything that they do is written to the journal.
//!
//! `work` looks at rosters as files; here households and persons have files of their own. [`Bureau`] is what an office
//! works with; [`Who`] is who works; every function takes both, asks [`Who::may`] for a scope first, and reads nothing
//! outside of it.

mod bureau;
pub mod case;
pub mod citizen;
pub mod discoveries;
pub mod doubts;
mod error;
pub mod field;
mod folder;
pub mod imports;
pub mod imprest;
mod incoming;
pub mod jobs;
pub mod ledgers;
pub mod links;
pub mod matters;
pub mod messages;
pub mod papers;
pub mod register;
mod schema;
pub mod simulations;
pub mod staff;
pub mod visits;
mod who;
mod words;

pub use bureau::Bureau;
pub use error::OfficeError;
pub use field::Field;
pub use incoming::{Incoming, incoming};
pub use schema::SCHEMA;
pub use who::Who;
