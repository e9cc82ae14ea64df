//! The desk: where batches and returns are kept.

use super::{Batch, DeskError, HandedDoubt, link, make};
use crate::doubts::{
    findings::{Findings, Leftover},
    spec::Spec,
};
use doudi_kernel::{BatchId, Date, Month, SpecId};
use doudi_lake::Disk;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The desk under one folder. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    root: PathBuf,
    disk: Arc<dyn Disk>,
}

/// What handing down did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandedDown {
    /// The batch is new.
    Added(Batch),
    /// The same findings were handed down before; nothing changed.
    AlreadyThere(Batch),
}

impl HandedDown {
    /// The batch, new or not.
    pub fn batch(&self) -> &Batch {
        match self {
            Self::Added(batch) | Self::AlreadyThere(batch) => batch,
        }
    }
}

impl Desk {
    /// The desk in a folder, which comes into being with the first batch.
    pub fn open(root: &Path, disk: Arc<dyn Disk>) -> Self {
        Self { root: root.to_owned(), disk }
    }

    /// Keeps the doubts of some findings as a batch, as of a day.
    ///
    /// # Errors
    /// [`DeskError::Busy`], [`DeskError::Disk`], [`DeskError::Damaged`].
    pub fn hand_down(&self, findings: &Findings, spec: &Spec, today: Date) -> Result<HandedDown, DeskError> {
        let batches = self.batches(&findings.spec)?;
        let links = match batches.iter().rfind(|batch| batch.month < findings.month) {
            None => BTreeMap::new(),
            Some(previous) => link::links(previous, &self.accepted(previous)?),
        };
        let mut batch = make(findings, spec, today, |key, reason| links.get(&(key, reason.to_owned())).cloned());
        if let Some(same) = batches.iter().find(|known| known.id == batch.id) {
            return Ok(HandedDown::AlreadyThere(same.clone()));
        }
        batch.sequence = batches.last().map_or(1, |last| last.sequence + 1);
        let about = serde_json::to_vec_pretty(&batch).expect("a batch is plain data");
        let files = [
            ("batch.json", about),
            ("doubts.jsonl", lines(&batch.doubts)),
            ("leftovers.jsonl", lines(&batch.leftovers)),
        ];
        self.put(&self.folder(&batch), &files)?;
        Ok(HandedDown::Added(batch))
    }

    /// The batches of a comparison, the one that was handed down last at the end.
    ///
    /// # Errors
    /// [`DeskError::Damaged`], [`DeskError::Disk`].
    pub fn batches(&self, spec: &SpecId) -> Result<Vec<Batch>, DeskError> {
        let mut batches = Vec::new();
        for month in folders(&self.root.join(spec.as_str()))? {
            for folder in folders(&month)? {
                batches.push(read_batch(&folder)?);
            }
        }
        batches.sort_by_key(|batch| batch.sequence);
        Ok(batches)
    }

    /// The batch of a comparison that was handed down last for a month.
    ///
    /// # Errors
    /// As [`Desk::batches`].
    pub fn latest(&self, spec: &SpecId, month: Month) -> Result<Option<Batch>, DeskError> {
        Ok(self.batches(spec)?.into_iter().rfind(|batch| batch.month == month))
    }

    /// The batch of an id, whatever its comparison.
    ///
    /// # Errors
    /// [`DeskError::NoSuchBatch`], and as [`Desk::batches`].
    pub fn batch(&self, id: &BatchId) -> Result<Batch, DeskError> {
        for spec in folders(&self.root)? {
            for month in folders(&spec)? {
                let folder = month.join(id.as_str());
                if folder.join("batch.json").is_file() {
                    return read_batch(&folder);
                }
            }
        }
        Err(DeskError::NoSuchBatch(id.clone()))
    }

    /// All batches by comparison, month and id, in that order; their sequence stands in each.
    ///
    /// # Errors
    /// [`DeskError::Disk`].
    pub fn ids(&self) -> Result<Vec<(SpecId, Month, BatchId)>, DeskError> {
        let last = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut ids = Vec::new();
        for spec in folders(&self.root)? {
            for month in folders(&spec)? {
                let Ok(of) = last(&month).parse::<Month>() else { continue };
                for batch in folders(&month)?.iter().filter(|folder| folder.join("batch.json").is_file()) {
                    ids.push((SpecId::new(last(&spec)), of, BatchId::new(last(batch))));
                }
            }
        }
        Ok(ids)
    }

