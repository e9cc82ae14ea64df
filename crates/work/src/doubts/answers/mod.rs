//! What came back from towns and villages: read, checked row by row, kept, counted.

mod check;
mod keep;
mod read;
mod tally;
mod types;

pub use tally::{Tally, TownTally, tally};
pub use types::{Answer, Refusal, Refused, Returned, RowAt, Typed};

use super::hand_down::Batch;
use check::{Examiner, Outcome};
use doudi_kernel::{BatchId, Date, Lang, Say};
use doudi_lake::{Limits, Unreadable};
use std::{collections::BTreeMap, path::PathBuf};

/// What came of reading returned files.
#[derive(Debug)]
pub struct ReadAnswers {
    /// What is to be kept.
    pub returned: Returned,
    /// Files of which nothing could be taken, with the reason.
    pub unreadable: Vec<(String, FileRefused)>,
}

/// Why nothing was taken from a file.
#[derive(Debug, thiserror::Error)]
pub enum FileRefused {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// No sheet has the columns to be filled in.
    #[error("no sheet has the columns to be filled in; send back the workbook that was handed down")]
    NotASheet,
    /// It answers another batch.
    #[error("the file answers batch {found}, not {expected}")]
    OtherBatch {
        /// The batch that was asked about.
        expected: BatchId,
        /// The batch that the sheets name.
        found: String,
    },
}

impl Say for FileRefused {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Unreadable(why), lang) => why.say(lang),
            (Self::NotASheet, Lang::Zh) => "没有可填报的工作表；请发回下发时的工作簿".into(),
            (Self::OtherBatch { expected, found }, Lang::Zh) => {
                format!("文件属于批次{found}，不是{expected}；请核对批次")
            }
            (_, Lang::En) => self.to_string(),
        }
    }
}

/// The batch that a returned file names, so that `doudi answers FILE…` needs no other word.
///
/// # Errors
/// The file cannot be read, or no sheet of it names a batch.
pub fn batch_of(path: &std::path::Path, limits: &Limits) -> Result<BatchId, FileRefused> {
    let file = read::file(path, limits)?;
    file.batches.first().map(|id| BatchId::new(id.as_str())).ok_or(FileRefused::NotASheet)
}

/// Reads returned files and checks each row against the batch; `known` are the answers accepted before, by number. Nothing
/// is kept yet: see [`super::Desk::keep`].
pub fn read_answers(
    files: &[PathBuf],
    batch: &Batch,
    known: &BTreeMap<u32, String>,
    today: Date,
    limits: &Limits,
) -> ReadAnswers {
    let returned =
        Returned { received: today, files: vec![], repeated: 0, empty: 0, accepted: vec![], refused: vec![] };
    let mut read = ReadAnswers { returned, unreadable: Vec::new() };
    let mut examiner = Examiner::new(batch, known, today);
    for path in files {
        match whole(path, batch, limits) {
            Ok(file) => take(&file, &mut examiner, &mut read.returned),
            Err(why) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                read.unreadable.push((name, why));
            }
        }
    }
    read.returned.accepted.sort_by_key(|answer| answer.number);
    read
}

/// Checks an answer that was given on a screen as a row of a returned sheet is checked. `by` stands where the file's name
/// would. None where the doubt was answered just so before.
///
/// # Errors
/// [`Refusal`], also where somebody answered otherwise before.
pub fn read_answer(
    batch: &Batch,
    known: &BTreeMap<u32, String>,
    today: Date,
    handed: &super::HandedDoubt,
    typed: &Typed,
    by: &str,
) -> Result<Option<Answer>, Refusal> {
    let Typed { choice, note, division, checked_by, checked_on } = typed;
    let day = checked_on.map(|day| day.to_string()).unwrap_or_default();
    let row = read::Filled {
        at: RowAt { file: by.into(), sheet: String::new(), row: handed.number },
        number: Some(handed.number),
        key: Some(handed.doubt.key),
        name: handed.doubt.name.clone(),
        answers: [choice, note, division, checked_by, &day].map(|text| text.trim().to_owned()),
        day: *checked_on,
    };
    match Examiner::new(batch, known, today).row(&row) {
        Outcome::Accepted(answer) => Ok(Some(answer)),
        Outcome::Repeated => Ok(None),
        Outcome::Empty => Err(Refusal::NoAnswer),
        Outcome::Refused(_, why) => Err(why),
    }
}

fn whole(path: &std::path::Path, batch: &Batch, limits: &Limits) -> Result<read::File, FileRefused> {
    let file = read::file(path, limits)?;
    match file.batches.iter().find(|named| **named != batch.id.as_str()) {
        Some(found) => Err(FileRefused::OtherBatch { expected: batch.id.clone(), found: found.clone() }),
        None if !file.recognised => Err(FileRefused::NotASheet),
        None => Ok(file),
    }
}

fn take(file: &read::File, examiner: &mut Examiner<'_>, returned: &mut Returned) {
    returned.files.push((file.name.clone(), file.blake3.clone()));
    for row in &file.rows {
        match examiner.row(row) {
            Outcome::Accepted(answer) => returned.accepted.push(answer),
            Outcome::Repeated => returned.repeated += 1,
            Outcome::Empty => returned.empty += 1,
            Outcome::Refused(number, why) => {
                let filled = row.answers.clone().into();
                returned.refused.push(Refused { at: row.at.clone(), number, why, filled });
            }
        }
    }
}
