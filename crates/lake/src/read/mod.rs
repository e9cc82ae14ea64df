//! Any office file as streams of rows.

mod archive;
mod bounds;
mod cell;
mod contained;
mod decode;
mod delimited;
mod grid;
mod limits;
mod parquet;
mod roster;
mod sniff;
mod source;
mod unreadable;
mod workbook;

pub use cell::Cell;
pub use limits::Limits;
pub use roster::Roster;
pub use source::{Encoding, Format, Merge, Sheet, SourceFile};
pub use unreadable::Unreadable;