    pub(crate) fn folder(&self, batch: &Batch) -> PathBuf {
        self.root.join(batch.spec.as_str()).join(batch.month.to_string()).join(batch.id.as_str())
    }

    /// Makes a folder with files, which may lie in folders of their own, in one step. Nothing changes when it is there already.
    pub(crate) fn put(&self, folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), DeskError> {
        let _held = self.hold()?;
        self.put_held(folder, files)
    }

    /// Takes the desk's lock for as long as the value lives.
    pub(crate) fn hold(&self) -> Result<impl Sized + use<>, DeskError> {
        let wrong = || DeskError::disk("writing to the desk");
        self.disk.create_dir_all(&self.root).map_err(wrong())?;
        let held = self.disk.lock(&self.root.join("lock")).map_err(wrong())?;
        held.ok_or(DeskError::Busy)
    }

    /// As [`Desk::put`], by a caller who holds the desk.
    pub(crate) fn put_held(&self, folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), DeskError> {
        let wrong = || DeskError::disk("writing to the desk");
        let incoming = self.root.join("incoming");
        self.disk.remove_dir_all(&incoming).map_err(wrong())?;
        if folder.exists() {
            return Ok(());
        }
        let draft = incoming.join("draft");
        self.disk.create_dir_all(&draft).map_err(wrong())?;
        let mut inside = BTreeSet::from([draft.clone()]);
        for (name, bytes) in files {
            let path = draft.join(name);
            let folders = path.ancestors().skip(1).take_while(|above| above.starts_with(&draft)).map(Path::to_owned);
            for new in folders.filter(|folder| inside.insert(folder.clone())).collect::<Vec<_>>() {
                self.disk.create_dir_all(&new).map_err(wrong())?;
            }
            let mut file = self.disk.create(&path).map_err(wrong())?;
            file.write_all(bytes).and_then(|()| file.sync()).map_err(wrong())?;
        }
        inside.iter().try_for_each(|folder| self.disk.sync_dir(folder)).map_err(wrong())?;
        let above = folder.parent().unwrap_or(&self.root);
        self.disk.create_dir_all(above).map_err(wrong())?;
        self.disk.rename(&draft, folder).map_err(wrong())?;
        self.disk.sync_dir(above).map_err(wrong())
    }
}

pub(crate) fn lines<T: Serialize>(items: &[T]) -> Vec<u8> {
    let mut text = Vec::new();
    for item in items {
        serde_json::to_writer(&mut text, item).expect("items are plain data");
        text.push(b'\n');
    }
    text
}

pub(crate) fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, DeskError> {
    let damaged = || DeskError::Damaged(name(path));
    let text = fs::read_to_string(path).map_err(|_| damaged())?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|_| damaged())).collect()
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, DeskError> {
    let damaged = || DeskError::Damaged(name(path));
    serde_json::from_slice(&fs::read(path).map_err(|_| damaged())?).map_err(|_| damaged())
}

/// The file with its folder: enough to find it, and no path of this machine.
fn name(path: &Path) -> String {
    let last = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    format!("{}/{}", path.parent().map(last).unwrap_or_default(), last(path))
}

fn read_batch(folder: &Path) -> Result<Batch, DeskError> {
    let mut batch: Batch = read_json(&folder.join("batch.json"))?;
    batch.doubts = read_lines::<HandedDoubt>(&folder.join("doubts.jsonl"))?;
    batch.leftovers = read_lines::<Leftover>(&folder.join("leftovers.jsonl"))?;
    Ok(batch)
}

/// The folders in a folder, in the order of names; none when it is not there. Drafts are not batches.
pub(crate) fn folders(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let entries = match fs::read_dir(folder) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(DeskError::disk("listing the desk"))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(DeskError::disk("listing the desk"))?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "incoming" && name != "returns") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
