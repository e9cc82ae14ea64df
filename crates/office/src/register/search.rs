//! Finding households: by a name or an identity number (never by a part of one), by place, by what they may claim.

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Row, Value,
    access::{Action, Area, Resource},
};
use doudi_kernel::Division;
use std::collections::BTreeMap;

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
    let (division, id) = query.after.unwrap_or((0, 0));
    let first = area.0.max(division as i64);
    let id = if first == division as i64 { id } else { 0 };
    bureau.journal.read(|reader| {
        let text: String = query.text.split_whitespace().collect();
        let mut values: Vec<Value> = vec![first.into(), area.1.into(), id.into(), PAGE.into()];
        let mut from = "household h LEFT JOIN person p ON p.id = h.head".to_owned();
        let mut also = String::new();
        if !text.is_empty() {
            // Named first and crossed, so that a database begins with the few whom the name or number finds.
            from = "(SELECT household FROM person WHERE blind_name = $5 \
                    UNION SELECT household FROM person WHERE blind_number = $6) f CROSS JOIN "
                .to_owned()
                + &from;
            also += " AND h.id = f.household";
            values.push(reader.blind("person.name", &text).to_vec().into());
            values.push(reader.blind("person.number", &text.to_ascii_uppercase()).to_vec().into());
        }
        if !query.programme.is_empty() {
            values.push(query.programme.as_str().into());
            also += &format!(
                " AND EXISTS (SELECT 1 FROM determination d WHERE d.household = h.id AND d.programme = ${} \
                 AND d.answer = 'eligible')",
                values.len()
            );
        }
        let sql = format!(
            "SELECT h.id, h.division, h.size, h.gone, h.head, p.name FROM {from} \
             WHERE {{scope:h}} AND h.division BETWEEN $1 AND $2 \
             AND (h.division > $1 OR h.id > $3){also} ORDER BY h.division, h.id LIMIT $4"
        );
        let rows = reader.rows(&scope, &sql, &values)?;
        found(reader, &scope, &rows)
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
        found(reader, &scope, &rows)?.pop().ok_or(OfficeError::NotFound)
    })
}

/// The rows as a list shows them; what their households may claim comes in one question for all of them.
fn found(
    reader: &mut doudi_journal::Reader<'_>,
    scope: &doudi_journal::access::Scope,
    rows: &[Row],
) -> Result<Vec<Found>, OfficeError> {
    let ids = rows.iter().map(|row| row.get("id")).collect::<Result<Vec<i64>, JournalError>>()?;
    let mut claims = claims(reader, scope, &ids)?;
    let one = |row: &Row| {
        let (id, head_id): (i64, i64) = (row.get("id")?, row.get("head")?);
        let head = match row.get::<Option<Vec<u8>>>("name")? {
            Some(sealed) => super::file::opened(reader, "person.name", head_id, sealed)?,
            None => String::new(),
        };
        Ok(Found {
            id,
            division: row.get("division")?,
            head_id,
            head,
            size: row.get("size")?,
            programmes: claims.remove(&id).unwrap_or_default(),
            gone: row.get::<Option<i64>>("gone")?.is_some(),
        })
    };
    rows.iter().map(one).collect()
}

fn claims(
    reader: &mut doudi_journal::Reader<'_>,
    scope: &doudi_journal::access::Scope,
    households: &[i64],
) -> Result<BTreeMap<i64, Vec<String>>, JournalError> {
    let mut claims: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    if households.is_empty() {
        return Ok(claims);
    }
    let places: Vec<String> = (1..=households.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT DISTINCT household, programme FROM determination WHERE household IN ({}) AND answer = 'eligible' \
         AND {{scope}} ORDER BY household, programme",
        places.join(", ")
    );
    let values: Vec<Value> = households.iter().map(|id| Value::Int(*id)).collect();
    for row in reader.rows(scope, &sql, &values)? {
        claims.entry(row.get("household")?).or_default().push(row.get("programme")?);
    }
    Ok(claims)
}
