//! An import under way, and how it becomes a snapshot.

use super::{About, Disk, DiskFile, Held, Lake, LakeError, Manifest};
use crate::Complaint;
use arrow::{array::RecordBatch, datatypes::SchemaRef};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};
use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Rows of a row group: enough to compress well, few enough that a draft stays within some tens of megabytes.
const ROW_GROUP_ROWS: usize = 65_536;

/// An import under way. It holds the lake's lock; dropping it without [`Draft::commit`] leaves nothing behind.
pub struct Draft {
    lake: Lake,
    folder: PathBuf,
    records: Option<ArrowWriter<Hashed>>,
    complaints: Hashed,
    rows: u64,
    complaint_count: u64,
    columns: Vec<String>,
    committed: bool,
    /// Last, so that the folder is gone before another import may begin.
    _held: Held,
}

/// What became of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Commit {
    /// A new snapshot.
    Added(Manifest),
    /// The same content was there already, and nothing was changed.
    AlreadyThere(Manifest),
}

impl Commit {
    /// The snapshot, new or not.
    pub fn manifest(&self) -> &Manifest {
        match self {
            Self::Added(manifest) | Self::AlreadyThere(manifest) => manifest,
        }
    }
}

impl Draft {
    pub(super) fn begin(lake: Lake, held: Held, schema: SchemaRef) -> Result<Self, LakeError> {
        let folder = lake.incoming().join("draft");
        let disk = lake.disk();
        disk.create_dir_all(&folder).map_err(LakeError::disk("making a draft"))?;
        let open = |name: &str| Hashed::create(disk, &folder.join(name)).map_err(LakeError::disk("making a draft"));
        let (records, complaints) = (open("records.parquet")?, open("complaints.jsonl")?);
        let columns = schema.fields().iter().map(|field| field.name().clone()).collect();
        let records = ArrowWriter::try_new(records, schema, Some(properties())).map_err(write_failed)?;
        Ok(Self {
            lake,
            folder,
            records: Some(records),
            complaints,
            rows: 0,
            complaint_count: 0,
            columns,
            committed: false,
            _held: held,
        })
    }

    /// Adds records.
    ///
    /// # Errors
    /// [`LakeError::Schema`] for a batch of other columns, [`LakeError::Disk`].
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        let records = self.records.as_mut().ok_or(LakeError::Schema)?;
        records.write(batch).map_err(write_failed)?;
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    /// Adds a complaint.
    ///
    /// # Errors
    /// [`LakeError::Disk`].
    pub fn complain(&mut self, complaint: &Complaint) -> Result<(), LakeError> {
        let mut line =
            serde_json::to_vec(complaint).map_err(|error| LakeError::disk("writing complaints")(error.into()))?;
        line.push(b'\n');
        self.complaints.write_all(&line).map_err(LakeError::disk("writing complaints"))?;
        self.complaint_count += 1;
        Ok(())
    }

    /// Records so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Complaints so far.
    pub fn complaints(&self) -> u64 {
        self.complaint_count
    }

    /// Makes the draft a snapshot, by one rename after everything is on the disk.
    ///
    /// # Errors
    /// [`LakeError::FeedName`], [`LakeError::Disk`]. The lake is then as before, except when the very last step failed,
    /// which makes the rename durable: then it is as before or as after, and committing again tells which.
    pub fn commit(mut self, about: About) -> Result<Commit, LakeError> {
        let home = self.lake.home(&about.feed, about.month)?;
        let (records, complaints) = self.finish_files()?;
        let id = Manifest::compute_id(&about, &records.blake3, &complaints.blake3);
        if let Some(there) = self.lake.find(&id)? {
            return Ok(Commit::AlreadyThere(there));
        }
        let manifest = Manifest {
            id,
            sequence: self.lake.next_sequence()?,
            about,
            rows: self.rows,
            complaints: self.complaint_count,
            columns: std::mem::take(&mut self.columns),
            records_blake3: records.blake3,
            complaints_blake3: complaints.blake3,
            records_bytes: records.bytes,
        };
        self.write_manifest(&manifest)?;
        self.publish(&home, manifest.id.as_str())?;
        Ok(Commit::Added(manifest))
    }

    fn finish_files(&mut self) -> Result<(Finished, Finished), LakeError> {
        let records = self.records.take().ok_or(LakeError::Schema)?;
        let mut records = records.into_inner().map_err(write_failed)?;
        let failed = || LakeError::disk("making the draft durable");
        Ok((records.finish().map_err(failed())?, self.complaints.finish().map_err(failed())?))
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), LakeError> {
        let write = || -> io::Result<()> {
            let mut file = Hashed::create(self.lake.disk(), &self.folder.join("manifest.json"))?;
            file.write_all(&serde_json::to_vec_pretty(manifest)?)?;
            file.finish()?;
            self.lake.disk().sync_dir(&self.folder)
        };
        write().map_err(LakeError::disk("writing the manifest"))
    }

    /// Draft to snapshot. Each directory on the way down is made durable in the one above it before the rename, and the
    /// rename itself at the end.
    fn publish(&mut self, home: &Path, name: &str) -> Result<(), LakeError> {
        let publish = || -> io::Result<()> {
            let disk = self.lake.disk();
            disk.create_dir_all(home)?;
            let above = home.ancestors().skip(1).take_while(|above| above.starts_with(self.lake.snapshots_folder()));
            for folder in above {
                disk.sync_dir(folder)?;
            }
            disk.rename(&self.folder, &home.join(name))?;
            disk.sync_dir(home)
        };
        publish().map_err(LakeError::disk("publishing a snapshot"))?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.committed {
            // Whatever stays is swept by whoever next takes the lock.
            let _ = self.lake.disk().remove_dir_all(&self.folder);
        }
    }
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        // The snapshot's id must not change because a library's version did.
        .set_created_by("doudi".to_owned())
        .build()
}

fn write_failed(error: ParquetError) -> LakeError {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => LakeError::disk("writing records")(*error),
            Err(other) => LakeError::disk("writing records")(io::Error::other(other)),
        },
        ParquetError::ArrowError(_) => LakeError::Schema,
        other => LakeError::disk("writing records")(io::Error::other(other)),
    }
}

/// A file that is hashed while it is written.
struct Hashed {
    file: BufWriter<Box<dyn DiskFile>>,
    hasher: blake3::Hasher,
    bytes: u64,
}

struct Finished {
    blake3: String,
    bytes: u64,
}

impl Hashed {
    fn create(disk: &Arc<dyn Disk>, path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(256 << 10, disk.create(path)?),
            hasher: blake3::Hasher::new(),
            bytes: 0,
        })
    }

    fn finish(&mut self) -> io::Result<Finished> {
        self.file.flush()?;
        self.file.get_mut().sync()?;
        Ok(Finished { blake3: self.hasher.finalize().to_hex().to_string(), bytes: self.bytes })
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
