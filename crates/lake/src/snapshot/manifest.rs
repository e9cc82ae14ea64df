//! What a snapshot says about itself.

use crate::SourceFile;
use doudi_kernel::{FeedId, LayoutId, Month, SnapshotId};
use serde::{Deserialize, Serialize};

/// What the importer knows about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The kind of file.
    pub feed: FeedId,
    /// The layout by which it was read.
    pub layout: LayoutId,
    /// The month that it is about.
    pub month: Month,
    /// Empty for the whole county, else the town or the status part that it covers.
    pub part: String,
    /// Whether absence from it means anything.
    pub coverage: Coverage,
    /// The file.
    pub source: SourceFile,
    /// Names of the sheets that records came from; `source_sheet` counts into this list.
    pub sheets: Vec<String>,
    /// Totals that the file states, beside what was found.
    pub controls: Vec<Control>,
    /// When it was loaded. Not part of the snapshot's id.
    pub loaded_at: jiff::Timestamp,
}

/// Whether a file lists everyone or only news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Everyone: who is absent has left, provided that the controls agree.
    Full,
    /// News since the last file: absence means nothing.
    Increment,
}

/// A total that the file states, compared with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// Where it is stated: `文件名`, `合计`.
    pub name: String,
    /// The number stated (rows, persons, or fen).
    pub stated: i64,
    /// The number found, in the same unit.
    pub found: i64,
    /// Whether they agree.
    pub agrees: bool,
}

/// A snapshot in the lake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// BLAKE3 over feed, month, part, layout, source, records and complaints, hex. Time and sequence are not in it, so the
    /// same file read by the same layout is the same snapshot.
    pub id: SnapshotId,
    /// The order of arrival in this lake, from 1. The current snapshot of a feed, month and part has the highest.
    pub sequence: u64,
    /// What the importer knew.
    pub about: About,
    /// Records.
    pub rows: u64,
    /// Complaints.
    pub complaints: u64,
    /// Columns of the records, in order.
    pub columns: Vec<String>,
    /// BLAKE3 of `records.parquet`, hex.
    pub records_blake3: String,
    /// BLAKE3 of `complaints.jsonl`, hex.
    pub complaints_blake3: String,
    /// Bytes of `records.parquet`.
    pub records_bytes: u64,
}

impl Manifest {
    /// The id that the rest of the manifest leads to.
    pub(super) fn compute_id(about: &About, records: &str, complaints: &str) -> SnapshotId {
        let mut hasher = blake3::Hasher::new_derive_key("doudi lake snapshot 1");
        let month = about.month.to_string();
        let parts = [
            about.feed.as_str(),
            &month,
            &about.part,
            about.layout.as_str(),
            &about.source.blake3,
            records,
            complaints,
        ];
        for part in parts {
            // The length goes first, so that no two lists of parts run together to the same bytes.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        SnapshotId::new(hasher.finalize().to_hex().to_string())
    }

    /// Whether the id follows from the rest.
    pub(super) fn is_consistent(&self) -> bool {
        Self::compute_id(&self.about, &self.records_blake3, &self.complaints_blake3) == self.id
    }
}
