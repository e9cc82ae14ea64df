//! Cases in lists: what waits for me, what a household has, what hangs in a village.

use super::path::Office;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Value,
    access::{Action, Area, Resource},
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
    /// Whether it is shown because an office below is late.
    pub raised: bool,
}

pub(super) const COLUMNS: &str = "SELECT c.id, c.household, c.division, c.procedure_name, c.turn, c.opened, c.step, c.office, c.due, \
    c.standing, c.outcome, c.amount_fen, c.published_until, p.id AS person, p.name, p.birth, h.size FROM case_file c \
    JOIN household h ON h.id = c.household JOIN person p ON p.id = h.head";

/// Days by which an office may be late until the next but one level is told: a week after the first.
const ANOTHER_LEVEL_DAYS: i64 = 7;

/// What waits for the user's offices, and what is late at an office below them, what is overdue first; with all offices'
/// cases where `all` is set. A late village's case is told to the town on the next day and to the county a week after.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn mine(bureau: &Bureau, who: &Who, all: bool) -> Result<Vec<Row>, OfficeError> {
    let desks = who.desks();
    let waits: Vec<String> = desks.iter().map(|(office, area)| waits_for(*office, *area, who.today())).collect();
    let waits = if all { "1 = 1".to_owned() } else { waits.join(" OR ") };
    if waits.is_empty() {
        return Ok(Vec::new());
    }
    // Chosen among the cases alone first: two hundred names are fetched, however many wait.
    let sql = format!(
        "{COLUMNS} WHERE c.id IN (SELECT w.id FROM case_file w WHERE {{scope:w}} AND w.turn <> 'closed' AND ({waits}) \
         ORDER BY COALESCE(w.due, 99999999), w.id LIMIT 200) ORDER BY COALESCE(c.due, 99999999), c.id"
    );
    let mut rows = listed(bureau, who, &sql, &[])?;
    let own = |row: &Row| {
        let here = |(office, area): &(Office, Area)| {
            row.office.as_deref() == Some(office.code()) && (area.first()..=area.last()).contains(&row.division)
        };
        desks.iter().any(here)
    };
    rows.iter_mut().for_each(|row| row.raised = !all && !own(row));
    Ok(rows)
}

/// Cases whose turn is an office's, and those that are late below it. Numbers only: nothing here is anybody's text.
fn waits_for(office: Office, area: Area, today: Date) -> String {
    let week_ago = today.checked_sub(jiff::Span::new().days(ANOTHER_LEVEL_DAYS)).unwrap_or(today);
    let mut turns = vec![format!("w.office = '{}'", office.code())];
    for below in Office::ALL {
        let late_since = match below.above() {
            Some(above) if above == office => today,
            Some(above) if above.above() == Some(office) => week_ago,
            _ => continue,
        };
        turns.push(format!("w.office = '{}' AND w.due < {}", below.code(), date_number(late_since)));
    }
    format!("w.division BETWEEN {} AND {} AND ({})", area.first(), area.last(), turns.join(" OR "))
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

pub(super) fn read(reader: &mut doudi_journal::Reader<'_>, row: &doudi_journal::Row) -> Result<Row, JournalError> {
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
        raised: false,
    })
}

impl Row {
    /// The office whose turn it is, in words.
    pub fn office_label(&self, lang: doudi_kernel::Lang) -> &'static str {
        self.office.as_deref().and_then(Office::of_code).map_or("", |office| office.label(lang))
    }
}
