//! Cases in lists: what waits for me, what a household has, what hangs in a village.

use super::path::Office;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Value,
    access::{Action, Resource},
    date_number, date_of_number,
};
use doudi_kernel::Date;

/// A case in a list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub household: i64,
    /// The head's name.
    pub head: String,
    /// The head's birth.
    pub born: Option<Date>,
    /// Members.
    pub size: i64,
    /// Where.
    pub division: u64,
    /// The procedure's name.
    pub procedure: String,
    /// `open`, `decided`, `closed`
    pub turn: String,
    /// Since when.
    pub opened: Date,
    /// What comes next.
    pub step: Option<String>,
    /// Whose turn.
    pub office: Option<String>,
    /// Until when.
    pub due: Option<Date>,
    /// Whether the citizen owes something.
    pub standing: bool,
    /// `grant`, `refuse`, `reduce`, `stop`
    pub outcome: Option<String>,
    /// Fen a month.
    pub amount_fen: Option<i64>,
    /// The last day of the public notice.
    pub published_until: Option<Date>,
}

const COLUMNS: &str = "SELECT c.id, c.household, c.division, c.procedure_name, c.turn, c.opened, c.step, c.office, c.due, \
    c.standing, c.outcome, c.amount_fen, c.published_until, p.id AS person, p.name, p.birth, h.size FROM case_file c \
    JOIN household h ON h.id = c.household JOIN person p ON p.id = h.head";

/// What waits for the user's office, what is overdue first; with all offices' cases where `all` is set.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn mine(bureau: &Bureau, who: &Who, all: bool) -> Result<Vec<Row>, OfficeError> {
    let office = who.grants.iter().find_map(|grant| who.office_at(grant.area.number()));
    let (whose, values) = match all {
        true => ("", Vec::new()),
        false => ("AND w.office = $1", vec![office.map_or("", Office::code).into()]),
    };
    // Chosen among the cases alone first: two hundred names are fetched, however many wait.
    let sql = format!(
        "{COLUMNS} WHERE c.id IN (SELECT w.id FROM case_file w WHERE {{scope:w}} AND w.turn <> 'closed' {whose} \
         ORDER BY COALESCE(w.due, 99999999), w.id LIMIT 200) ORDER BY COALESCE(c.due, 99999999), c.id"
    );
    listed(bureau, who, &sql, &values)
}

/// The cases of a household, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn of_household(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<Row>, OfficeError> {
    let sql = format!("{COLUMNS} WHERE {{scope:c}} AND c.household = $1 ORDER BY c.id DESC");
    listed(bureau, who, &sql, &[household.into()])
}

/// What hangs in the villages of the user's area on a day.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn notices(bureau: &Bureau, who: &Who) -> Result<Vec<Row>, OfficeError> {
    let sql = format!(
        "{COLUMNS} WHERE {{scope:c}} AND c.turn = 'open' AND c.published_until >= $1 ORDER BY c.division, c.id"
    );
    listed(bureau, who, &sql, &[date_number(who.today()).into()])
}

fn listed(bureau: &Bureau, who: &Who, sql: &str, values: &[Value]) -> Result<Vec<Row>, OfficeError> {
    let scope = who.may(Resource::Case, Action::List)?;
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, values)?;
        rows.iter().map(|row| read(reader, row).map_err(OfficeError::from)).collect()
    })
}

fn read(reader: &mut doudi_journal::Reader<'_>, row: &doudi_journal::Row) -> Result<Row, JournalError> {
    let day = |name: &str| row.get::<Option<i64>>(name)?.map(date_of_number).transpose();
    Ok(Row {
        id: row.get("id")?,
        household: row.get("household")?,
        head: crate::register::opened(reader, "person.name", row.get("person")?, row.get("name")?)?,
        born: day("birth")?,
        size: row.get("size")?,
        division: row.get("division")?,
        procedure: row.get("procedure_name")?,
        turn: row.get("turn")?,
        opened: date_of_number(row.get("opened")?)?,
        step: row.get("step")?,
        office: row.get("office")?,
        due: day("due")?,
        standing: row.get("standing")?,
        outcome: row.get("outcome")?,
        amount_fen: row.get("amount_fen")?,
        published_until: day("published_until")?,
    })
}

impl Row {
    /// The office whose turn it is, in words.
    pub fn office_label(&self, lang: doudi_kernel::Lang) -> &'static str {
        self.office.as_deref().and_then(Office::of_code).map_or("", |office| office.label(lang))
    }
}
