//! Messages as the system administrator sees them: which words, by which way, how far. Not to whom, and not about what.

use super::Template;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Instant, JournalError, Row,
    access::{Action, Resource},
};
use std::collections::BTreeMap;

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// Tried, and not written out yet.
    Trying,
    /// Not tried yet.
    Waiting,
    /// Written out.
    Sent,
    /// Tried too often.
    GivenUp,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// Its words.
    pub template: Option<Template>,
    /// The way out that was taken last: `sms`, `email`, `webhook`; none where no way was open.
    pub channel: Option<String>,
    /// Since when.
    pub queued: Instant,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried again.
    pub next_at: Instant,
    /// How far.
    pub state: Shown,
}

/// How many are how far.
pub type Counted = BTreeMap<Shown, i64>;

/// The newest messages of the user's area, with how many there are.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn list(bureau: &Bureau, who: &Who) -> Result<(Vec<Listed>, Counted), OfficeError> {
    let scope = who.may(Resource::System, Action::Read)?;
    bureau.journal.read(|reader| {
        let sql = "SELECT id, template, channel, queued, tries, next_at, sent, given_up FROM message WHERE {scope} \
                   ORDER BY id DESC LIMIT 200";
        let rows = reader.rows(&scope, sql, &[])?;
        let sql = "SELECT SUM(CASE WHEN sent IS NOT NULL THEN 1 ELSE 0 END) AS sent, \
                   SUM(CASE WHEN given_up IS NOT NULL THEN 1 ELSE 0 END) AS given_up, \
                   SUM(CASE WHEN sent IS NULL AND given_up IS NULL AND tries = 0 THEN 1 ELSE 0 END) AS waiting, \
                   SUM(CASE WHEN sent IS NULL AND given_up IS NULL AND tries > 0 THEN 1 ELSE 0 END) AS trying \
                   FROM message WHERE {scope}";
        let counted = reader.rows(&scope, sql, &[])?;
        let count = |name: &str| counted.first().and_then(|row| row.get::<Option<i64>>(name).ok()?).unwrap_or(0);
        let counted = [
            (Shown::Waiting, count("waiting")),
            (Shown::Trying, count("trying")),
            (Shown::Sent, count("sent")),
            (Shown::GivenUp, count("given_up")),
        ];
        Ok((rows.iter().map(one).collect::<Result<_, JournalError>>()?, counted.into()))
    })
}

fn one(row: &Row) -> Result<Listed, JournalError> {
    let (sent, given_up): (Option<i64>, Option<i64>) = (row.get("sent")?, row.get("given_up")?);
    let tries = row.get("tries")?;
    Ok(Listed {
        id: row.get("id")?,
        template: Template::of_code(&row.get::<String>("template")?),
        channel: row.get("channel")?,
        queued: Instant::from_millis(row.get("queued")?),
        tries,
        next_at: Instant::from_millis(row.get("next_at")?),
        state: match (sent, given_up) {
            (Some(_), _) => Shown::Sent,
            (None, Some(_)) => Shown::GivenUp,
            (None, None) if tries > 0 => Shown::Trying,
            (None, None) => Shown::Waiting,
        },
    })
}
