//! The store: opening, listing, reading, verifying.

use super::{Commit, Disk, Draft, Held, LakeError, Manifest};
use crate::Complaint;
use arrow::{array::RecordBatch, datatypes::SchemaRef};
use doudi_kernel::{FeedId, Month, SnapshotId};
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The lake under one folder. Cheap to clone; readers need no lock, since nothing that they can see is ever changed.
#[derive(Clone)]
pub struct Lake {
    root: PathBuf,
    disk: Arc<dyn Disk>,
    /// What was read of snapshots that are there: nothing of them is ever changed, so that each is looked for once.
    known: Arc<Mutex<BTreeMap<SnapshotId, Known>>>,
}

/// A snapshot that was met.
#[derive(Clone)]
struct Known {
    folder: PathBuf,
    /// Where it was read.
    manifest: Option<Manifest>,
}

/// What [`Lake::verify`] found about one snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which snapshot.
    pub id: SnapshotId,
    /// The files whose content is not what the id was made from; empty when all is well.
    pub differing: Vec<String>,
}

impl Lake {
    /// Opens the lake in a folder, making it when it is not there, and sweeps what an import left behind that died. When
    /// an import is running its draft is left alone.
    ///
    /// # Errors
    /// [`LakeError::Disk`].
    pub fn open(root: &Path, disk: Arc<dyn Disk>) -> Result<Self, LakeError> {
        let lake = Self { root: root.to_owned(), disk, known: Arc::default() };
        let make = |folder: PathBuf| lake.disk.create_dir_all(&folder).map_err(LakeError::disk("opening the lake"));
        let new = !lake.snapshots_folder().exists();
        make(lake.snapshots_folder())?;
        make(lake.incoming())?;
        if new {
            // Or a power cut takes the first snapshot together with the folder that it lies in.
            for folder in root.ancestors().take(2).filter(|folder| folder.is_dir()) {
                lake.disk.sync_dir(folder).map_err(LakeError::disk("opening the lake"))?;
            }
        }
        match lake.lock() {
            Ok(_held) => lake.sweep()?,
            Err(LakeError::Busy) => {}
            Err(error) => return Err(error),
        }
        Ok(lake)
    }

    /// Begins an import of records with these columns. Takes the lock of the lake, which the draft holds.
    ///
    /// # Errors
    /// [`LakeError::Busy`] when another import runs, [`LakeError::Disk`].
    pub fn begin(&self, schema: SchemaRef) -> Result<Draft, LakeError> {
        let held = self.lock()?;
        self.sweep()?;
        Draft::begin(self.clone(), held, schema)
    }

    /// All snapshots in the order of their arrival.
    ///
    /// # Errors
    /// [`LakeError::Damaged`] for a manifest that cannot be read, [`LakeError::Disk`].
    pub fn snapshots(&self) -> Result<Vec<Manifest>, LakeError> {
        let folders = self.folders()?;
        let mut manifests = folders.iter().map(|folder| self.manifest(folder)).collect::<Result<Vec<_>, _>>()?;
        manifests.sort_by_key(|manifest| manifest.sequence);
        Ok(manifests)
    }

