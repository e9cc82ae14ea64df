//! Plans on the desk, and what people decided: folders that come into being whole and are only ever added to.
//!
//! ```text
//! <desk>/link/<month>/<batch id>/{link.json, asked.jsonl, proposals.parquet, links.xlsx, report.txt}
//! <desk>/link/<month>/<batch id>/returns/<number>-<hash>/{return.json, decisions.jsonl, refused.jsonl}
//! ```
//! A batch is named by the hash of what was found: linking the same lists again changes nothing.

use super::{Decision, LinkPlan, LinkRefused, Prepared, ReadDecisions, plan::Asked};
use crate::doubts::{Desk, DeskError, hand_down::desk_files as files};
use doudi_compare::link::Band;
use doudi_kernel::{BatchId, Date, Month};
use doudi_lake::Disk;
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder of links on the desk.
const FOLDER: &str = "link";
/// Pairs of a workbook that are to be looked at; the likeliest first, the rest stay in `proposals.parquet`.
const MOST_ASKED: usize = 20_000;
/// Pairs that are taken for the same and still shown: the weakest of them.
const MOST_SHOWN: usize = 1_000;

/// The desk's links. Cheap to clone.
#[derive(Clone)]
pub struct LinkDesk {
    root: PathBuf,
    desk: Desk,
}

/// A plan that was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkBatch {
    /// Its name, by what was found.
    pub id: BatchId,
    /// The month that was linked for.
    pub month: Month,
    /// The day on which it was first kept.
    pub made: Date,
    /// What was found, without the proposals, which lie beside.
    pub plan: LinkPlan,
    /// Proposals in all.
    pub proposals: usize,
    /// The pairs that people are asked about, in the order of the workbook.
    #[serde(skip)]
    pub asked: Vec<Asked>,
}

/// What keeping did.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPlan {
    /// The batch.
    pub batch: LinkBatch,
    /// Where it lies.
    pub folder: PathBuf,
    /// Whether it is new.
    pub new: bool,
}

impl LinkDesk {
    /// The links of the desk in a folder.
    pub fn open(desk: &Path, disk: Arc<dyn Disk>) -> Self {
        Self { root: desk.join(FOLDER), desk: Desk::open(desk, disk) }
    }

    /// Keeps a plan with its workbook and report. The same plan again changes nothing.
    ///
    /// # Errors
    /// The desk's own.
    pub fn keep(
        &self,
        plan: &LinkPlan,
        prepared: &Prepared,
        month: Month,
        today: Date,
    ) -> Result<KeptPlan, LinkRefused> {
        let asked = asked(plan, prepared);
        let proposals = super::proposals::bytes(plan, prepared)?;
        let id = id(plan, &asked, &proposals);
        if let Some((batch, folder)) = self.find(&id)? {
            return Ok(KeptPlan { batch, folder, new: false });
        }
        let batch = LinkBatch { id, month, made: today, plan: plan.clone(), proposals: plan.proposals.len(), asked };
        let folder = self.root.join(month.to_string()).join(batch.id.as_str());
        let about = serde_json::to_vec_pretty(&batch).expect("a batch is plain data");
        let book = super::link_book(&batch)?;
        let report = super::report(&batch.plan, plan, doudi_kernel::Lang::Zh).into_bytes();
        let asked = files::lines(&batch.asked);
        self.desk.put(
            &folder,
            &[
                ("link.json", about),
                ("asked.jsonl", asked),
                ("proposals.parquet", proposals),
                ("links.xlsx", book),
                ("report.txt", report),
            ],
        )?;
        Ok(KeptPlan { batch, folder, new: true })
    }

    /// The batch of a name, with its folder.
    ///
    /// # Errors
    /// [`DeskError::Damaged`], [`DeskError::Disk`].
    pub fn find(&self, id: &BatchId) -> Result<Option<(LinkBatch, PathBuf)>, DeskError> {
        let folder = self.folders()?.into_iter().find(|folder| folder.ends_with(id.as_str()));
        folder.map(|folder| Ok((read(&folder)?, folder))).transpose()
    }

