//! Assessments on the disk: immutable folders that come into being with one rename, and the rules that they were made by.
//!
//! ```text
//! <data>/determinations/<month>/<id>/{assessment.json, households.parquet, members.parquet, determinations.parquet,
//!                                     dossiers.parquet, changes.jsonl}
//! <data>/packs/<hash>/…                the texts of the rules, so that December can replay June
//! ```
//! An assessment is named by what went in and what was found: assessing again with nothing changed changes nothing.

use super::{
    changes::Change, dossiers, error::AssessError, files as tables, pack::Pack, plan::Determination, registers::Input,
    run::Assessed,
};
use crate::doubts::{Desk, DeskError, hand_down::desk_files as files};
use doudi_kernel::{Date, Month};
use doudi_lake::Disk;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What is known about an assessment that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name: BLAKE3 over what went in and what was found.
    pub id: String,
    /// The order of assessing, from 1.
    pub sequence: u64,
    /// The month.
    pub month: Month,
    /// The day on which it was first kept. Not part of the name.
    pub made: Date,
    /// The hash of the rules.
    pub pack: String,
    /// The day from which the list of towns and villages holds that was used, and its hash.
    pub divisions: Option<(Date, String)>,
    /// The snapshots that were read.
    pub inputs: Vec<Input>,
    /// The programmes that were assessed.
    pub programmes: Vec<String>,
    /// The assessment that it was compared with.
    pub previous: Option<String>,
    /// How many households and people.
    pub counts: (usize, usize),
    /// People left out because they are dead or struck from the register, rows that belong to no household, and rows of
    /// rosters about a verified household's people whom its verification does not name.
    pub left_out: [usize; 3],
    /// Households of too many rows, which were not assessed.
    #[serde(default)]
    pub crowded: usize,
    /// The hashes of its files.
    pub files: BTreeMap<String, String>,
}

impl Kept {
    /// Whether its households can be read one by one.
    pub fn has_dossiers(&self) -> bool {
        self.files.contains_key(dossiers::DOSSIERS)
    }
}

