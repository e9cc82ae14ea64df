//! The table of cases: where each stands, for lists, counts and clocks. The events themselves stay sealed in the entries.

use doudi_journal::{Entry, JournalError, Projection, Tx, Value};
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
}

/// Cases follow from their entries.
pub(crate) struct Cases;

impl Projection for Cases {
    fn tables(&self) -> &'static [&'static str] {
        &["case_file"]
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
        ];
        tx.execute(
            "INSERT INTO case_file (id, household, division, procedure_name, turn, version, opened, step, office, due, \
             standing, outcome, amount_fen, published_until) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
             ON CONFLICT (id) DO UPDATE SET turn = excluded.turn, version = excluded.version, step = excluded.step, \
             office = excluded.office, due = excluded.due, standing = excluded.standing, outcome = excluded.outcome, \
             amount_fen = excluded.amount_fen, published_until = excluded.published_until",
            &row,
        )?;
        Ok(())
    }
}
