//! Taking a file in: the same pass as the plan's, into a draft that becomes a snapshot by one rename.

use super::{
    answer::{Answer, answer},
    ask::Ask,
    columns::Columns,
    layout::{Catalogue, Covers},
    pass::Nowhere,
    plan::{Effect, Opened, Plan},
    refusal::Refused,
    worklist::WorkList,
};
use doudi_lake::{About, Commit, Coverage, Lake, Limits};
use std::path::Path;

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// A new snapshot, and the answer to the sender.
    Loaded(Box<Loaded>),
    /// This file was taken in before, by the same layout: nothing was changed.
    AlreadyThere(Box<doudi_lake::Manifest>),
}

/// A file that was taken in.
#[derive(Debug)]
pub struct Loaded {
    /// What was planned and done.
    pub plan: Plan,
    /// The snapshot.
    pub manifest: doudi_lake::Manifest,
    /// The answer to the sender.
    pub answer: Answer,
}

/// Takes a file in. `loaded_at` comes from the binary's clock.
///
/// # Errors
/// Every reason of [`Refused`]; the lake is then as before.
#[expect(clippy::too_many_arguments, reason = "everything that the world outside decides is an argument")]
pub fn apply(
    path: &Path,
    catalogue: &Catalogue,
    lake: &Lake,
    work_list: &WorkList,
    limits: &Limits,
    ask: &Ask,
    loaded_at: jiff::Timestamp,
    progress: &mut dyn FnMut(u64),
) -> Result<Outcome, Refused> {
    let mut opened = Opened::open(path, catalogue, limits, ask)?;
    if let Effect::AlreadyThere(id) = opened.effect(lake)?
        && let Some(manifest) = lake.find(&id)?
    {
        return Ok(Outcome::AlreadyThere(Box::new(manifest)));
    }
    let schema = Columns::new(&opened.shape.fields(), &opened.shape.extras).schema().clone();
    let mut draft = lake.begin(schema)?;
    let (plan, against) = opened.read(lake, ask, &mut draft, progress)?;
    // Before the snapshot is there: after a crash in between, the same file comes again and its entries count once.
    work_list.note(&plan, loaded_at)?;
    let manifest = match draft.commit(about(&plan, loaded_at))? {
        Commit::Added(manifest) => manifest,
        Commit::AlreadyThere(manifest) => return Ok(Outcome::AlreadyThere(Box::new(manifest))),
    };
    let answer = answer(lake, &plan, &manifest, &opened.shape, against.as_ref())?;
    Ok(Outcome::Loaded(Box::new(Loaded { plan, manifest, answer })))
}

/// The answer to the sender of a file that was taken in as a snapshot: made again where a crash took it between the
/// snapshot and the letter. Reads the file through; changes nothing. None where the file is not that snapshot's.
///
/// # Errors
/// Every reason of [`Refused`].
pub fn answer_again(
    path: &Path,
    catalogue: &Catalogue,
    lake: &Lake,
    limits: &Limits,
    ask: &Ask,
    manifest: &doudi_lake::Manifest,
) -> Result<Option<Answer>, Refused> {
    let mut opened = Opened::open(path, catalogue, limits, ask)?;
    if opened.effect(lake)? != Effect::AlreadyThere(manifest.id.clone()) {
        return Ok(None);
    }
    let (plan, against) = opened.read(lake, ask, &mut Nowhere, &mut |_| ())?;
    answer(lake, &plan, manifest, &opened.shape, against.as_ref()).map(Some)
}

fn about(plan: &Plan, loaded_at: jiff::Timestamp) -> About {
    About {
        feed: plan.feed.clone(),
        layout: plan.layout_id.clone(),
        month: plan.month,
        part: plan.part.clone(),
        coverage: match plan.covers {
            Covers::Full => Coverage::Full,
            Covers::Increment => Coverage::Increment,
        },
        source: plan.file.clone(),
        sheets: plan.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        controls: plan.controls.clone(),
        loaded_at,
    }
}
