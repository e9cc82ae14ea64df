//! What falls due: reviews, looks at who has left, hearings, departments' parts, first payments. All are queries over dates,
//! so that nothing depends on a clock that could skip a day.

use super::{list::Row, standing::day};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Reader, Value,
    access::{Action, Resource, Scope},
    date_number,
};
use doudi_kernel::{Date, Month};
use jiff::ToSpan;

/// Days ahead of which a review or a look is shown.
const AHEAD_DAYS: i64 = 30;

/// A recognised household.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The household.
    pub household: i64,
    /// Where.
    pub division: u64,
    /// The head's name.
    pub head: String,
    /// The procedure's name.
    pub procedure: String,
    /// The case that said so last.
    pub case: i64,
    /// Since when.
    pub since: Date,
    /// Fen a month.
    pub amount_fen: Option<i64>,
    /// The first month that is paid.
    pub paid_from: Month,
    /// The last one, of a household that leaves.
    pub paid_until: Option<Month>,
    /// `A`, `B`, `C`
    pub class: Option<String>,
    /// When it is looked at again.
    pub review_due: Option<Date>,
    /// When it was decided that it leaves.
    pub ended: Option<Date>,
    /// Until when it is watched after that.
    pub monitor_until: Option<Date>,
    /// When somebody looks next.
    pub look_due: Option<Date>,
}

const COLUMNS: &str = "SELECT r.household, r.procedure_name, r.division, r.case_id, r.since, r.amount_fen, r.paid_from, \
    r.paid_until, r.class, r.review_due, r.ended, r.monitor_until, r.look_due, p.id AS person, p.name \
    FROM recognition r JOIN household h ON h.id = r.household JOIN person p ON p.id = h.head";

fn read(reader: &mut Reader<'_>, row: &doudi_journal::Row) -> Result<Recognised, JournalError> {
    let month = |number: i64| i32::try_from(number).ok().and_then(Month::from_compact);
    let wanted = || JournalError::Column { name: "paid_from".into(), wanted: "a month" };
    Ok(Recognised {
        household: row.get("household")?,
        division: row.get("division")?,
        head: crate::register::opened(reader, "person.name", row.get("person")?, row.get("name")?)?,
        procedure: row.get("procedure_name")?,
        case: row.get("case_id")?,
        since: day(row, "since")?.ok_or_else(wanted)?,
        amount_fen: row.get("amount_fen")?,
        paid_from: month(row.get("paid_from")?).ok_or_else(wanted)?,
        paid_until: row.get::<Option<i64>>("paid_until")?.and_then(month),
        class: row.get("class")?,
        review_due: day(row, "review_due")?,
        ended: day(row, "ended")?,
        monitor_until: day(row, "monitor_until")?,
        look_due: day(row, "look_due")?,
    })
}

fn all(bureau: &Bureau, scope: &Scope, sql: &str, values: &[Value]) -> Result<Vec<Recognised>, OfficeError> {
    bureau.journal.read(|reader| {
        let rows = reader.rows(scope, sql, values)?;
        Ok(rows.iter().map(|row| read(reader, row)).collect::<Result<_, _>>()?)
    })
}

fn ahead(who: &Who) -> Value {
    date_number(who.today().checked_add(AHEAD_DAYS.days()).unwrap_or(Date::MAX)).into()
}

/// Households whose review is due within a month and of which no case runs.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn reviews(bureau: &Bureau, who: &Who) -> Result<Vec<Recognised>, OfficeError> {
    let sql = format!(
        "{COLUMNS} WHERE {{scope:r}} AND r.ended IS NULL AND r.review_due <= $1 AND NOT EXISTS (SELECT 1 FROM case_file c \
         WHERE c.household = r.household AND c.procedure_name = r.procedure_name AND c.turn = 'open') \
         ORDER BY r.review_due, r.household LIMIT 500"
    );
    all(bureau, &who.may(Resource::Case, Action::List)?, &sql, &[ahead(who)])
}

/// Households that have left and are watched on this day, the next look first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn left(bureau: &Bureau, who: &Who) -> Result<Vec<Recognised>, OfficeError> {
    let sql = format!(
        "{COLUMNS} WHERE {{scope:r}} AND r.monitor_until >= $1 \
         ORDER BY COALESCE(r.look_due, 99999999), r.household LIMIT 500"
    );
    all(bureau, &who.may(Resource::Case, Action::List)?, &sql, &[date_number(who.today()).into()])
}

