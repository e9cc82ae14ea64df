//! The answer to the sender: who joined, left and changed, and what comes back to be put right.

mod changes;
mod people;
mod sheet;

use super::{ledger::Difference, plan::Plan, previous::Previous, refusal::Refused, shape::Shape};
use changes::{Change, changes};
use doudi_kernel::{Fault, Lang, Say};
use doudi_lake::{Complaint, Lake, LakeError, Manifest};
use people::{Person, people};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The answer as a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// A file name for it.
    pub name: String,
    /// The bytes of an xlsx file. They hold what the sender sent, identity numbers among it.
    pub bytes: Vec<u8>,
    /// Rows that come back.
    pub rejected: usize,
}

/// What the sheets are made of.
struct Parts {
    joined: Vec<Person>,
    left: Vec<Person>,
    changed: Vec<Change>,
    rejected: Vec<Complaint>,
}

/// Makes the answer to a file that was taken in.
///
/// # Errors
/// The lake cannot be read.
pub(super) fn answer(
    lake: &Lake,
    plan: &Plan,
    manifest: &Manifest,
    shape: &Shape<'_>,
    against: Option<&(Previous, Difference)>,
) -> Result<Answer, Refused> {
    let parts = parts(lake, plan, manifest, shape, against)?;
    let stem = plan.file.name.rsplit_once('.').map_or(plan.file.name.as_str(), |(stem, _)| stem);
    let bytes = workbook(plan, manifest, &parts).map_err(|_| LakeError::Schema)?;
    Ok(Answer { name: format!("回执_{stem}.xlsx"), bytes, rejected: parts.rejected.len() })
}

fn parts(
    lake: &Lake,
    plan: &Plan,
    manifest: &Manifest,
    shape: &Shape<'_>,
    against: Option<&(Previous, Difference)>,
) -> Result<Parts, Refused> {
    let mut complaints = lake.complaints(&manifest.id)?;
    complaints.retain(|complaint| complaint.rule.fault() == Fault::Sender);
    let mut parts = Parts { joined: Vec::new(), left: Vec::new(), changed: Vec::new(), rejected: complaints };
    let Some((previous, difference)) = against else { return Ok(parts) };
    parts.joined = people(lake, manifest, &difference.joined)?;
    if plan.against.as_ref().is_some_and(|against| against.no_leavers.is_none()) {
        parts.left = people(lake, &previous.manifest, &difference.left)?;
    }
    parts.changed = changes(lake, manifest, previous, &difference.changed, shape)?;
    Ok(parts)
}

fn workbook(plan: &Plan, manifest: &Manifest, parts: &Parts) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same answer is the same file: the time of the import, not of the writing.
    let at = ExcelDateTime::from_timestamp(manifest.about.loaded_at.as_second())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&at));
    sheet::cover(book.add_worksheet(), plan, manifest, parts)?;
    sheet::people(book.add_worksheet(), "新增", &parts.joined)?;
    sheet::people(book.add_worksheet(), "退出", &parts.left)?;
    sheet::changed(book.add_worksheet(), &parts.changed)?;
    sheet::rejected(book.add_worksheet(), &parts.rejected)?;
    book.save_to_buffer()
}

/// The sentence of a complaint for a sheet.
fn sentence(complaint: &Complaint) -> (String, &'static str) {
    (complaint.rule.say(Lang::Zh), complaint.rule.remedy(Lang::Zh))
}
