//! Departments' files: readers, cleaning of single cells, and the immutable store of snapshots.
//!
//! [`read`] opens any office file as a stream of rows. [`clean`] turns one cell into one value without ever guessing, or
//! names the [`Rule`] that it breaks. [`snapshot`] keeps what was read, named by its content, and never changes it.
//!
//! [`keys`] keeps a list's keys sorted, beside a snapshot or by themselves. [`scan`] hands over large delimited and Parquet files as they are, for comparisons of tens of millions of rows.
//!
//! What is absent: no clock, no randomness, no environment, no knowledge of feeds or layouts, no network.

pub mod clean;
pub mod keys;
pub mod read;
pub mod scan;
pub mod snapshot;

pub use clean::{CleanId, Complaint, DateValue, MonthValue, Rule};
pub use read::{Cell, Encoding, Format, Limits, Merge, Roster, Sheet, SourceFile, Unreadable};
pub use snapshot::{About, Commit, Control, Coverage, Disk, DiskFile, Draft, Lake, LakeError, Manifest, RealDisk};
