//! A snapshot with what is wrong in it, and the answer that went to its sender.

use super::{answer_path, may};
use crate::{Bureau, OfficeError, Who, register};
use doudi_journal::{
    Instant,
    access::{Action, Purpose, PurposeKind, Resource},
};
use doudi_kernel::SnapshotId;
use doudi_lake::{Complaint, Manifest, Rule};
use std::{collections::BTreeMap, fs, path::PathBuf};

/// Complaints of one rule on a page.
const PAGE: usize = 100;

/// A snapshot.
#[derive(Clone, Debug)]
pub struct SnapshotView {
    /// What it says about itself.
    pub manifest: Manifest,
    /// Who took it in through the portal, and when.
    pub by: Option<(Instant, String)>,
    /// What is wrong in it, by rule.
    pub rules: Vec<RuleGroup>,
    /// The complaints of the asked rule, a page of them.
    pub complaints: Vec<Complaint>,
    /// Whether there are more.
    pub more: bool,
    /// The snapshot that stands in its place now, if one does.
    pub replaced_by: Option<SnapshotId>,
    /// Whether the answer to its sender lies in the outbox.
    pub answer: bool,
}

/// How many complaints of a rule there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGroup {
    /// The rule.
    pub rule: Rule,
    /// How many.
    pub count: usize,
}

/// Shows a snapshot with the complaints of a rule (by its code) from a number on.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; the lake's.
pub fn snapshot(
    bureau: &Bureau,
    who: &Who,
    id: &SnapshotId,
    rule: &str,
    from: usize,
) -> Result<SnapshotView, OfficeError> {
    let scope = may(bureau, who, Action::Read)?.scope;
    let lake = bureau.lake()?;
    let manifest = lake.find(id)?.ok_or(OfficeError::NotFound)?;
    let all = lake.complaints(id)?;
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    all.iter().for_each(|it| *counts.entry(it.rule).or_default() += 1);
    let mut complaints: Vec<Complaint> =
        all.into_iter().filter(|it| it.rule.code() == rule).skip(from).take(PAGE + 1).collect();
    let more = complaints.len() > PAGE;
    complaints.truncate(PAGE);
    let sql = "SELECT at, actor FROM entry WHERE subject = $1 AND {scope} ORDER BY seq LIMIT 1";
    let subject = format!("snapshot:{id}");
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[subject.as_str().into()]))?;
    let by = rows.first().map(|row| Ok::<_, OfficeError>((Instant::from_millis(row.get("at")?), row.get("actor")?)));
    let about = &manifest.about;
    let current = lake.current(&about.feed, about.month, &about.part)?;
    Ok(SnapshotView {
        by: by.transpose()?,
        rules: counts.into_iter().map(|(rule, count)| RuleGroup { rule, count }).collect(),
        complaints,
        more,
        replaced_by: current.map(|it| it.id).filter(|current| current != id),
        answer: answer(bureau, &manifest)?.is_file(),
        manifest,
    })
}

fn answer(bureau: &Bureau, manifest: &Manifest) -> Result<PathBuf, OfficeError> {
    let name = &manifest.about.source.name;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    Ok(answer_path(&bureau.outbox()?, manifest, &format!("回执_{stem}.xlsx")))
}

/// The answer to a snapshot's sender: a file name and the bytes of a workbook, which hold what the sender sent. That it
/// was taken out is kept first.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`], [`OfficeError::Disk`].
pub fn answer_of(bureau: &Bureau, who: &Who, id: &SnapshotId) -> Result<(String, Vec<u8>), OfficeError> {
    let county = may(bureau, who, Action::Export)?.county;
    let manifest = bureau.lake()?.find(id)?.ok_or(OfficeError::NotFound)?;
    let path = answer(bureau, &manifest)?;
    let bytes = fs::read(&path).map_err(|_| OfficeError::NotFound)?;
    let short: String = id.as_str().chars().take(12).collect();
    let purpose = Purpose::new(PurposeKind::Task, &format!("import-{short}"))?;
    let subject = format!("snapshot:{id}");
    register::keep(bureau, who, who.record((Resource::LakeImport, Action::Export), county.number(), subject, purpose))?;
    Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
}
