//! A message is queued in the transaction of what caused it, once for each cause, words and holder.

use super::{Holder, Template};
use doudi_journal::{Actor, County, Draft, Entry, Instant, JournalError, Subject, Tx, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Serialize, Deserialize)]
struct Queued {
    id: i64,
    cause: String,
    template: String,
    holder: String,
    at: i64,
}

pub(super) fn applied(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Queued = entry.read()?;
    tx.execute(
        "INSERT INTO message (id, division, cause, template, holder, queued, channel, tries, next_at, sent, given_up) \
         VALUES ($1, $2, $3, $4, $5, $6, NULL, 0, $7, NULL, NULL)",
        &[
            it.id.into(),
            Value::Int(entry.division as i64),
            it.cause.into(),
            it.template.into(),
            it.holder.into(),
            it.at.into(),
            it.at.into(),
        ],
    )?;
    Ok(())
}

/// Queues a message; gives whether it was not there before.
pub(crate) fn queue(
    tx: &mut Tx<'_>,
    at: Instant,
    division: u64,
    cause: &str,
    template: Template,
    holder: Holder,
) -> Result<bool, JournalError> {
    let holder = holder.name();
    let sql = "SELECT 1 AS one FROM message WHERE cause = $1 AND template = $2 AND holder = $3";
    if tx.row(sql, &[cause.into(), template.code().into(), (&holder).into()])?.is_some() {
        return Ok(false);
    }
    let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM message", &[])?;
    let id: i64 = row.map_or(Ok(1), |row| row.get("next"))?;
    let body = Queued { id, cause: cause.into(), template: template.code().into(), holder, at: at.millis() };
    tx.append(Draft {
        county: County::of_division(division)?,
        at,
        valid_from: at.date_in_china(),
        actor: Actor::new("system:messages")?,
        kind: "message.queued",
        subject: Subject::new(format!("message:{id}"))?,
        division,
        body: json!(body),
    })?;
    Ok(true)
}

/// Tells a household that its case has moved, where it has said how it is reached.
pub(crate) fn news(
    tx: &mut Tx<'_>,
    at: Instant,
    division: u64,
    cause: &str,
    household: i64,
) -> Result<(), JournalError> {
    let holder = Holder::Household(household);
    let sql = "SELECT 1 AS one FROM contact WHERE holder = $1 LIMIT 1";
    if tx.row(sql, &[holder.name().into()])?.is_some() {
        queue(tx, at, division, cause, Template::CaseNews, holder)?;
    }
    Ok(())
}
