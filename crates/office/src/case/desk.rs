//! A case on the desk: looked at, worked on, kept. Everything that a screen, a command or another system does to a case goes
//! through [`act`].

use super::{
    Act, Application, Doer, Event, Part, Path, Report, State,
    may::{doers, planned},
    projection::Kept,
    standing,
};
use crate::{Bureau, OfficeError, Who, imprest, messages};
use doudi_journal::{
    County, Draft, IdempotencyKey, Instant, JournalError, Reader, Subject, Tx,
    access::{Action, Resource, Scope, UserId},
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
    /// Another case of the household where the same was told, and its report that is good still (art. 42).
    pub shared: Option<(i64, Report)>,
}

fn subject(case: i64) -> String {
    format!("case:{case}")
}

/// Shows a case.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn view(bureau: &Bureau, who: &Who, case: i64) -> Result<CaseView, OfficeError> {
    view_within(bureau, who, &who.may(Resource::Case, Action::Read)?, case)
}

/// Shows a case to who has a part of it: a department (归口办).
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`] where the user's department has no part.
pub fn view_part(bureau: &Bureau, who: &Who, case: i64) -> Result<CaseView, OfficeError> {
    let view = view_within(bureau, who, &who.may(Resource::Referral, Action::Read)?, case)?;
    let own = who.offices_at(view.division);
    let has = |part: &Part| own.iter().any(|(_, department)| *department == Some(part.department));
    if view.state.parts.iter().any(has) { Ok(view) } else { Err(OfficeError::NotFound) }
}

/// The step by which payment begins, for who pays and sees nothing else of the case.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn paying_step(bureau: &Bureau, who: &Who, case: i64) -> Result<String, OfficeError> {
    let view = view_within(bureau, who, &who.may(Resource::PaymentList, Action::Read)?, case)?;
    view.path.paying().map(|stop| stop.name.clone()).ok_or(OfficeError::NotFound)
}

pub(super) fn body(text: &str) -> Result<Kept, JournalError> {
    serde_json::from_str(text).map_err(|_| JournalError::Column { name: "body".into(), wanted: "an event of a case" })
}

pub(super) fn event(plain: &[u8]) -> Result<Event, JournalError> {
    serde_json::from_slice(plain)
        .map_err(|_| JournalError::Column { name: "event".into(), wanted: "an event of a case" })
}

pub(super) fn whole(bureau: &Bureau, case: i64, division: u64, told: Vec<Told>) -> Result<CaseView, OfficeError> {
    let state = State::of(told.iter().map(|told| (&told.event, told.at.date_in_china())));
    let path = path(bureau, &state.procedure, division, state.opened)?;
    Ok(CaseView { id: case, division, path, state, told, shared: None })
}

fn path(bureau: &Bureau, procedure: &str, division: u64, day: Date) -> Result<Path, OfficeError> {
    Path::at(bureau.book, procedure, &division.to_string(), day)
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
    open_sent(bureau, who, procedure, application, None, key)
}

/// The same, of what a citizen sent in on an earlier day: clocks run from then on (art. 37).
///
/// # Errors
/// As [`open_case`].
pub fn open_sent(
    bureau: &Bureau,
    who: &Who,
    procedure: &str,
    application: Application,
    sent: Option<i64>,
    key: &IdempotencyKey,
) -> Result<i64, OfficeError> {
    let (scope, household) = (who.may(Resource::Case, Action::Write)?, application.household);
    let sql = "SELECT division FROM household WHERE id = $1 AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[household.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let path = path(bureau, procedure, division, who.today())?;
    let act = Act::Open(application);
    bureau.journal.write(|tx| {
        let blank =
            CaseView { id: 0, division, path: path.clone(), state: State::default(), told: Vec::new(), shared: None };
        let event = planned(who, &acting(tx, who, household, division)?, &blank, &act)?;
        let print = fingerprint(bureau, &format!("{event:?}"));
        tx.once(key, print, |tx| {
            let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM case_file", &[])?;
            let id = row.map_or(Ok(1), |row| row.get::<i64>("next"))?;
            let mut view = CaseView { id, ..blank.clone() };
            keep(tx, who, &view, event.clone())?;
            if let Some(sent) = sent {
                let on = crate::citizen::taken_up(tx, who, sent, household, division, id)?;
                view.state.apply(&event, who.today());
                keep(tx, who, &view, Event::Sent { on })?;
            }
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
    let now = view_within(bureau, who, &scope, case)?;
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
            let event = planned(who, &acting(tx, who, now.state.household, now.division)?, &now, &act)?;
            if let Event::Relieved { amount_fen } = event {
                imprest::draw(tx, who, now.division, case, amount_fen)?;
            }
            keep(tx, who, &now, event)
        })
    })
}

/// A case as a scope shows it: that of reading, or of what is going to be done.
fn view_within(bureau: &Bureau, who: &Who, scope: &Scope, case: i64) -> Result<CaseView, OfficeError> {
    bureau.journal.read(|reader| {
        let mut view = told(bureau, reader, scope, case)?;
        view.shared = shared(bureau, reader, scope, &view, who.today())?;
        Ok(view)
    })
}

fn told(bureau: &Bureau, reader: &mut Reader<'_>, scope: &Scope, case: i64) -> Result<CaseView, OfficeError> {
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
}

/// The household's other case whose report is good longest, where the same was told.
fn shared(
    bureau: &Bureau,
    reader: &mut Reader<'_>,
    scope: &Scope,
    view: &CaseView,
    today: Date,
) -> Result<Option<(i64, Report)>, OfficeError> {
    let sql = "SELECT id FROM case_file WHERE household = $1 AND id <> $2 AND verified_until >= $3 AND {scope} \
               ORDER BY verified_until DESC, id DESC";
    let values = [view.state.household.into(), view.id.into(), date_number(today).into()];
    for row in reader.rows(scope, sql, &values)? {
        let other = told(bureau, reader, scope, row.get("id")?)?;
        if let Some(report) = other.state.report.filter(|_| other.state.declared == view.state.declared) {
            return Ok(Some((other.id, report)));
        }
    }
    Ok(None)
}

/// Who has given an opinion on it: somebody else decides.
pub(super) fn prepared_by(case: &CaseView) -> Vec<UserId> {
    let reviewed = case.told.iter().filter(|told| matches!(told.event, Event::Reviewed { .. }));
    let user = |told: &Told| told.actor.strip_prefix("user:")?.parse().ok().map(UserId);
    reviewed.filter_map(user).collect()
}

fn acting(tx: &mut Tx<'_>, who: &Who, household: i64, division: u64) -> Result<Vec<Doer>, OfficeError> {
    let sql = "SELECT account FROM near_relative WHERE household = $1 ORDER BY account";
    let rows = tx.rows(sql, &[household.into()])?;
    let kin = rows.iter().map(|row| row.get::<i64>("account")).collect::<Result<Vec<_>, _>>()?;
    doers(who, division, &kin)
}

fn fingerprint(bureau: &Bureau, text: &str) -> [u8; 32] {
    bureau.suite().digest(&[text.as_bytes()])
}

/// Appends an event with what lists may know of the case after it.
pub(super) fn keep(tx: &mut Tx<'_>, who: &Who, view: &CaseView, event: Event) -> Result<u32, OfficeError> {
    let (case, today) = (view.id, who.today());
    let mut state = view.state.clone();
    state.apply(&event, today);
    let plain = serde_json::to_vec(&event).map_err(|_| JournalError::Value { why: "an event cannot be written" })?;
    let sealed = tx.seal("case.event", &subject(case), &plain)?;
    let before = standing::of(tx, state.household, &state.procedure)?;
    let mut kept = Kept::of(case, &view.path, &state, to_hex(sealed.as_bytes()));
    kept.recognised = standing::after(before, case, &view.path, &state, &event, today);
    if matches!(event, Event::Decided { .. }) {
        messages::news(tx, who.now, view.division, &subject(case), state.household)?;
    }
    tx.append(Draft {
        county: County::of_division(view.division)?,
        at: who.now,
        valid_from: today,
        actor: who.actor()?,
        kind: "case.event",
        subject: Subject::new(subject(case))?,
        division: view.division,
        body: json!(kept),
    })?;
    Ok(state.version)
}