    /// All batches with their pairs, the newest month first.
    ///
    /// # Errors
    /// [`DeskError::Damaged`], [`DeskError::Disk`].
    pub fn batches(&self) -> Result<Vec<LinkBatch>, DeskError> {
        let mut all = self.folders()?.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|a, b| (b.month, &a.plan.lists[0].name, &a.id).cmp(&(a.month, &b.plan.lists[0].name, &b.id)));
        Ok(all)
    }

    /// Keeps what came back. The same files again change nothing.
    ///
    /// # Errors
    /// The desk's own.
    pub fn keep_decisions(&self, batch: &LinkBatch, read: &ReadDecisions) -> Result<(), DeskError> {
        let Some((_, folder)) = self.find(&batch.id)? else { return Err(DeskError::NoSuchBatch(batch.id.clone())) };
        let about = serde_json::to_vec_pretty(&read.about).expect("a return is plain data");
        let (accepted, refused) = (files::lines(&read.accepted), files::lines(&read.refused));
        let hash = blake3::hash(&[&about[..], &accepted, &refused].concat()).to_hex();
        let known = files::folders(&folder.join("returns"))?;
        if known.iter().any(|known| known.to_string_lossy().ends_with(&hash.as_str()[..12])) || read.accepted.is_empty()
        {
            return Ok(());
        }
        let name = format!("{:06}-{}", known.len() + 1, &hash.as_str()[..12]);
        let files = [("return.json", about), ("decisions.jsonl", accepted), ("refused.jsonl", refused)];
        self.desk.put(&folder.join("returns").join(name), &files)
    }

    /// All decisions, the last one about a pair at the end.
    ///
    /// # Errors
    /// [`DeskError::Damaged`], [`DeskError::Disk`].
    pub fn decisions(&self) -> Result<Vec<Decision>, DeskError> {
        let mut all: Vec<Decision> = Vec::new();
        for folder in self.folders()? {
            all.extend(decisions_in(&folder)?);
        }
        all.sort_by_key(|decision| decision.on);
        Ok(all)
    }

    /// The decisions about a batch, in the order in which they came.
    ///
    /// # Errors
    /// As [`LinkDesk::decisions`].
    pub fn decisions_of(&self, batch: &LinkBatch) -> Result<Vec<Decision>, DeskError> {
        match self.find(&batch.id)? {
            Some((_, folder)) => decisions_in(&folder),
            None => Ok(Vec::new()),
        }
    }

    fn folders(&self) -> Result<Vec<PathBuf>, DeskError> {
        let months = files::folders(&self.root)?;
        Ok(months.iter().map(|month| files::folders(month)).collect::<Result<Vec<_>, _>>()?.concat())
    }
}

fn read(folder: &Path) -> Result<LinkBatch, DeskError> {
    let mut batch: LinkBatch = files::read_json(&folder.join("link.json"))?;
    batch.asked = files::read_lines(&folder.join("asked.jsonl"))?;
    Ok(batch)
}

fn decisions_in(folder: &Path) -> Result<Vec<Decision>, DeskError> {
    let returns = files::folders(&folder.join("returns"))?;
    let read = returns.iter().map(|one| files::read_lines::<Decision>(&one.join("decisions.jsonl")));
    Ok(read.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The pairs that people are asked about: those to be looked at, the likeliest first, then the weakest of those that are
/// taken for the same. What people decided already is not asked again.
fn asked(plan: &LinkPlan, prepared: &Prepared) -> Vec<Asked> {
    let open = |band: Band| plan.proposals.iter().filter(move |one| one.band == band && one.decided.is_none());
    let look = open(Band::Look).take(MOST_ASKED);
    let same: Vec<_> = open(Band::Same).collect();
    let weakest = same.iter().rev().take(MOST_SHOWN).copied();
    look.chain(weakest).map(|proposal| plan.asked(prepared, proposal)).collect()
}

fn id(plan: &LinkPlan, asked: &[Asked], proposals: &[u8]) -> BatchId {
    let mut hasher = blake3::Hasher::new_derive_key("doudi link batch 1");
    serde_json::to_writer(&mut hasher, &(plan, asked)).expect("a plan is plain data and hashing cannot fail");
    hasher.update(proposals);
    BatchId::new(&hasher.finalize().to_hex().as_str()[..24])
}
