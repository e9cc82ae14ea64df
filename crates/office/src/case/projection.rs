//! The table of cases: where each stands, for lists, counts and clocks. The events themselves stay sealed in the entries.

use super::{
    clock::{self, Due},
    event::Outcome,
    part::{Part, handled_by, part_due},
    path::Path,
    standing::Standing,
    state::{State, Turn},
};
use doudi_journal::{Entry, JournalError, Projection, Tx, Value, date_number};
use serde::{Deserialize, Serialize};

/// An entry about a case: the sealed event, and what everybody who lists cases may know.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) case: i64,
    pub(super) household: i64,
    /// The event, sealed: it tells incomes, health and what people said.
    pub(super) event: String,
    pub(super) procedure: String,
    /// The programmes in question: what a decision is about.
    #[serde(default)]
    pub(super) programmes: Vec<String>,
    pub(super) turn: String,
    pub(super) version: i64,
    pub(super) opened: i64,
    pub(super) step: Option<String>,
    pub(super) office: Option<String>,
    pub(super) due: Option<i64>,
    pub(super) standing: bool,
    pub(super) outcome: Option<String>,
    pub(super) amount_fen: Option<i64>,
    pub(super) published_until: Option<i64>,
    /// The last day on which the verification may be relied upon.
    #[serde(default)]
    pub(super) verified_until: Option<i64>,
    /// Something is to be taken away, and nothing is decided yet.
    #[serde(default)]
    pub(super) cut: bool,
    /// The day for which the person is invited to be heard.
    #[serde(default)]
    pub(super) called: Option<i64>,
    #[serde(default)]
    pub(super) heard: bool,
    /// How many objections wait for their answer.
    #[serde(default)]
    pub(super) objected: i64,
    #[serde(default)]
    pub(super) parts: Vec<KeptPart>,
    /// What the household is recognised as, after this.
    #[serde(default)]
    pub(super) recognised: Option<Standing>,
}

/// A department's part, as its list shows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptPart {
    pub(super) department: String,
    pub(super) due: Option<i64>,
    pub(super) answered: Option<i64>,
    pub(super) outcome: Option<String>,
}

fn outcome(outcome: &Outcome) -> (&'static str, Option<i64>) {
    match outcome {
        Outcome::Grant { amount_fen } => ("grant", *amount_fen),
        Outcome::Reduce { to_fen, .. } => ("reduce", Some(*to_fen)),
        Outcome::Stop => ("stop", None),
        Outcome::Refuse => ("refuse", None),
    }
}

/// What civil affairs' decision is about: departments answer for their own, and relief that went first is no lasting help.
fn own_programmes(path: &Path, state: &State) -> Vec<String> {
    let own = state.programmes.iter().filter(|name| handled_by(name).is_none() && !path.relief_first());
    own.cloned().collect()
}

fn on(due: Due) -> Option<i64> {
    if let Due::On(day) = due { Some(date_number(day)) } else { None }
}

impl Kept {
    /// What lists may know of a case.
    pub(super) fn of(case: i64, path: &Path, state: &State, event: String) -> Self {
        let all = if state.turn == Turn::Closed { Vec::new() } else { clock::clocks(path, state) };
        let next = all.first();
        // Of a closed case the first payment may be left.
        let pays = path.paying().filter(|_| state.waits_for_payment(path));
        let decided = state.decision.as_ref().map(|(it, _)| outcome(it));
        let relieved = state.relief_fen.map(|fen| ("relief", Some(fen)));
        let part = |part: &Part| KeptPart {
            department: part.department.name().into(),
            due: on(part_due(path, state)),
            answered: part.reply.as_ref().map(|reply| date_number(reply.on)),
            outcome: part.reply.as_ref().map(|reply| outcome(&reply.outcome).0.into()),
        };
        Self {
            case,
            household: state.household,
            event,
            procedure: state.procedure.clone(),
            programmes: own_programmes(path, state),
            turn: match state.turn {
                Turn::Blank | Turn::Open => "open",
                Turn::Decided => "decided",
                Turn::Closed => "closed",
            }
            .into(),
            version: state.version.into(),
            opened: date_number(state.opened),
            step: next.map(|clock| clock.stop.name.clone()).or_else(|| pays.map(|stop| stop.name.clone())),
            office: next.map(|clock| clock.stop.by).or(pays.map(|stop| stop.by)).map(|office| office.code().into()),
            due: next.and_then(|clock| on(clock.due)),
            standing: state.owes.is_some(),
            outcome: decided.or(relieved).map(|(does, _)| does.into()),
            amount_fen: decided.or(relieved).and_then(|(_, fen)| fen),
            published_until: state.published_until.map(date_number),
            verified_until: state.report.as_ref().map(|report| date_number(report.good_until)),
            cut: state.decision.is_none() && state.opinion.as_ref().is_some_and(|it| it.outcome.takes_away()),
            called: state.called.as_ref().map(|call| date_number(call.on)),
            heard: !state.hearings.is_empty(),
            objected: state.objections.iter().filter(|it| it.answer.is_none()).count() as i64,
            parts: state.parts.iter().map(part).collect(),
            recognised: None,
        }
    }
}

/// Cases follow from their entries.
pub(crate) struct Cases;

impl Projection for Cases {
    fn tables(&self) -> &'static [&'static str] {
        &["case_file", "referral", "recognition"]
    }

    fn apply(&self, tx: &mut Tx<'_>, entry: &Entry) -> Result<(), JournalError> {
        if entry.kind != "case.event" {
            return Ok(());
        }
        let it: Kept = entry.read()?;
        let row = [
            it.case.into(),
            it.household.into(),
            Value::Int(entry.division as i64),
            it.procedure.into(),
            it.turn.into(),
            it.version.into(),
            it.opened.into(),
            it.step.into(),
            it.office.into(),
            it.due.into(),
            it.standing.into(),
            it.outcome.into(),
            it.amount_fen.into(),
            it.published_until.into(),
            it.verified_until.into(),
            it.cut.into(),
            it.called.into(),
            it.heard.into(),
            it.objected.into(),
        ];
        tx.execute(
            "INSERT INTO case_file (id, household, division, procedure_name, turn, version, opened, step, office, due, \
             standing, outcome, amount_fen, published_until, verified_until, cut, called, heard, objected) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
             ON CONFLICT (id) DO UPDATE SET turn = excluded.turn, version = excluded.version, step = excluded.step, \
             office = excluded.office, due = excluded.due, standing = excluded.standing, outcome = excluded.outcome, \
             amount_fen = excluded.amount_fen, published_until = excluded.published_until, \
             verified_until = excluded.verified_until, cut = excluded.cut, called = excluded.called, \
             heard = excluded.heard, objected = excluded.objected",
            &row,
        )?;
        for part in &it.parts {
            referred(tx, entry, it.case, it.opened, part)?;
        }
        it.recognised.map_or(Ok(()), |standing| standing.write(tx, entry.division))
    }
}

fn referred(tx: &mut Tx<'_>, entry: &Entry, case: i64, opened: i64, part: &KeptPart) -> Result<(), JournalError> {
    tx.execute(
        "INSERT INTO referral (case_id, department, division, opened, due, answered, outcome) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, department) DO UPDATE SET due = excluded.due, \
         answered = excluded.answered, outcome = excluded.outcome",
        &[
            case.into(),
            (&part.department).into(),
            Value::Int(entry.division as i64),
            opened.into(),
            part.due.into(),
            part.answered.into(),
            part.outcome.clone().into(),
        ],
    )?;
    Ok(())
}
