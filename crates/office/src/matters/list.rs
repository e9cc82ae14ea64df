//! Matters of the user's area: rows and counts come through the same scope.

use super::{
    Matter, State,
    desk::{departments, level, levels},
    level::ANOTHER_LEVEL_DAYS,
    points::Pointed,
    row::COLUMNS,
};
use crate::{Bureau, OfficeError, Who, register::opened};
use doudi_journal::{
    JournalError, Reader, Row, Value,
    access::{Action, Area, Resource, Scope},
    date_number,
};
use doudi_kernel::{Date, Division};
use doudi_work::watch::{Level, Severity};
use jiff::ToSpan;
use std::collections::BTreeMap;

/// Rows of a page.
pub const PAGE: usize = 50;
/// The most that one list takes.
const MOST: usize = 20_000;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Late ones first, then by points where they are known, then by severity and day.
    #[default]
    Points,
    /// By day, then by severity.
    Day,
}

impl By {
    /// As the database orders, by a day as a number. `pointed` is what the newest card said: where it was refused, or there is
    /// none, late ones stand first, then by severity and day.
    fn sql(self, today: i64, pointed: Option<&Pointed>) -> String {
        let late = format!("CASE WHEN m.due < {today} THEN 0 ELSE 1 END");
        match (self, pointed.and_then(Pointed::points)) {
            (Self::Day, _) => "COALESCE(m.due, 99999999), m.severity, m.id".into(),
            (Self::Points, None) => format!("{late}, m.severity, COALESCE(m.due, 99999999), m.id"),
            (Self::Points, Some(_)) => {
                format!("{late}, COALESCE(m.points, -1) DESC, m.severity, COALESCE(m.due, 99999999), m.id")
            }
        }
    }
}

/// Which matters are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those that wait for the user's own level, and those late below it.
    pub mine: bool,
    /// In a town or village.
    pub within: Option<Division>,
    /// With a signal.
    pub signal: Option<String>,
    /// How far; none for all that are open.
    pub state: Option<State>,
    /// How grave.
    pub severity: Option<Severity>,
    /// In which order.
    pub by: By,
    /// So many rows before are on earlier pages.
    pub from: usize,
    /// All rows on one page: for printing and for a workbook.
    pub whole: bool,
}

/// A matter in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The matter.
    pub matter: Matter,
    /// Where.
    pub division: u64,
    /// The head's name.
    pub head: String,
    /// Its signals' names, each once.
    pub signals: Vec<String>,
    /// Whether it is shown because a level below is late.
    pub raised: bool,
}

/// How many are where: of the filter without its state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By state.
    pub states: BTreeMap<State, usize>,
    /// Of those that are open, by town.
    pub towns: BTreeMap<u64, usize>,
    /// Of those that are open, by signal.
    pub signals: BTreeMap<String, usize>,
    /// Rows of all pages.
    pub total: usize,
    /// What the card of the newest month said of one of those that are open: points, or that it was refused.
    pub pointed: Option<Pointed>,
}

struct Found {
    matter: Matter,
    division: u64,
    head: i64,
    name: Vec<u8>,
}

/// Lists matters in the order that is asked for.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn list(bureau: &Bureau, who: &Who, filter: &Filter) -> Result<(Vec<Listed>, Tally), OfficeError> {
    let today = who.today();
    let (scope, department) = scope(who)?;
    let asked = Asked::of(who, filter, department);
    bureau.journal.read(|reader| {
        let pointed = pointed(reader, &scope)?;
        // What is closed waits for nobody.
        let by = if filter.state == Some(State::Closed) { By::Day } else { filter.by };
        let order = by.sql(date_number(today), pointed.as_ref());
        let mut found = rows(reader, &scope, &asked, filter.state == Some(State::Closed), &order)?;
        if department {
            found.retain(|it| handed_to(who, it));
        }
        let signals = signals(reader, &scope, filter.state == Some(State::Closed))?;
        let of = |it: &Found| signals.get(&it.matter.id).cloned().unwrap_or_default();
        let mut tally = Tally { pointed, ..Tally::default() };
        for it in &found {
            let state = it.matter.state(today);
            *tally.states.entry(state).or_default() += 1;
            if state != State::Closed {
                *tally.towns.entry(it.division / 1000 * 1000).or_default() += 1;
                of(it).into_iter().for_each(|signal| *tally.signals.entry(signal).or_default() += 1);
            }
        }
        // Those of the other side are counted and not fetched: what is closed only grows.
        if filter.state == Some(State::Closed) {
            for it in rows(reader, &scope, &asked, false, "m.id")? {
                *tally.states.entry(it.matter.state(today)).or_default() += 1;
            }
        } else {
            tally.states.insert(State::Closed, closed(reader, &scope, &asked)?);
        }
        let shown = |it: &Found| filter.state.is_none_or(|wanted| wanted == it.matter.state(today));
        found.retain(shown);
        tally.total = found.len();
        let page = if filter.whole { found.len() } else { PAGE };
        let page = found.into_iter().skip(filter.from).take(page);
        let one = |it: Found| {
            let head = opened(reader, "person.name", it.head, it.name)?;
            let raised = !levels(who, it.division).contains(&it.matter.owner);
            let signals = signals.get(&it.matter.id).cloned().unwrap_or_default();
            Ok(Listed { division: it.division, head, signals, raised, matter: it.matter })
        };
        Ok((page.map(one).collect::<Result<_, JournalError>>()?, tally))
    })
}

