//! Standing exemptions: which signal is not raised about whom, why, until when. They end by themselves.

use super::Reason;
use crate::{Bureau, OfficeError, Who, matters::Refusal, register::opened};
use doudi_journal::{
    County, Draft, Entry, IdempotencyKey, JournalError, Row, Subject, Tx, Value,
    access::{Action, Resource},
    date_number, date_of_number,
};
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) household: i64,
    pub(super) signal: String,
    pub(super) person: i64,
    pub(super) matter: i64,
    pub(super) reason: String,
    pub(super) since: i64,
    pub(super) until: i64,
    pub(super) account: i64,
}

pub(super) fn applied(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
    let it: Kept = entry.read()?;
    tx.execute(
        "INSERT INTO signal_exemption (household, signal, person, division, matter, reason, since, until, account) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (household, signal, person) DO UPDATE SET \
         matter = excluded.matter, reason = excluded.reason, since = excluded.since, until = excluded.until, \
         account = excluded.account",
        &[
            it.household.into(),
            it.signal.into(),
            it.person.into(),
            Value::Int(entry.division as i64),
            it.matter.into(),
            it.reason.into(),
            it.since.into(),
            it.until.into(),
            it.account.into(),
        ],
    )?;
    Ok(())
}

/// An exemption that holds.
#[derive(Clone, Debug)]
pub struct Exemption {
    /// Whose.
    pub household: i64,
    /// The signal.
    pub signal: String,
    /// About whom; 0 for the household.
    pub person: i64,
    /// Where.
    pub division: u64,
    /// The head's name.
    pub head: String,
    /// The matter in which it was given.
    pub matter: i64,
    /// Why.
    pub reason: Option<Reason>,
    /// The first day.
    pub since: Date,
    /// The last day.
    pub until: Date,
    /// Who gave it.
    pub account: i64,
}

/// The exemptions that hold today in the user's area, those that end first at the top.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn exemptions(bureau: &Bureau, who: &Who) -> Result<Vec<Exemption>, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::List)?;
    let sql = "SELECT e.household, e.signal, e.person, e.division, e.matter, e.reason, e.since, e.until, e.account, \
               p.id AS head, p.name FROM signal_exemption e JOIN household h ON h.id = e.household \
               JOIN person p ON p.id = h.head WHERE {scope:e} AND e.until >= $1 \
               ORDER BY e.until, e.household, e.signal LIMIT 1000";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[date_number(who.today()).into()])?;
        let mut one = |row: &Row| {
            Ok(Exemption {
                household: row.get("household")?,
                signal: row.get("signal")?,
                person: row.get("person")?,
                division: row.get("division")?,
                head: opened(reader, "person.name", row.get("head")?, row.get("name")?)?,
                matter: row.get("matter")?,
                reason: Reason::of_code(&row.get::<String>("reason")?),
                since: date_of_number(row.get("since")?)?,
                until: date_of_number(row.get("until")?)?,
                account: row.get("account")?,
            })
        };
        Ok(rows.iter().map(&mut one).collect::<Result<_, JournalError>>()?)
    })
}

/// Ends an exemption before its day: the signal is raised again with the next month.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`Refusal::NotExempt`].
pub fn end_exemption(
    bureau: &Bureau,
    who: &Who,
    household: i64,
    signal: &str,
    person: i64,
    key: &IdempotencyKey,
) -> Result<(), OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Decide)?;
    let print = bureau.suite().digest(&[format!("{household} {signal} {person}").as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            let sql = "SELECT division, matter, reason, since, until FROM signal_exemption \
                       WHERE household = $1 AND signal = $2 AND person = $3";
            let row = tx.row(sql, &[household.into(), signal.into(), person.into()])?;
            let row = row.filter(|row| row.get("division").is_ok_and(|division: u64| scope.holds(division)));
            let row = row.ok_or(OfficeError::NotFound)?;
            let today = date_number(who.today());
            if row.get::<i64>("until")? < today {
                return Err(Refusal::NotExempt.into());
            }
            let yesterday = who.today().yesterday().unwrap_or(Date::MIN);
            let division: u64 = row.get("division")?;
            let body = Kept {
                household,
                signal: signal.into(),
                person,
                matter: row.get("matter")?,
                reason: row.get("reason")?,
                since: row.get("since")?,
                until: date_number(yesterday),
                account: who.id.0,
            };
            tx.append(Draft {
                county: County::of_division(division)?,
                at: who.now,
                valid_from: who.today(),
                actor: who.actor()?,
                kind: "signal.exemption_ended",
                subject: Subject::new(format!("household:{household}"))?,
                division,
                body: json!(body),
            })?;
            Ok(())
        })
    })
}
