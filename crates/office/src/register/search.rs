//! Finding households: by a name or an identity number (never by a part of one), by place, by what they may claim.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Row, Value,
    access::{Action, Area, Resource},
};
use doudi_kernel::Division;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A whole name or a whole identity number.
    pub text: String,
    /// Within a division.
    pub within: Option<Division>,
    /// Eligible for a programme.
    pub programme: String,
    /// The household after which the page begins, in the order of places.
    pub after: Option<(u64, i64)>,
}

/// A household in a list.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its number.
    pub id: i64,
    /// Where.
    pub division: u64,
    /// Its head's file number.
    pub head_id: i64,
    /// Its head's name; empty where a closed file has none any more.
    pub head: String,
    /// How many members.
    pub size: i64,
    /// What it may claim, by programmes' names.
    pub programmes: Vec<String>,
    /// Whether the newest month names it no longer.
    pub gone: bool,
}

/// Households on a page.
pub const PAGE: i64 = 50;

/// A page of households, in the order of places.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn search(bureau: &Bureau, who: &Who, query: &Query) -> Result<Vec<Found>, OfficeError> {
    let scope = who.may(Resource::Household, Action::List)?;
    let area = query.within.map_or((0, 999_999_999_999), |within| {
        let area = Area::of(within);
        (area.first() as i64, area.last() as i64)
    });
    bureau.journal.read(|reader| {
        let text: String = query.text.split_whitespace().collect();
        let name = reader.blind("person.name", &text).to_vec();
        let number = reader.blind("person.number", &text.to_ascii_uppercase()).to_vec();
        let (division, id) = query.after.unwrap_or((0, 0));
        // Each value once and in order, as both databases number them.
        let sql = "SELECT h.id, h.division, h.size, h.gone, h.head, p.name FROM household h \
            LEFT JOIN person p ON p.id = h.head \
            WHERE {scope:h} AND h.division BETWEEN $1 AND $2 AND (h.division > $3 OR (h.division = $4 AND h.id > $5)) \
            AND ($6 = '' OR h.id IN (SELECT household FROM person WHERE blind_name = $7 OR blind_number = $8)) \
            AND ($9 = '' OR h.id IN (SELECT household FROM determination WHERE programme = $10 AND answer = 'eligible')) \
            ORDER BY h.division, h.id LIMIT $11";
        let values: [Value; 11] = [
            area.0.into(),
            area.1.into(),
            Value::Int(division as i64),
            Value::Int(division as i64),
            id.into(),
            text.as_str().into(),
            name.into(),
            number.into(),
            query.programme.as_str().into(),
            query.programme.as_str().into(),
            PAGE.into(),
        ];
        let rows = reader.rows(&scope, sql, &values)?;
        rows.iter().map(|row| found(reader, &scope, row)).collect()
    })
}

/// One household as a list shows it.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn one(bureau: &Bureau, who: &Who, household: i64) -> Result<Found, OfficeError> {
    let scope = who.may(Resource::Household, Action::List)?;
    let sql = "SELECT h.id, h.division, h.size, h.gone, h.head, p.name FROM household h \
               LEFT JOIN person p ON p.id = h.head WHERE h.id = $1 AND {scope:h}";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[household.into()])?;
        found(reader, &scope, rows.first().ok_or(OfficeError::NotFound)?)
    })
}

fn found(
    reader: &mut doudi_journal::Reader<'_>,
    scope: &doudi_journal::access::Scope,
    row: &Row,
) -> Result<Found, OfficeError> {
    let id: i64 = row.get("id")?;
    let head_id: i64 = row.get("head")?;
    let head = match row.get::<Option<Vec<u8>>>("name")? {
        Some(sealed) => super::file::opened(reader, "person.name", head_id, sealed)?,
        None => String::new(),
    };
    let sql = "SELECT DISTINCT programme FROM determination WHERE household = $1 AND answer = 'eligible' AND {scope} \
               ORDER BY programme";
    let programmes = reader.rows(scope, sql, &[id.into()])?;
    Ok(Found {
        id,
        division: row.get("division")?,
        head_id,
        head,
        size: row.get("size")?,
        programmes: programmes.iter().map(|row| row.get("programme")).collect::<Result<_, _>>()?,
        gone: row.get::<Option<i64>>("gone")?.is_some(),
    })
}