/// As what a household is recognised: every department may rely on it (art. 42).
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn recognised(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<Recognised>, OfficeError> {
    let sql = format!("{COLUMNS} WHERE {{scope:r}} AND r.household = $1 AND r.ended IS NULL ORDER BY r.since");
    all(bureau, &who.may(Resource::Recognition, Action::Read)?, &sql, &[household.into()])
}

/// A household that is paid in a month by decisions.
#[derive(Clone, Debug)]
pub struct Payment {
    /// As what.
    pub of: Recognised,
    /// The case's version, where nobody has said that payment begins.
    pub begins: Option<u32>,
}

/// Who is paid in a month by decisions: from the month that the law names to the last one of the grace.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn payments(bureau: &Bureau, who: &Who, month: Month) -> Result<Vec<Payment>, OfficeError> {
    let scope = who.may(Resource::PaymentList, Action::List)?;
    let columns = COLUMNS.replace(" FROM recognition", ", c.version, c.step, c.office FROM recognition");
    let sql = format!(
        "{columns} JOIN case_file c ON c.id = r.case_id WHERE {{scope:r}} AND r.paid_from <= $1 \
         AND (r.paid_until IS NULL OR r.paid_until >= $1) ORDER BY r.division, r.household LIMIT 5000"
    );
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, &sql, &[i64::from(month.compact()).into()])?;
        let one = |row: &doudi_journal::Row| {
            let waits = row.get::<Option<String>>("step")?.is_some_and(|step| step.starts_with("pay"));
            let begins = if waits { Some(row.get("version")?) } else { None };
            Ok(Payment { of: read(reader, row)?, begins })
        };
        Ok(rows.iter().map(one).collect::<Result<_, JournalError>>()?)
    })
}

/// A case in which somebody is to be heard.
#[derive(Clone, Debug)]
pub struct Hearable {
    /// The case.
    pub row: Row,
    /// The day for which the person is invited.
    pub called: Option<Date>,
    /// Whether the person was heard.
    pub heard: bool,
}

/// Cases in which something is to be taken away and nothing is decided yet.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn hearings(bureau: &Bureau, who: &Who) -> Result<Vec<Hearable>, OfficeError> {
    let scope = who.may(Resource::Case, Action::List)?;
    let columns = super::list::COLUMNS.replacen("SELECT ", "SELECT c.called, c.heard, ", 1);
    let sql = format!(
        "{columns} WHERE {{scope:c}} AND c.cut = 1 AND c.turn = 'open' ORDER BY c.heard, COALESCE(c.called, 99999999), c.id"
    );
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, &sql, &[])?;
        let one = |row: &doudi_journal::Row| {
            let (called, heard) = (day(row, "called")?, row.get("heard")?);
            Ok(Hearable { row: super::list::read(reader, row)?, called, heard })
        };
        Ok(rows.iter().map(one).collect::<Result<_, JournalError>>()?)
    })
}

/// A department's part in its list.
#[derive(Clone, Debug)]
pub struct Referred {
    /// The case.
    pub case: i64,
    /// The department's name.
    pub department: String,
    /// Where.
    pub division: u64,
    /// The head's name.
    pub head: String,
    /// Since when.
    pub opened: Date,
    /// Until when; none where no clock runs.
    pub due: Option<Date>,
    /// When it was answered.
    pub answered: Option<Date>,
    /// What was answered.
    pub outcome: Option<String>,
}

/// What departments handle: a department sees its own, towns and the county all in their area. What waits comes first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn referrals(bureau: &Bureau, who: &Who) -> Result<Vec<Referred>, OfficeError> {
    let scope = who.may(Resource::Referral, Action::List)?;
    let held: Vec<_> = who.roles().filter_map(|role| role.department()).collect();
    let everybody = who.may(Resource::Case, Action::List).is_ok();
    let sql = "SELECT f.case_id, f.department, f.division, f.opened, f.due, f.answered, f.outcome, p.id AS person, p.name \
               FROM referral f JOIN case_file c ON c.id = f.case_id JOIN household h ON h.id = c.household \
               JOIN person p ON p.id = h.head WHERE {scope:f} \
               ORDER BY COALESCE(f.answered, 0), COALESCE(f.due, 99999999), f.case_id DESC LIMIT 500";
    let found: Vec<Referred> = bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[])?;
        let one = |row: &doudi_journal::Row| {
            let opened = day(row, "opened")?.unwrap_or(Date::MIN);
            Ok(Referred {
                case: row.get("case_id")?,
                department: row.get("department")?,
                division: row.get("division")?,
                head: crate::register::opened(reader, "person.name", row.get("person")?, row.get("name")?)?,
                opened,
                due: day(row, "due")?,
                answered: day(row, "answered")?,
                outcome: row.get("outcome")?,
            })
        };
        Ok::<_, OfficeError>(rows.iter().map(one).collect::<Result<_, JournalError>>()?)
    })?;
    let own = |one: &Referred| everybody || held.iter().any(|it| it.name() == one.department);
    Ok(found.into_iter().filter(own).collect())
}
