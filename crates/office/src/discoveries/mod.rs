//! 主动发现: somebody goes about and sees a household in need (社会救助法 art. 39). [`report`] takes it from a telephone,
//! [`reports`] shows it to the town, [`answer`] says what came of it. Who is meant and what was said are sealed.

mod answer;
mod list;
mod report;

pub use answer::{Outcome, answer};
pub use list::{Listed, reports};
pub use report::{Cause, Reported, causes, report};

use crate::OfficeError;
use doudi_journal::{Entry, JournalError, Projection, Tx, Value, crypto::from_hex, date_number};
use serde::{Deserialize, Serialize};

/// The entry of a report.
#[derive(Serialize, Deserialize)]
struct Kept {
    report: i64,
    account: i64,
    cause: String,
    household: Option<i64>,
    /// [`Told`], sealed.
    told: String,
}

/// What was told, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// Who and where, roughly.
    whom: String,
    /// In words.
    words: String,
    /// Where the telephone was.
    place: Option<crate::visits::Place>,
}

/// The entry of an answer.
#[derive(Serialize, Deserialize)]
struct Answered {
    report: i64,
    outcome: String,
}

fn subject(report: i64) -> String {
    format!("discovery:{report}")
}

/// Reports follow from their entries.
pub(crate) struct Discoveries;

impl Projection for Discoveries {
    fn tables(&self) -> &'static [&'static str] {
        &["discovery"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "discovery.reported" => reported(tx, entry, &entry.read()?),
            "discovery.answered" => {
                let it: Answered = entry.read()?;
                let sql = "UPDATE discovery SET outcome = $1, answered = $2 WHERE id = $3";
                tx.execute(sql, &[it.outcome.into(), date_number(entry.valid_from).into(), it.report.into()]).map(drop)
            }
            _ => Ok(()),
        }
    }
}

fn reported(tx: &mut Tx<'_>, entry: &Entry, it: &Kept) -> Result<(), JournalError> {
    let row = [
        it.report.into(),
        Value::Int(entry.division as i64),
        it.account.into(),
        date_number(entry.valid_from).into(),
        entry.at.millis().into(),
        (&it.cause).into(),
        it.household.into(),
        from_hex(&it.told)?.into(),
    ];
    let sql = "INSERT INTO discovery (id, division, account, day, known_at, cause, household, told) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.execute(sql, &row).map(drop)
}

/// A text of a length that somebody reads.
fn sound(text: &str, most: usize) -> Result<String, OfficeError> {
    let text = text.trim();
    let sound = text.chars().count() <= most && !text.chars().any(|it| it.is_control() && it != '\n');
    if sound { Ok(text.to_owned()) } else { Err(crate::visits::Refused::Shape.into()) }
}