/// A filter as the database is asked: codes and numbers stand in the text, everything that somebody typed beside it.
struct Asked {
    also: String,
    values: Vec<Value>,
}

impl Asked {
    fn of(who: &Who, filter: &Filter, department: bool) -> Self {
        let area = filter.within.map(Area::of);
        let (first, last) = area.map_or((0, 999_999_999_999), |area| (area.first() as i64, area.last() as i64));
        let mut asked = Self {
            also: " AND m.division BETWEEN $1 AND $2".into(),
            values: vec![Value::Int(first), Value::Int(last)],
        };
        if let Some(severity) = filter.severity {
            let rank = Severity::ALL.iter().position(|it| *it == severity).unwrap_or(0);
            asked.also += &format!(" AND m.severity = {rank}");
        }
        if let Some(signal) = &filter.signal {
            asked.also += " AND EXISTS (SELECT 1 FROM matter_signal t WHERE t.matter = m.id AND t.signal = $3)";
            asked.values.push(signal.into());
        }
        if department {
            let own: Vec<String> =
                who.roles().filter_map(|role| Some(format!("'{}'", role.department()?.name()))).collect();
            asked.also += &format!(" AND m.department IN ({})", own.join(", "));
        }
        if filter.mine {
            asked.also += &format!(" AND m.closed IS NULL AND ({})", waits(who));
        }
        asked
    }
}

/// Where the user sees matters; of a department those that were handed over to it.
fn scope(who: &Who) -> Result<(Scope, bool), OfficeError> {
    match who.may(Resource::ActiveDiscovery, Action::List) {
        Ok(scope) => Ok((scope, false)),
        Err(why) => match who.roles().any(|role| role.department().is_some()) {
            true => Ok((who.may(Resource::Referral, Action::List)?, true)),
            false => Err(why.into()),
        },
    }
}

fn handed_to(who: &Who, it: &Found) -> bool {
    departments(who, it.division).iter().any(|own| it.matter.department.as_deref() == Some(own.name()))
}

/// What the card of the newest month said of an open matter: of one that has points, where any has.
fn pointed(reader: &mut Reader<'_>, scope: &Scope) -> Result<Option<Pointed>, JournalError> {
    let sql = "SELECT m.pointed FROM matter m WHERE {scope:m} AND m.closed IS NULL AND m.pointed IS NOT NULL \
               ORDER BY m.points_month DESC, COALESCE(m.points, -1) DESC LIMIT 1";
    Ok(reader.rows(scope, sql, &[])?.first().map(Pointed::read).transpose()?.flatten())
}

fn rows(
    reader: &mut Reader<'_>,
    scope: &Scope,
    asked: &Asked,
    closed: bool,
    order: &str,
) -> Result<Vec<Found>, JournalError> {
    let side = if closed { "IS NOT NULL" } else { "IS NULL" };
    let sql = format!(
        "SELECT {COLUMNS}, p.id AS person, p.name FROM matter m JOIN household h ON h.id = m.household \
         JOIN person p ON p.id = h.head WHERE {{scope:m}} AND m.closed {side}{} \
         ORDER BY {order} LIMIT {MOST}",
        asked.also
    );
    let one = |row: &Row| {
        Ok(Found {
            matter: Matter::read(row)?,
            division: row.get("division")?,
            head: row.get("person")?,
            name: row.get("name")?,
        })
    };
    reader.rows(scope, &sql, &asked.values)?.iter().map(one).collect()
}

