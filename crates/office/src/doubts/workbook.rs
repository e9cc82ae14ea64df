//! Answers that come back as workbooks: read and looked at, then kept.

use super::{division, shelf};
use crate::{
    Bureau, OfficeError, Who,
    imports::{Receiving, Spooled},
};
use doudi_journal::access::{Action, Resource, Scope};
use doudi_kernel::{BatchId, Say};
use doudi_lake::Limits;
use doudi_work::doubts::{
    Batch,
    answers::{ReadAnswers, batch_of},
    read_answers, refused_book,
    spec::Wording,
};
use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

/// A row that is not an answer: sheet, row, doubt, why in both languages.
#[derive(Clone, Debug)]
pub struct Returned {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The doubt's number, where it is known.
    pub number: Option<u32>,
    /// Why.
    pub why: Wording,
}

/// A workbook as it was read.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// The file's own name.
    pub name: String,
    /// Its batch.
    pub batch: BatchId,
    /// The comparison.
    pub title: Wording,
    /// Rows that are answers.
    pub accepted: usize,
    /// The same by the answer's wording.
    pub kinds: Vec<(Wording, usize)>,
    /// Rows that say what is known.
    pub repeated: u32,
    /// Rows that are still empty.
    pub empty: u32,
    /// Rows that are none.
    pub refused: Vec<Returned>,
}

fn spool(bureau: &Bureau) -> Result<PathBuf, OfficeError> {
    Ok(bureau.data()?.join("spool-answers"))
}

/// Begins to receive a workbook.
///
/// # Errors
/// As [`crate::imports::receive`].
pub fn receive_workbook(bureau: &Bureau, who: &Who, id: &str, name: &str) -> Result<Receiving, OfficeError> {
    let _may = who.may(Resource::Doubt, Action::Write)?;
    crate::imports::begin(spool(bureau)?, who, id, name)
}

fn mine(bureau: &Bureau, who: &Who, id: &str) -> Result<(Spooled, PathBuf, Scope), OfficeError> {
    let scope = who.may(Resource::Doubt, Action::Write)?;
    let (found, path) = crate::imports::in_spool(&spool(bureau)?, id)?;
    if found.account == who.id.0 { Ok((found, path, scope)) } else { Err(OfficeError::NotFound) }
}

/// A workbook of another town's people is nobody's business here.
fn of_area(bureau: &Bureau, scope: &Scope, batch: &Batch, read: &ReadAnswers) -> Result<(), OfficeError> {
    let named = read.returned.accepted.iter().map(|it| it.number);
    let named = named.chain(read.returned.refused.iter().filter_map(|it| it.number));
    for number in named {
        let handed = batch.doubts.iter().find(|it| it.number == number).ok_or(OfficeError::NotFound)?;
        if !scope.holds(division(bureau, &handed.doubt.place)) {
            return Err(OfficeError::NotFound);
        }
    }
    Ok(())
}

fn batch(bureau: &Bureau, path: &std::path::Path) -> Result<Arc<Batch>, OfficeError> {
    let id = batch_of(path, &Limits::default()).map_err(|why| OfficeError::Sheet(Box::new(why)))?;
    shelf::batch(bureau, &id)
}

fn whole(read: ReadAnswers) -> Result<ReadAnswers, OfficeError> {
    let mut read = read;
    match read.unreadable.pop() {
        Some((_, why)) => Err(OfficeError::Sheet(Box::new(why))),
        None => Ok(read),
    }
}

/// Reads a workbook; nothing is kept.
///
/// # Errors
/// [`OfficeError::Sheet`] for one that holds no answers, [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn look_workbook(bureau: &Bureau, who: &Who, id: &str) -> Result<Workbook, OfficeError> {
    let (spooled, path, scope) = mine(bureau, who, id)?;
    let batch = batch(bureau, &path)?;
    let known = bureau.desk()?.accepted(&batch)?;
    let read = whole(read_answers(&[path], &batch, &known, who.today(), &Limits::default()))?;
    of_area(bureau, &scope, &batch, &read)?;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    read.returned.accepted.iter().for_each(|it| *kinds.entry(&it.code).or_default() += 1);
    let wording = |(code, many): (&str, usize)| {
        let kind = batch.answers.iter().find(|kind| kind.code == code)?;
        Some((Wording { zh: kind.zh.clone(), en: kind.en.clone() }, many))
    };
    let refused = read.returned.refused.iter().map(|it| Returned {
        sheet: it.at.sheet.clone(),
        row: it.at.row,
        number: it.number,
        why: Wording { zh: it.why.say(doudi_kernel::Lang::Zh), en: it.why.say(doudi_kernel::Lang::En) },
    });
    Ok(Workbook {
        name: spooled.name,
        batch: batch.id.clone(),
        title: batch.title.clone(),
        accepted: read.returned.accepted.len(),
        kinds: kinds.into_iter().filter_map(wording).collect(),
        repeated: read.returned.repeated,
        empty: read.returned.empty,
        refused: refused.collect(),
    })
}

/// Keeps the answers of a workbook that was looked at, and writes the rows that are none into the outbox. They are read
/// again against what has come since.
///
/// # Errors
/// As [`look_workbook`]; the desk's.
pub fn apply_workbook(bureau: &Bureau, who: &Who, id: &str) -> Result<BatchId, OfficeError> {
    let (_, path, scope) = mine(bureau, who, id)?;
    let batch = batch(bureau, &path)?;
    let returned = {
        let _alone = bureau.shelf.write();
        bureau.desk()?.take_in(&batch, |known| {
            let read =
                whole(read_answers(std::slice::from_ref(&path), &batch, known, who.today(), &Limits::default()))?;
            of_area(bureau, &scope, &batch, &read)?;
            Ok::<_, OfficeError>(read.returned)
        })?
    };
    if let Some(book) = refused_book(&batch, &returned.refused, who.today())? {
        let folder = bureau.outbox()?.join(batch.month.to_string()).join(batch.spec.as_str());
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(&book.name), &book.bytes)?;
    }
    let county = bureau.county().map_or(0, doudi_kernel::Division::number);
    let body = serde_json::json!({ "accepted": returned.accepted.len(), "refused": returned.refused.len() });
    let key = doudi_journal::IdempotencyKey::new(format!("answers:{id}"))?;
    super::told(bureau, who, "doubts.returned", &format!("batch:{}", batch.id), county, &body, &key)?;
    discard_workbook(bureau, who, id)?;
    Ok(batch.id.clone())
}

/// Throws a workbook away.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn discard_workbook(bureau: &Bureau, who: &Who, id: &str) -> Result<(), OfficeError> {
    let _mine = mine(bureau, who, id)?;
    Ok(fs::remove_dir_all(spool(bureau)?.join(id))?)
}
