//! Codes, what was sent in, and voices follow from their entries.

use crate::{OfficeError, Who};
use doudi_journal::{
    Actor, County, Draft, Entry, Instant, JournalError, Projection, Subject, Tx, Value,
    crypto::{Sealed, from_hex, to_hex},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

/// They follow from their entries.
pub(crate) struct Citizens;

/// A code came into being.
#[derive(Serialize, Deserialize)]
pub(super) struct Issued {
    pub(super) blind: String,
    pub(super) origin: String,
    pub(super) household: Option<i64>,
    pub(super) sent: Option<i64>,
    /// The household's codes before it die.
    pub(super) replaces: bool,
}

/// Somebody applied from home; what was written is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Sent {
    pub(super) id: i64,
    pub(super) day: i64,
    pub(super) content: String,
}

/// The town took it up.
#[derive(Serialize, Deserialize)]
pub(super) struct Taken {
    pub(super) id: i64,
    pub(super) household: Option<i64>,
    pub(super) case: Option<i64>,
    /// Why it was not: a code of a closed list.
    pub(super) refused: Option<String>,
}

/// Somebody objects or complains; the words are sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Voiced {
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) household: i64,
    pub(super) case: Option<i64>,
    pub(super) day: i64,
    pub(super) words: String,
}

/// It was answered.
#[derive(Serialize, Deserialize)]
pub(super) struct Answered {
    pub(super) id: i64,
    pub(super) upheld: bool,
    pub(super) words: String,
}

impl Projection for Citizens {
    fn tables(&self) -> &'static [&'static str] {
        &["citizen_code", "citizen_sent", "citizen_voice"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        match entry.kind.as_str() {
            "citizen.code" => issued(tx, entry, &entry.read()?),
            "citizen.sent" => sent(tx, entry, &entry.read()?),
            "citizen.taken" => taken(tx, &entry.read()?),
            "citizen.voice" => voiced(tx, entry, &entry.read()?),
            "citizen.answered" => answered(tx, entry, &entry.read()?),
            _ => Ok(()),
        }
    }
}

fn issued(tx: &mut Tx<'_>, entry: &Entry, it: &Issued) -> Result<(), JournalError> {
    let now = Value::Int(entry.at.millis());
    if let Some(household) = it.household.filter(|_| it.replaces) {
        let sql = "UPDATE citizen_code SET ended = $1 WHERE household = $2 AND ended IS NULL";
        tx.execute(sql, &[now.clone(), household.into()])?;
    }
    let sql =
        "INSERT INTO citizen_code (blind, origin, household, sent, division, made) VALUES ($1, $2, $3, $4, $5, $6)";
    let blind: Value = (&from_hex(&it.blind)?).into();
    let division = Value::Int(entry.division as i64);
    tx.execute(sql, &[blind, (&it.origin).into(), it.household.into(), it.sent.into(), division, now]).map(drop)
}

fn sent(tx: &mut Tx<'_>, entry: &Entry, it: &Sent) -> Result<(), JournalError> {
    let sql = "INSERT INTO citizen_sent (id, division, day, content) VALUES ($1, $2, $3, $4)";
    let content: Value = (&from_hex(&it.content)?).into();
    tx.execute(sql, &[it.id.into(), Value::Int(entry.division as i64), it.day.into(), content]).map(drop)
}

/// What was sent belongs to a household now, and its code leads there, unless the household has one already: then both do.
fn taken(tx: &mut Tx<'_>, it: &Taken) -> Result<(), JournalError> {
    let sql = "UPDATE citizen_sent SET household = $1, case_id = $2, refused = $3 WHERE id = $4";
    tx.execute(sql, &[it.household.into(), it.case.into(), it.refused.clone().into(), it.id.into()])?;
    let sql = "UPDATE citizen_code SET household = $1 WHERE sent = $2";
    tx.execute(sql, &[it.household.into(), it.id.into()]).map(drop)
}

fn voiced(tx: &mut Tx<'_>, entry: &Entry, it: &Voiced) -> Result<(), JournalError> {
    let sql = "INSERT INTO citizen_voice (id, kind, household, case_id, division, day, words) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let words: Value = (&from_hex(&it.words)?).into();
    let division = Value::Int(entry.division as i64);
    let values = [it.id.into(), (&it.kind).into(), it.household.into(), it.case.into(), division, it.day.into(), words];
    tx.execute(sql, &values).map(drop)
}

fn answered(tx: &mut Tx<'_>, entry: &Entry, it: &Answered) -> Result<(), JournalError> {
    let sql = "UPDATE citizen_voice SET answered = $1, upheld = $2, answer = $3 WHERE id = $4";
    let day = doudi_journal::date_number(entry.valid_from).into();
    let words: Value = (&from_hex(&it.words)?).into();
    tx.execute(sql, &[day, it.upheld.into(), words, it.id.into()]).map(drop)
}

/// The next number of a table.
pub(super) fn next_id(tx: &mut Tx<'_>, table: &'static str) -> Result<i64, OfficeError> {
    let row = tx.row(&format!("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM {table}"), &[])?;
    Ok(row.map_or(Ok(1), |row| row.get::<i64>("next"))?)
}

/// Seals what people wrote.
pub(super) fn sealed(tx: &mut Tx<'_>, column: &str, subject: &str, of: &impl Serialize) -> Result<String, OfficeError> {
    let plain = serde_json::to_vec(of).map_err(|_| JournalError::Value { why: "what was sent cannot be written" })?;
    Ok(to_hex(tx.seal(column, subject, &plain)?.as_bytes()))
}

/// What was sealed.
pub(super) fn unsealed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JournalError> {
    serde_json::from_slice(bytes)
        .map_err(|_| JournalError::Column { name: "content".into(), wanted: "what was sealed" })
}

/// A sealed column of a row.
pub(super) fn sealed_in(row: &doudi_journal::Row, column: &str) -> Result<Sealed, OfficeError> {
    Ok(Sealed::from_bytes(row.get::<Vec<u8>>(column)?)?)
}

/// Appends an entry about something of a place: by somebody of the office, or by a citizen.
pub(super) fn append(
    tx: &mut Tx<'_>,
    by: Option<&Who>,
    now: Instant,
    kind: &'static str,
    subject: String,
    division: u64,
    body: &impl Serialize,
) -> Result<(), OfficeError> {
    tx.append(Draft {
        county: County::of_division(division)?,
        at: now,
        valid_from: now.date_in_china(),
        actor: by.map_or_else(|| Actor::new("citizen"), Who::actor)?,
        kind,
        subject: Subject::new(subject)?,
        division,
        body: json!(body),
    })?;
    Ok(())
}
