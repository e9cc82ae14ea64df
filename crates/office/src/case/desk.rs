//! A case on the desk: looked at, worked on, kept. Everything that a screen, a command or another system does to a case goes
//! through [`act`].

use super::{
    Act, Application, Doer, Event, Path, State, Turn,
    clock::{self, Due},
    event::Outcome,
    plan,
    projection::Kept,
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    County, Draft, IdempotencyKey, Instant, JournalError, Subject, Tx,
    access::{Action, Resource, UserId, decided_by_another},
    crypto::{Sealed, from_hex, to_hex},
    date_number,
};
use doudi_kernel::Date;
use serde_json::json;

/// An event as it was kept.
#[derive(Clone, Debug)]
pub struct Told {
    /// When.
    pub at: Instant,
    /// By whom: `user:3`.
    pub actor: String,
    /// What.
    pub event: Event,
}

/// A case with everything about it.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// Its number.
    pub id: i64,
    /// Where.
    pub division: u64,
    /// The procedure of that place and day.
    pub path: Path,
    /// Where it stands.
    pub state: State,
    /// What happened, in order.
    pub told: Vec<Told>,
}

fn subject(case: i64) -> String {
    format!("case:{case}")
}

/// Shows a case.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn view(bureau: &Bureau, who: &Who, case: i64) -> Result<CaseView, OfficeError> {
    view_within(bureau, &who.may(Resource::Case, Action::Read)?, case)
}

fn body(text: &str) -> Result<Kept, JournalError> {
    serde_json::from_str(text).map_err(|_| JournalError::Column { name: "body".into(), wanted: "an event of a case" })
}

fn event(plain: &[u8]) -> Result<Event, JournalError> {
    serde_json::from_slice(plain)
        .map_err(|_| JournalError::Column { name: "event".into(), wanted: "an event of a case" })
}

fn whole(bureau: &Bureau, case: i64, division: u64, told: Vec<Told>) -> Result<CaseView, OfficeError> {
    let state = State::of(told.iter().map(|told| (&told.event, told.at.date_in_china())));
    let path = path(bureau, &state.procedure, division, state.opened)?;
    Ok(CaseView { id: case, division, path, state, told })
}

fn path(bureau: &Bureau, procedure: &str, division: u64, day: Date) -> Result<Path, OfficeError> {
    Path::at(&bureau.book, procedure, &division.to_string(), day)
        .ok_or_else(|| OfficeError::NoProcedure(procedure.into()))
}

/// Takes an application for a household: the number of the new case, or of the one that an application sent twice has made.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`], [`OfficeError::NoProcedure`], [`OfficeError::Refused`].
pub fn open_case(
    bureau: &Bureau,
    who: &Who,
    procedure: &str,
    application: Application,
    key: &IdempotencyKey,
) -> Result<i64, OfficeError> {
    let (scope, household) = (who.may(Resource::Case, Action::Write)?, application.household);
    let sql = "SELECT division FROM household WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[household.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let path = path(bureau, procedure, division, who.today())?;
    let act = Act::Open(application);
    bureau.journal.write(|tx| {
        let doer = doer(tx, who, household, division)?;
        let event = plan(&State::default(), &path, doer, act.clone())?;
        let print = fingerprint(bureau, &format!("{event:?}"));
        tx.once(key, print, |tx| {
            let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM case_file", &[])?;
            let id = row.map_or(Ok(1), |row| row.get::<i64>("next"))?;
            keep(tx, who, id, division, &path, State::default(), event)?;
            Ok(id)
        })
    })
}

/// Does something to a case that was seen at a version; gives the new version. Sent twice under one key it is done once.
///
/// # Errors
/// [`OfficeError::Overtaken`] when somebody else was faster; [`OfficeError::Denied`], [`OfficeError::NotFound`],
/// [`OfficeError::Refused`].
pub fn act(
    bureau: &Bureau,
    who: &Who,
    case: i64,
    seen: u32,
    act: Act,
    key: &IdempotencyKey,
) -> Result<u32, OfficeError> {
    let (resource, action) = act.right();
    let scope = who.may(resource, action)?;
    let now = view_within(bureau, &scope, case)?;
    let print = fingerprint(bureau, &format!("{case} {seen} {act:?}"));
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            // The row is written to first, so that of two who act at once the second waits and then sees the first.
            let sql = "UPDATE case_file SET version = version WHERE id = $1 AND version = $2";
            if tx.execute(sql, &[case.into(), seen.into()])? == 0 {
                let row = tx.row("SELECT version FROM case_file WHERE id = $1", &[case.into()])?;
                let is = row.map_or(Ok(0), |row| row.get("version"))?;
                return Err(OfficeError::Overtaken { seen, is });
            }
            if now.state.version != seen {
                return Err(OfficeError::Overtaken { seen, is: now.state.version });
            }
            if matches!(act, Act::Decide(..)) {
                decided_by_another(who.id, &prepared_by(&now))?;
            }
            let doer = doer(tx, who, now.state.household, now.division)?;
            let event = plan(&now.state, &now.path, doer, act.clone())?;
            keep(tx, who, case, now.division, &now.path, now.state.clone(), event)
        })
    })
}

