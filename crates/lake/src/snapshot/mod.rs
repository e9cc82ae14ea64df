//! The immutable store of what departments sent.
//!
//! ```text
//! <root>/snapshots/<feed>/<month>/<snapshot id>/{records.parquet, complaints.jsonl, manifest.json}
//! <root>/incoming/draft/…      a running import; swept by whoever next takes the lock
//! <root>/lock                  held while an import runs
//! ```
//! A snapshot directory comes into being by one rename of a draft whose files are already on the disk, and is never
//! written again. A process that dies at any moment therefore leaves the lake as it was before or as it is after.

mod disk;
mod draft;
mod error;
mod lake;
mod manifest;
mod real_disk;

pub use disk::{Disk, DiskFile, Held};
pub use draft::{Commit, Draft};
pub use error::LakeError;
pub use lake::{Lake, Verified};
pub use manifest::{About, Control, Coverage, Manifest};
pub use real_disk::RealDisk;