/// The files of an assessment, before it is kept.
#[derive(Debug)]
pub struct Files(pub(super) Vec<(&'static str, Vec<u8>)>);

impl Files {
    /// An assessment and its changes as bytes.
    ///
    /// # Errors
    /// [`AssessError::Engine`] when Parquet refuses.
    pub fn of(assessed: &Assessed, changes: &[Change]) -> Result<Self, AssessError> {
        let found = &assessed.found;
        let made = [
            tables::households(found),
            tables::members(found),
            tables::determinations(found),
            dossiers::file(assessed),
        ];
        let files: Result<Vec<_>, _> = made.into_iter().collect();
        let mut files = files.map_err(|why| AssessError::Engine(why.to_string()))?;
        files.push(("changes.jsonl", files::lines(changes)));
        Ok(Self(files))
    }

    /// The hash of each, by name.
    pub fn hashes(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(name, bytes)| ((*name).to_owned(), blake3::hash(bytes).to_hex().to_string())).collect()
    }
}

/// Where assessments and rules are kept. Cheap to clone.
#[derive(Clone)]
pub struct Assessments {
    root: PathBuf,
    packs: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Assessments {
    /// Those of a data folder.
    pub fn open(data: &Path, disk: Arc<dyn Disk>) -> Self {
        Self { root: data.join("determinations"), packs: data.join("packs"), disk }
    }

    /// Keeps the rules first, then the assessment. Whether it is new.
    ///
    /// # Errors
    /// The disk's. Died in between, the rules may be there without the assessment, which does no harm.
    pub fn keep(&self, mut kept: Kept, pack: &Pack, files: &Files) -> Result<(Kept, bool), AssessError> {
        let texts: Vec<(&str, Vec<u8>)> =
            pack.files.iter().map(|(path, text)| (path.as_str(), text.as_bytes().to_vec())).collect();
        Desk::open(&self.packs, self.disk.clone()).put(&self.packs.join(&kept.pack), &texts)?;
        kept.files = files.hashes();
        kept.id = id(&kept);
        let all = self.all()?;
        if let Some(same) = all.iter().find(|other| other.id == kept.id) {
            return Ok((same.clone(), false));
        }
        kept.sequence = all.iter().map(|other| other.sequence).max().unwrap_or(0) + 1;
        let about = serde_json::to_vec_pretty(&kept).expect("an assessment is plain data");
        let mut content: Vec<(&str, Vec<u8>)> = files.0.iter().map(|(name, bytes)| (*name, bytes.clone())).collect();
        content.push(("assessment.json", about));
        Desk::open(&self.root, self.disk.clone()).put(&self.folder(&kept), &content)?;
        Ok((kept, true))
    }

    /// All of them, in the order of assessing.
    ///
    /// # Errors
    /// [`DeskError::Damaged`], [`DeskError::Disk`].
    pub fn all(&self) -> Result<Vec<Kept>, AssessError> {
        let mut all = Vec::new();
        for month in files::folders(&self.root)? {
            for folder in files::folders(&month)? {
                all.push(files::read_json::<Kept>(&folder.join("assessment.json"))?);
            }
        }
        all.sort_by_key(|kept: &Kept| kept.sequence);
        Ok(all)
    }

    /// The assessment of a month that came last.
    ///
    /// # Errors
    /// [`AssessError::NotAssessed`], and as [`Assessments::all`].
    pub fn of_month(&self, month: Month) -> Result<Kept, AssessError> {
        let last = self.all()?.into_iter().rfind(|kept| kept.month == month);
        last.ok_or_else(|| AssessError::NotAssessed(month.to_string()))
    }

    /// The assessment that came last for the latest month before another.
    ///
    /// # Errors
    /// As [`Assessments::all`].
    pub fn before(&self, month: Month) -> Result<Option<Kept>, AssessError> {
        Ok(self.all()?.into_iter().filter(|kept| kept.month < month).max_by_key(|kept| (kept.month, kept.sequence)))
    }

    /// An assessment by its name.
    ///
    /// # Errors
    /// [`AssessError::NotAssessed`], and as [`Assessments::all`].
    pub fn find(&self, id: &str) -> Result<Kept, AssessError> {
        let found = self.all()?.into_iter().find(|kept| kept.id == id);
        found.ok_or_else(|| AssessError::NotAssessed(id.chars().take(12).collect()))
    }

    /// The bytes of a file of an assessment.
    ///
    /// # Errors
    /// [`DeskError::Damaged`] when it is not there.
    pub fn file(&self, kept: &Kept, name: &str) -> Result<Vec<u8>, AssessError> {
        let damaged = |_: io::Error| AssessError::Kept(DeskError::Damaged(name.to_owned()));
        fs::read(self.folder(kept).join(name)).map_err(damaged)
    }

    /// The determinations of an assessment.
    ///
    /// # Errors
    /// [`DeskError::Damaged`].
    pub fn determinations(&self, kept: &Kept) -> Result<Vec<Determination>, AssessError> {
        let read = tables::read_determinations(self.file(kept, "determinations.parquet")?);
        read.ok_or_else(|| AssessError::Kept(DeskError::Damaged("determinations.parquet".into())))
    }

    /// The packed numbers of the heads of an assessment, by household.
    ///
    /// # Errors
    /// [`DeskError::Damaged`].
    pub fn heads(&self, kept: &Kept) -> Result<Vec<u64>, AssessError> {
        let read = tables::read_heads(self.file(kept, "households.parquet")?);
        read.ok_or_else(|| AssessError::Kept(DeskError::Damaged("households.parquet".into())))
    }

    /// The rules of a name.
    ///
    /// # Errors
    /// [`DeskError::Damaged`] when they are not there or not what the name says.
    pub fn pack(&self, hash: &str) -> Result<Pack, AssessError> {
        let root = self.packs.join(hash);
        let mut found = Vec::new();
        let damaged = || AssessError::Kept(DeskError::Damaged(format!("packs/{}", &hash[..hash.len().min(12)])));
        texts(&root, &root, &mut found).map_err(|_| damaged())?;
        found.sort();
        let pack = Pack { files: found };
        if pack.hash() == hash { Ok(pack) } else { Err(damaged()) }
    }

    /// The packed numbers of all members and heads with their households, sorted.
    pub(super) fn people(&self, kept: &Kept) -> Result<Vec<(u64, u32)>, AssessError> {
        let read = tables::read_members(self.file(kept, "members.parquet")?);
        let mut people = read.ok_or_else(|| AssessError::Kept(DeskError::Damaged("members.parquet".into())))?;
        people.extend(self.heads(kept)?.into_iter().zip(0..));
        people.sort_unstable();
        people.dedup();
        people.shrink_to_fit();
        Ok(people)
    }

    pub(super) fn folder(&self, kept: &Kept) -> PathBuf {
        self.root.join(kept.month.to_string()).join(&kept.id)
    }
}

/// All files below a folder, by their path within it.
fn texts(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            texts(root, &path, found)?;
        } else {
            let parts = path.strip_prefix(root).unwrap_or(&path).components();
            let name: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            found.push((name.join("/"), fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// The name: everything but the day and the order.
fn id(kept: &Kept) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("doudi assessment 1");
    let content =
        (kept.month, &kept.pack, &kept.divisions, &kept.inputs, &kept.programmes, &kept.previous, &kept.files);
    serde_json::to_writer(&mut hasher, &content).expect("plain data, and hashing cannot fail");
    hasher.finalize().to_hex().as_str()[..24].to_owned()
}