    /// The current snapshot of a feed, month and part: the one that arrived last.
    ///
    /// # Errors
    /// As [`Lake::snapshots`].
    pub fn current(&self, feed: &FeedId, month: Month, part: &str) -> Result<Option<Manifest>, LakeError> {
        let folders = entries(&self.home(feed, month)?)?;
        let there = folders.iter().filter(|folder| is_hash(id_of(folder).as_str()));
        let all = there.map(|folder| self.manifest(folder)).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().filter(|it| it.about.part == part).max_by_key(|it| it.sequence))
    }

    /// The snapshot of an id, when there is one.
    ///
    /// # Errors
    /// As [`Lake::snapshots`].
    pub fn find(&self, id: &SnapshotId) -> Result<Option<Manifest>, LakeError> {
        self.folder(id)?.map(|folder| self.manifest(&folder)).transpose()
    }

    /// Where the records of a snapshot lie, for readers of their own.
    ///
    /// # Errors
    /// [`LakeError::NoSuchSnapshot`], [`LakeError::Disk`].
    pub fn records_path(&self, id: &SnapshotId) -> Result<PathBuf, LakeError> {
        Ok(self.existing(id)?.join("records.parquet"))
    }

    /// Records with the named columns, in the order of the file; all columns for an empty list.
    ///
    /// # Errors
    /// [`LakeError::NoSuchSnapshot`], [`LakeError::NoSuchColumn`], [`LakeError::Damaged`].
    pub fn records(&self, id: &SnapshotId, columns: &[&str]) -> Result<Vec<RecordBatch>, LakeError> {
        let damaged = || LakeError::Damaged(id.clone());
        let file = File::open(self.records_path(id)?).map_err(|_| damaged())?;
        let mut reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|_| damaged())?;
        if !columns.is_empty() {
            for column in columns {
                let known = reader.schema().column_with_name(column).is_some();
                known
                    .then_some(())
                    .ok_or_else(|| LakeError::NoSuchColumn { id: id.clone(), column: (*column).into() })?;
            }
            let mask = ProjectionMask::columns(reader.parquet_schema(), columns.iter().copied());
            reader = reader.with_projection(mask);
        }
        let reader = reader.with_batch_size(65_536).build().map_err(|_| damaged())?;
        reader.collect::<Result<_, _>>().map_err(|_| damaged())
    }

    /// The complaints about a file, in the order in which they were made.
    ///
    /// # Errors
    /// [`LakeError::NoSuchSnapshot`], [`LakeError::Damaged`].
    pub fn complaints(&self, id: &SnapshotId) -> Result<Vec<Complaint>, LakeError> {
        let damaged = || LakeError::Damaged(id.clone());
        let file = File::open(self.existing(id)?.join("complaints.jsonl")).map_err(|_| damaged())?;
        let lines = BufReader::new(file).lines();
        lines.map(|line| serde_json::from_str(&line.map_err(|_| damaged())?).map_err(|_| damaged())).collect()
    }

    /// Reads every byte of every snapshot and says which is not what its id was made from.
    ///
    /// # Errors
    /// [`LakeError::Disk`] when the folders cannot be listed. A damaged snapshot is a finding, not an error.
    pub fn verify(&self) -> Result<Vec<Verified>, LakeError> {
        let folders = self.folders()?;
        Ok(folders.iter().map(|folder| Verified { id: id_of(folder), differing: differing(folder) }).collect())
    }

    pub(super) fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    pub(super) fn incoming(&self) -> PathBuf {
        self.root.join("incoming")
    }

    pub(super) fn snapshots_folder(&self) -> PathBuf {
        self.root.join("snapshots")
    }

    /// The folder of a feed and month.
    pub(super) fn home(&self, feed: &FeedId, month: Month) -> Result<PathBuf, LakeError> {
        let name = feed.as_str();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if name.is_empty() || !name.bytes().all(plain) {
            return Err(LakeError::FeedName(name.to_owned()));
        }
        Ok(self.snapshots_folder().join(name).join(month.to_string()))
    }

    pub(super) fn next_sequence(&self) -> Result<u64, LakeError> {
        Ok(self.snapshots()?.last().map_or(1, |last| last.sequence + 1))
    }

    fn lock(&self) -> Result<Held, LakeError> {
        let lock = self.disk.lock(&self.root.join("lock")).map_err(LakeError::disk("taking the lock"))?;
        lock.ok_or(LakeError::Busy)
    }

    /// Removes what a dead import left. Only under the lock.
    fn sweep(&self) -> Result<(), LakeError> {
        for left in entries(&self.incoming())? {
            self.disk.remove_dir_all(&left).map_err(LakeError::disk("sweeping a dead import"))?;
        }
        Ok(())
    }

    fn existing(&self, id: &SnapshotId) -> Result<PathBuf, LakeError> {
        self.folder(id)?.ok_or_else(|| LakeError::NoSuchSnapshot(id.clone()))
    }

    fn folder(&self, id: &SnapshotId) -> Result<Option<PathBuf>, LakeError> {
        let known = self.known().get(id).map(|known| known.folder.clone());
        if let Some(folder) = known.filter(|folder| folder.is_dir()) {
            return Ok(Some(folder));
        }
        Ok(self.folders()?.into_iter().find(|folder| id_of(folder) == *id))
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<SnapshotId, Known>> {
        // What a panic left behind is still true: entries are whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The manifest of a folder.
    fn manifest(&self, folder: &Path) -> Result<Manifest, LakeError> {
        let id = id_of(folder);
        let known = self.known().get(&id).filter(|known| known.folder == folder).and_then(|it| it.manifest.clone());
        if let Some(manifest) = known {
            return Ok(manifest);
        }
        let manifest = read_manifest(folder)?;
        let known = Known { folder: folder.to_owned(), manifest: Some(manifest.clone()) };
        self.known().insert(id, known);
        Ok(manifest)
    }

    /// Folders of all snapshots: feed, month, id.
    fn folders(&self) -> Result<Vec<PathBuf>, LakeError> {
        let mut folders = vec![self.snapshots_folder()];
        for _level in ["feed", "month", "id"] {
            folders = folders.iter().map(|folder| entries(folder)).collect::<Result<Vec<_>, _>>()?.concat();
        }
        // File managers leave their own files behind; a snapshot is a folder named by a hash.
        folders.retain(|folder| is_hash(id_of(folder).as_str()));
        let mut known = self.known();
        for folder in &folders {
            known.entry(id_of(folder)).or_insert_with(|| Known { folder: folder.clone(), manifest: None });
        }
        drop(known);
        Ok(folders)
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LakeError> {
    let list = || -> io::Result<Vec<PathBuf>> { fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect() };
    let mut found = match list() {
        Err(error) if matches!(error.kind(), ErrorKind::NotADirectory | ErrorKind::NotFound) => Vec::new(),
        other => other.map_err(LakeError::disk("listing the lake"))?,
    };
    found.sort();
    Ok(found)
}

fn is_hash(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())
}

fn id_of(folder: &Path) -> SnapshotId {
    SnapshotId::new(folder.file_name().unwrap_or_default().to_string_lossy())
}

fn read_manifest(folder: &Path) -> Result<Manifest, LakeError> {
    let text = fs::read(folder.join("manifest.json")).map_err(|_| LakeError::Damaged(id_of(folder)))?;
    serde_json::from_slice(&text).map_err(|_| LakeError::Damaged(id_of(folder)))
}

fn differing(folder: &Path) -> Vec<String> {
    let Ok(manifest) = read_manifest(folder) else { return vec!["manifest.json".into()] };
    let expected = [("records.parquet", &manifest.records_blake3), ("complaints.jsonl", &manifest.complaints_blake3)];
    let wrong = |(name, blake3): &(&str, &String)| hash(&folder.join(name)).is_none_or(|found| found != **blake3);
    let mut found: Vec<String> = expected.into_iter().filter(wrong).map(|(name, _)| name.to_owned()).collect();
    if manifest.id != id_of(folder) || !manifest.is_consistent() {
        found.push("manifest.json".into());
    }
    found
}

fn hash(path: &Path) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path).ok()?).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}

/// Says which it was, for logs.
impl std::fmt::Display for Commit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Added(manifest) => write!(f, "added {}", manifest.id),
            Self::AlreadyThere(manifest) => write!(f, "already there: {}", manifest.id),
        }
    }
}