fn closed(reader: &mut Reader<'_>, scope: &Scope, asked: &Asked) -> Result<usize, JournalError> {
    let sql = format!("SELECT COUNT(*) AS many FROM matter m WHERE {{scope:m}} AND m.closed IS NOT NULL{}", asked.also);
    let rows = reader.rows(scope, &sql, &asked.values)?;
    let many = rows.first().map_or(Ok(0), |row| row.get::<i64>("many"))?;
    Ok(usize::try_from(many).unwrap_or(0))
}

/// What waits for the user's levels, and what is late below them. Numbers and codes only: nothing here is anybody's text.
fn waits(who: &Who) -> String {
    let held = who.desks().into_iter().filter_map(|(office, area)| Some((level(office)?, area)));
    let all: Vec<String> = held.map(|(level, area)| waits_for(level, area, who.today())).collect();
    if all.is_empty() { "1 = 1".into() } else { all.join(" OR ") }
}

fn waits_for(own: Level, area: Area, today: Date) -> String {
    let week_ago = today.checked_sub(ANOTHER_LEVEL_DAYS.days()).unwrap_or(today);
    let mut turns = vec![format!("m.owner = '{}'", own.name())];
    for below in Level::ALL.into_iter().filter(|it| *it < own) {
        let late_since = if below.above() == own { today } else { week_ago };
        turns.push(format!("m.owner = '{}' AND m.due < {}", below.name(), date_number(late_since)));
    }
    format!("m.division BETWEEN {} AND {} AND ({})", area.first(), area.last(), turns.join(" OR "))
}

/// The signals of the matters that are open, or of those that are closed.
fn signals(reader: &mut Reader<'_>, scope: &Scope, closed: bool) -> Result<BTreeMap<i64, Vec<String>>, JournalError> {
    let side = if closed { "IS NOT NULL" } else { "IS NULL" };
    let sql = format!(
        "SELECT DISTINCT s.matter, s.signal FROM matter_signal s JOIN matter m ON m.id = s.matter \
         WHERE {{scope:s}} AND m.closed {side} ORDER BY s.matter, s.signal"
    );
    let mut all: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in reader.rows(scope, &sql, &[])? {
        all.entry(row.get("matter")?).or_default().push(row.get("signal")?);
    }
    Ok(all)
}

/// How many wait for the user's own levels, and how many of them are late.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn waiting(bureau: &Bureau, who: &Who) -> Result<(usize, usize), OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::Count)?;
    let sql = format!(
        "SELECT COUNT(*) AS many, COALESCE(SUM(CASE WHEN m.due < $1 THEN 1 ELSE 0 END), 0) AS late FROM matter m \
         WHERE {{scope:m}} AND m.closed IS NULL AND ({})",
        waits(who)
    );
    let rows = bureau.journal.read(|reader| reader.rows(&scope, &sql, &[date_number(who.today()).into()]))?;
    let count = |name: &str| rows.first().map_or(Ok(0), |row| row.get::<i64>(name));
    Ok((usize::try_from(count("many")?).unwrap_or(0), usize::try_from(count("late")?).unwrap_or(0)))
}

/// The matters of a household, the newest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn of_household(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<(Matter, Vec<String>)>, OfficeError> {
    let scope = who.may(Resource::ActiveDiscovery, Action::List)?;
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE {{scope:m}} AND m.household = $1 ORDER BY m.id DESC");
    bureau.journal.read(|reader| {
        let matters = reader.rows(&scope, &sql, &[household.into()])?;
        let sql = "SELECT DISTINCT s.matter, s.signal FROM matter_signal s WHERE {scope:s} AND s.household = $1 \
                   ORDER BY s.matter, s.signal";
        let signals = reader.rows(&scope, sql, &[household.into()])?;
        let of = |id: i64| signals.iter().filter(move |row| row.get::<i64>("matter").is_ok_and(|it| it == id));
        let one = |row: &Row| {
            let matter = Matter::read(row)?;
            let signals = of(matter.id).map(|row| row.get("signal")).collect::<Result<_, _>>()?;
            Ok((matter, signals))
        };
        Ok(matters.iter().map(one).collect::<Result<_, JournalError>>()?)
    })
}
