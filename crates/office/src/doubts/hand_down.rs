//! Doubts on their way to towns: how many to whom, looked at first.

use super::{Compared, may_county, told};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{IdempotencyKey, access::Action};
use doudi_kernel::{BatchId, Date, WorkingDays};
use doudi_work::doubts::{HandedDown, Labels, Place, county_book, hand_down::make, town_books};
use serde_json::json;
use std::{collections::BTreeMap, fs};

/// What handing down would do.
#[derive(Clone, Debug)]
pub struct Handing {
    /// How many doubts each town would get, those that could not be placed first.
    pub towns: Vec<TownShare>,
    /// All doubts.
    pub doubts: usize,
    /// The last day for an answer; none where the holiday calendar does not reach.
    pub due: Option<Date>,
    /// The batch of just these findings that is there already.
    pub there: Option<BatchId>,
}

/// A town's share.
#[derive(Clone, Debug)]
pub struct TownShare {
    /// The town.
    pub town: Place,
    /// Its doubts.
    pub doubts: usize,
}

/// What handing down would do.
///
/// # Errors
/// [`OfficeError::Denied`]; the desk's.
pub fn handing(bureau: &Bureau, who: &Who, of: &Compared) -> Result<Handing, OfficeError> {
    let _may = may_county(bureau, who, Action::Decide)?;
    let batch = make(&of.findings, &of.spec, who.today(), |_, _| None);
    let mut towns: BTreeMap<Place, usize> = BTreeMap::new();
    batch.doubts.iter().for_each(|it| *towns.entry(it.doubt.place.of_town()).or_default() += 1);
    let there = bureau.desk()?.ids()?.into_iter().any(|(.., id)| id == batch.id);
    Ok(Handing {
        towns: towns.into_iter().map(|(town, doubts)| TownShare { town, doubts }).collect(),
        doubts: batch.doubts.len(),
        due: WorkingDays.after(who.today(), of.spec.answer_working_days).ok(),
        there: there.then_some(batch.id),
    })
}

/// Hands doubts down: a batch on the desk, a workbook for each town in the outbox, an entry in the journal. The same
/// findings again change nothing.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::Desk`], [`OfficeError::Disk`].
pub fn hand_down(bureau: &Bureau, who: &Who, of: &Compared) -> Result<BatchId, OfficeError> {
    let _may = may_county(bureau, who, Action::Decide)?;
    let handed = {
        let _alone = bureau.shelf.write();
        bureau.desk()?.hand_down(&of.findings, &of.spec, who.today())?
    };
    let batch = handed.batch();
    let mut books = town_books(batch, &Labels::of(&bureau.policy()?))?;
    books.push(county_book(batch)?);
    let folder = bureau.outbox()?.join(batch.month.to_string()).join(batch.spec.as_str());
    fs::create_dir_all(&folder)?;
    books.iter().try_for_each(|book| fs::write(folder.join(&book.name), &book.bytes))?;
    if matches!(handed, HandedDown::Added(_)) {
        let county = bureau.county().map_or(0, doudi_kernel::Division::number);
        let body = json!({ "spec": batch.spec, "month": batch.month, "doubts": batch.doubts.len() });
        let key = IdempotencyKey::new(format!("handed-down:{}", batch.id))?;
        told(bureau, who, "doubts.handed_down", &format!("batch:{}", batch.id), county, &body, &key)?;
    }
    Ok(batch.id.clone())
}
