//! Reports, as the town sees them.

use super::{
    Told,
    report::{CAUSES, Cause},
    subject,
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Reader, Row,
    access::{Action, Resource},
    crypto::Sealed,
    date_of_number,
};
use doudi_kernel::Date;

/// A report in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// The village.
    pub division: u64,
    /// Who told it, by the account's number.
    pub account: i64,
    /// When it was seen.
    pub day: Date,
    /// What happened.
    pub cause: Option<Cause>,
    /// The register's household, where it is one.
    pub household: Option<i64>,
    /// Who and where, roughly.
    pub whom: String,
    /// In words.
    pub words: String,
    /// What came of it, by its code; none while it waits.
    pub outcome: Option<String>,
    /// When it was answered.
    pub answered: Option<Date>,
}

/// Reports of the user's area, the open ones first and the oldest of them, 200 at most.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn reports(bureau: &Bureau, who: &Who) -> Result<Vec<Listed>, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::List)?;
    let sql = "SELECT id, division, account, day, cause, household, told, outcome, answered FROM discovery \
               WHERE {scope} ORDER BY COALESCE(answered, 0), day, id LIMIT 200";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[])?;
        Ok(rows.iter().map(|row| read(reader, row)).collect::<Result<_, _>>()?)
    })
}

fn read(reader: &mut Reader<'_>, row: &Row) -> Result<Listed, JournalError> {
    let id = row.get("id")?;
    let sealed = Sealed::from_bytes(row.get::<Vec<u8>>("told")?)?;
    let plain = reader.open("discovery.told", &subject(id), &sealed)?;
    let wanted = || JournalError::Column { name: "told".into(), wanted: "what a report tells" };
    let told: Told = serde_json::from_slice(plain.bytes()).map_err(|_| wanted())?;
    let cause: String = row.get("cause")?;
    Ok(Listed {
        id,
        division: row.get("division")?,
        account: row.get("account")?,
        day: date_of_number(row.get("day")?)?,
        cause: CAUSES.iter().find(|it| it.name == cause).copied(),
        household: row.get("household")?,
        whom: told.whom,
        words: told.words,
        outcome: row.get("outcome")?,
        answered: row.get::<Option<i64>>("answered")?.map(date_of_number).transpose()?,
    })
}