/// A case as a scope shows it: that of reading, or of what is going to be done.
fn view_within(bureau: &Bureau, scope: &doudi_journal::access::Scope, case: i64) -> Result<CaseView, OfficeError> {
    bureau.journal.read(|reader| {
        let sql = "SELECT division FROM case_file WHERE id = $1 AND {scope}";
        let row = reader.rows(scope, sql, &[case.into()])?.into_iter().next().ok_or(OfficeError::NotFound)?;
        let sql = "SELECT at, actor, body FROM entry WHERE subject = $1 AND {scope} ORDER BY seq";
        let mut told = Vec::new();
        for entry in reader.rows(scope, sql, &[subject(case).as_str().into()])? {
            let kept: Kept = body(&entry.get::<String>("body")?)?;
            let plain = reader.open("case.event", &subject(case), &Sealed::from_bytes(from_hex(&kept.event)?)?)?;
            let at = Instant::from_millis(entry.get("at")?);
            told.push(Told { at, actor: entry.get("actor")?, event: event(plain.bytes())? });
        }
        whole(bureau, case, row.get("division")?, told)
    })
}

/// Who has given an opinion on it: somebody else decides.
pub(super) fn prepared_by(case: &CaseView) -> Vec<UserId> {
    let reviewed = case.told.iter().filter(|told| matches!(told.event, Event::Reviewed { .. }));
    let user = |told: &Told| told.actor.strip_prefix("user:")?.parse().ok().map(UserId);
    reviewed.filter_map(user).collect()
}

fn doer(tx: &mut Tx<'_>, who: &Who, household: i64, division: u64) -> Result<Doer, OfficeError> {
    let sql = "SELECT 1 AS one FROM near_relative WHERE account = $1 AND household = $2";
    let relative = tx.row(sql, &[who.id.0.into(), household.into()])?.is_some();
    let office = who.office_at(division).ok_or(OfficeError::NotFound)?;
    Ok(Doer { user: who.id.0, office, relative, today: who.today() })
}

fn fingerprint(bureau: &Bureau, text: &str) -> [u8; 32] {
    bureau.suite().digest(&[text.as_bytes()])
}

/// Appends an event with what lists may know of the case after it.
fn keep(
    tx: &mut Tx<'_>,
    who: &Who,
    case: i64,
    division: u64,
    path: &Path,
    mut state: State,
    event: Event,
) -> Result<u32, OfficeError> {
    state.apply(&event, who.today());
    let plain = serde_json::to_vec(&event).map_err(|_| JournalError::Value { why: "an event cannot be written" })?;
    let sealed = tx.seal("case.event", &subject(case), &plain)?;
    let kept = kept(case, path, &state, to_hex(sealed.as_bytes()));
    tx.append(Draft {
        county: County::of_division(division)?,
        at: who.now,
        valid_from: who.today(),
        actor: who.actor()?,
        kind: "case.event",
        subject: Subject::new(subject(case))?,
        division,
        body: json!(kept),
    })?;
    Ok(state.version)
}

fn kept(case: i64, path: &Path, state: &State, event: String) -> Kept {
    let clocks = if state.turn == Turn::Closed { Vec::new() } else { clock::clocks(path, state) };
    let next = clocks.first();
    let due = next.and_then(|clock| if let Due::On(day) = clock.due { Some(date_number(day)) } else { None });
    let (outcome, amount_fen) = match state.decision.as_ref().map(|(outcome, _)| outcome) {
        Some(Outcome::Grant { amount_fen }) => (Some("grant"), *amount_fen),
        Some(Outcome::Reduce { to_fen, .. }) => (Some("reduce"), Some(*to_fen)),
        Some(Outcome::Stop) => (Some("stop"), None),
        Some(Outcome::Refuse) => (Some("refuse"), None),
        None => (None, None),
    };
    Kept {
        case,
        household: state.household,
        event,
        procedure: state.procedure.clone(),
        programmes: state.programmes.clone(),
        turn: match state.turn {
            Turn::Blank | Turn::Open => "open",
            Turn::Decided => "decided",
            Turn::Closed => "closed",
        }
        .into(),
        version: state.version.into(),
        opened: date_number(state.opened),
        step: next.map(|clock| clock.stop.name.clone()),
        office: next.map(|clock| clock.stop.by.code().into()),
        due,
        standing: state.owes.is_some(),
        outcome: outcome.map(Into::into),
        amount_fen,
        published_until: state.published_until.map(date_number),
    }
}
