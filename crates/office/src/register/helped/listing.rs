//! Who is helped in a month, household by household: the list behind a stock.

use super::compact;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Row, Value,
    access::{Action, Area, Resource},
};
use doudi_kernel::{Division, Month};

/// A helped household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub household: i64,
    /// Where, in that month.
    pub division: u64,
    /// The head's name today; empty where the file has none any more.
    pub head: String,
    /// How many persons are helped.
    pub persons: i64,
    /// Fen a month; none while nobody has set it.
    pub amount_fen: Option<i64>,
    /// Since which month it is helped so, `yyyymm`.
    pub since: i64,
    /// Whose word it is: `rosters`, `case:12`, `act:7`.
    pub source: String,
}

/// The households of an area that a programme helps in a month, in the order of places: as many as [`super::movements`]
/// counts.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn roster(
    bureau: &Bureau,
    who: &Who,
    area: Division,
    programme: &str,
    month: Month,
) -> Result<Vec<Listed>, OfficeError> {
    let scope = who.may(Resource::Household, Action::List)?;
    let (area, month) = (Area::of(area), compact(month));
    let sql = "SELECT s.household, s.division, s.amount_fen, s.from_month, s.source, h.head, p.name, \
               (SELECT COUNT(*) FROM helped o WHERE o.household = s.household AND o.programme = s.programme \
                AND o.person > 0 AND o.from_month <= $1 AND (o.to_month IS NULL OR o.to_month > $2)) AS persons \
               FROM helped s JOIN household h ON h.id = s.household LEFT JOIN person p ON p.id = h.head \
               WHERE {scope:s} AND s.division BETWEEN $3 AND $4 AND s.programme = $5 AND s.person = 0 \
               AND s.from_month <= $6 AND (s.to_month IS NULL OR s.to_month > $7) ORDER BY s.division, s.household";
    let values: [Value; 7] = [
        month.into(),
        month.into(),
        Value::Int(area.first() as i64),
        Value::Int(area.last() as i64),
        programme.into(),
        month.into(),
        month.into(),
    ];
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &values)?;
        rows.iter().map(|row| listed(reader, row)).collect()
    })
}

fn listed(reader: &mut doudi_journal::Reader<'_>, row: &Row) -> Result<Listed, OfficeError> {
    let head = match row.get::<Option<Vec<u8>>>("name")? {
        Some(sealed) => super::super::opened(reader, "person.name", row.get("head")?, sealed)?,
        None => String::new(),
    };
    Ok(Listed {
        household: row.get("household")?,
        division: row.get("division")?,
        head,
        persons: row.get("persons")?,
        amount_fen: row.get("amount_fen")?,
        since: row.get("from_month")?,
        source: row.get("source")?,
    })
}
