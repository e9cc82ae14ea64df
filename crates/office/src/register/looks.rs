//! Who looked at whose file, for what: read by the audit administrator.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Instant, JournalError, Row, Value,
    access::{Action, Resource},
};
use doudi_kernel::Month;

/// Which records are asked for.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Of an account, by its number.
    pub account: Option<i64>,
    /// About a file: `household:3`; empty for all.
    pub subject: String,
    /// Of a month, by China's days.
    pub month: Option<Month>,
}

/// Somebody looked.
#[derive(Clone, Debug)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// Who.
    pub account: i64,
    /// Where the file belongs.
    pub division: u64,
    /// Which file.
    pub subject: String,
    /// `read`, `reveal`
    pub action: String,
    /// `case:12`
    pub purpose: String,
    /// The column that was revealed.
    pub field: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// The newest records of the user's area, 200 at most.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn looks(bureau: &Bureau, who: &Who, asked: &Looks) -> Result<Vec<Look>, OfficeError> {
    let scope = who.may(Resource::AccessRecord, Action::List)?;
    let (from, to) = asked.month.map_or((i64::MIN, i64::MAX), |month| (began(month), began(month.plus(1))));
    let account = asked.account.unwrap_or(-1);
    let sql = "SELECT at, account, division, subject, action, opened_for, field, reason FROM access_record \
               WHERE {scope} AND at >= $1 AND at < $2 AND ($3 = -1 OR account = $4) AND ($5 = '' OR subject = $6) \
               ORDER BY at DESC, county, seq DESC LIMIT 200";
    let subject = asked.subject.as_str();
    let values: [Value; 6] = [from.into(), to.into(), account.into(), account.into(), subject.into(), subject.into()];
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &values)?;
        Ok(rows.iter().map(look).collect::<Result<_, JournalError>>()?)
    })
}

/// The first moment of a month in China.
fn began(month: Month) -> i64 {
    let midnight = month.first_day().at(0, 0, 0, 0);
    let moment = jiff::tz::Offset::constant(8).to_timestamp(midnight);
    moment.map_or(i64::MAX, jiff::Timestamp::as_millisecond)
}

fn look(row: &Row) -> Result<Look, JournalError> {
    Ok(Look {
        at: Instant::from_millis(row.get("at")?),
        account: row.get("account")?,
        division: row.get("division")?,
        subject: row.get("subject")?,
        action: row.get("action")?,
        purpose: row.get("opened_for")?,
        field: row.get("field")?,
        reason: row.get("reason")?,
    })
}
