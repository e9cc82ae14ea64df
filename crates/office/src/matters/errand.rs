//! Matters that somebody has to go for, and what a telephone brings home about them.

use super::{
    Act, Filter, FromVisit, Heard, Matter, PAGE, Refusal, State, desk, list,
    row::{COLUMNS, Kept},
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Instant, JournalError, Tx,
    access::{Action, Resource},
};
use doudi_kernel::Date;
use std::collections::BTreeMap;

/// A matter that somebody has to go for.
#[derive(Clone, Debug)]
pub struct Errand {
    /// The matter.
    pub matter: Matter,
    /// Where.
    pub division: u64,
    /// What nobody has answered yet.
    pub heard: Vec<Heard>,
}

/// The matters that wait for the user to go, in the order of [`list`], so many at most. What a visit has answered waits no
/// more, unless something was signalled since; what a department has waits there.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn errands(bureau: &Bureau, who: &Who, most: usize) -> Result<Vec<Errand>, OfficeError> {
    let (mut all, mut from) = (Vec::new(), 0);
    while all.len() < most {
        let (page, _) = list(bureau, who, &Filter { mine: true, from, ..Filter::default() })?;
        let turned = page.len();
        let waiting = page.into_iter().filter(|it| goes(&it.matter, who.today()));
        let waiting: Vec<(Matter, u64)> = waiting.map(|it| (it.matter, it.division)).collect();
        all.extend(with_signals(bureau, who, waiting)?);
        if turned < PAGE {
            break;
        }
        from += PAGE;
    }
    all.truncate(most);
    Ok(all)
}

fn goes(it: &Matter, today: Date) -> bool {
    let elsewhere = it.department.is_some() && it.answered.is_none();
    it.state(today) != State::Closed && !elsewhere
}

fn with_signals(bureau: &Bureau, who: &Who, of: Vec<(Matter, u64)>) -> Result<Vec<Errand>, OfficeError> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let scope = who.may(Resource::ActiveDiscovery, Action::List)?;
    let numbers: Vec<String> = of.iter().map(|(matter, _)| matter.id.to_string()).collect();
    let sql = format!(
        "SELECT s.matter, s.signal, s.person, s.raised, s.first_month, s.month, s.found FROM matter_signal s \
         WHERE {{scope:s}} AND s.matter IN ({}) ORDER BY s.matter, s.signal, s.person",
        numbers.join(", ")
    );
    let rows = bureau.journal.read(|reader| reader.rows(&scope, &sql, &[]))?;
    let mut heard: BTreeMap<i64, Vec<Heard>> = BTreeMap::new();
    for row in &rows {
        heard.entry(row.get("matter")?).or_default().push(Heard::read(row)?);
    }
    let errand = |(matter, division): (Matter, u64)| {
        let all = heard.remove(&matter.id).unwrap_or_default();
        let open: Vec<Heard> = match matter.visited {
            None => all,
            // Who was there goes again for what came after.
            Some(on) => all.into_iter().filter(|it| it.found.is_none() && it.raised > on).collect(),
        };
        (!open.is_empty()).then_some(Errand { matter, division, heard: open })
    };
    Ok(of.into_iter().filter_map(errand).collect())
}

/// The open matter of a household to which a visit on a day belongs: one that was made before a matter was opened answers
/// nothing of it.
pub(crate) fn waiting_at(
    tx: &mut Tx<'_>,
    who: &Who,
    household: i64,
    on: Date,
) -> Result<Option<(Matter, u64)>, OfficeError> {
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE m.household = $1 AND m.closed IS NULL");
    let Some(row) = tx.row(&sql, &[household.into()])? else { return Ok(None) };
    let (matter, division) = (Matter::read(&row)?, row.get::<u64>("division")?);
    let scope = who.may(Resource::HomeVisit, Action::Write)?;
    let own = scope.holds(division) && (matter.opened..=who.today()).contains(&on);
    Ok(own.then_some((matter, division)))
}

/// Answers a matter with a visit, in its transaction.
pub(crate) fn tell(
    bureau: &Bureau,
    tx: &mut Tx<'_>,
    who: &Who,
    (matter, division): &(Matter, u64),
    told: FromVisit,
) -> Result<(), OfficeError> {
    desk::done(bureau, tx, who, (matter, *division), (&Act::Seen(told), &super::rules(bureau)))
}

/// Takes back what a visit that is withdrawn has answered: where no other one stands, nobody has been there.
///
/// # Errors
/// [`OfficeError::Matter`] where the matter was closed on its word: it is reopened first.
pub(crate) fn undo(tx: &mut Tx<'_>, who: &Who, matter: i64, visit: i64) -> Result<(), OfficeError> {
    let row = tx.row(&format!("SELECT {COLUMNS} FROM matter m WHERE m.id = $1"), &[matter.into()])?;
    let row = row.ok_or(OfficeError::NotFound)?;
    let (it, division) = (Matter::read(&row)?, row.get::<u64>("division")?);
    if it.closed.is_some() {
        return Err(Refusal::Closed.into());
    }
    let (own, others): (Vec<_>, Vec<_>) =
        told(tx, matter)?.into_iter().partition(|(_, kept)| kept.visit == Some(visit));
    let first = own.first().zip(others.first()).is_none_or(|(own, other)| own.0 < other.0);
    let visited = match others.first() {
        None => None,
        Some((at, _)) if first => Some(at.date_in_china()),
        Some(_) => it.visited,
    };
    // Each signal is as the last word of another visit has it.
    let word = |one: &Heard| {
        let same = |it: &&Heard| (&it.signal, it.person) == (&one.signal, one.person);
        let found = others.iter().rev().find_map(|(_, kept)| kept.signals.iter().find(same)?.found);
        Heard { found, ..one.clone() }
    };
    let signals = own.iter().flat_map(|(_, kept)| &kept.signals).map(word).collect();
    let matter = Matter { version: it.version + 1, visited, ..it };
    let kept = Kept { visit: Some(visit), ..Kept::of(matter, signals) };
    super::take::append(tx, "matter.visit_withdrawn", division, &who.actor()?, who.now, &kept)
}

/// The visits of a matter that stand, in order, each with the moment at which the office knew it.
fn told(tx: &mut Tx<'_>, matter: i64) -> Result<Vec<(Instant, Kept)>, OfficeError> {
    let sql = "SELECT at, kind, body FROM entry WHERE subject = $1 \
               AND kind IN ('matter.visited', 'matter.visit_withdrawn') ORDER BY seq";
    let mut told: Vec<(Instant, Kept)> = Vec::new();
    for row in tx.rows(sql, &[super::subject(matter).as_str().into()])? {
        let wanted = |_| JournalError::Column { name: "body".into(), wanted: "what an entry about a matter says" };
        let kept: Kept = serde_json::from_str(&row.get::<String>("body")?).map_err(wanted)?;
        match row.get::<String>("kind")?.as_str() {
            "matter.visited" => told.push((Instant::from_millis(row.get("at")?), kept)),
            _ => told.retain(|(_, it)| it.visit != kept.visit),
        }
    }
    Ok(told)
}
