//! What people and rules did, in order, unchangeable, with projections beside it.
//!
//! Entries are only ever added, one hash chain a county; tables that follow from them are written in the same
//! transaction and can be made anew. SQLite in one file, or PostgreSQL by a URL: the same SQL, the same tests.

pub mod access;
pub mod chain;
pub mod crypto;
mod db;
mod entry;
mod error;
mod facts;
mod heads;
mod journal;
mod keep;
mod once;
mod project;
mod reader;
mod rotate;
mod schema;
mod scoped;
mod tx;
mod verify;

pub use db::{FromValue, Location, Migration, Progress, Row, Value};
pub use entry::{Actor, County, Draft, Entry, IdempotencyKey, Instant, Subject, date_number, date_of_number};
pub use error::JournalError;
pub use facts::{Fact, FactTable, FactValue, KnownFact};
pub use heads::{SignedHead, read_heads, write_heads};
pub use journal::Journal;
pub use project::{Projection, Rebuild, TableDifference};
pub use reader::Reader;
pub use schema::Schema;
pub use tx::Tx;
pub use verify::{ChainFault, Verification, Wrong};
