//! What a household is recognised as: one row a household and procedure, shared with every department (art. 42), looked at
//! again when its class says so (art. 46), paid from month to month, and watched after it has left.

use super::{
    event::{Channel, Event, Outcome},
    path::Path,
    state::State,
    terms::ReviewClass,
};
use doudi_journal::{JournalError, Row, Tx, Value, date_number, date_of_number};
use doudi_kernel::{Date, Month};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// Recognised, since when, until what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    pub(super) household: i64,
    pub(super) procedure: String,
    /// The case that said so last.
    pub(super) case: i64,
    pub(super) since: i64,
    pub(super) amount_fen: Option<i64>,
    /// The first month that is paid, `yyyymm`.
    pub(super) paid_from: i64,
    /// The last one, of a household that leaves.
    pub(super) paid_until: Option<i64>,
    pub(super) class: Option<String>,
    pub(super) review_due: Option<i64>,
    pub(super) ended: Option<i64>,
    pub(super) monitor_until: Option<i64>,
    pub(super) look_due: Option<i64>,
}

/// What is known of a household in a procedure.
pub(super) fn of(tx: &mut Tx<'_>, household: i64, procedure: &str) -> Result<Option<Standing>, JournalError> {
    let sql = "SELECT household, procedure_name, case_id, since, amount_fen, paid_from, paid_until, class, review_due, \
               ended, monitor_until, look_due FROM recognition WHERE household = $1 AND procedure_name = $2";
    tx.row(sql, &[household.into(), procedure.into()])?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Standing, JournalError> {
    Ok(Standing {
        household: row.get("household")?,
        procedure: row.get("procedure_name")?,
        case: row.get("case_id")?,
        since: row.get("since")?,
        amount_fen: row.get("amount_fen")?,
        paid_from: row.get("paid_from")?,
        paid_until: row.get("paid_until")?,
        class: row.get("class")?,
        review_due: row.get("review_due")?,
        ended: row.get("ended")?,
        monitor_until: row.get("monitor_until")?,
        look_due: row.get("look_due")?,
    })
}

/// What an event makes of it; none where it changes nothing.
pub(super) fn after(
    before: Option<Standing>,
    case: i64,
    path: &Path,
    state: &State,
    event: &Event,
    today: Date,
) -> Option<Standing> {
    match event {
        Event::Decided { outcome, .. } if path.lasting() => decided(before, case, path, state, outcome, today),
        Event::Classified { class } => {
            let since = state.decided.unwrap_or(today);
            before.filter(|it| it.case == case && it.ended.is_none()).map(|it| it.classed(path, *class, since))
        }
        Event::Looked { on, .. } => before.filter(|it| it.case == case && it.ended.is_some()).map(|it| Standing {
            look_due: look(path, *on).filter(|due| it.monitor_until.is_none_or(|until| *due <= until)),
            ..it
        }),
        _ => None,
    }
}

fn decided(
    before: Option<Standing>,
    case: i64,
    path: &Path,
    state: &State,
    outcome: &Outcome,
    today: Date,
) -> Option<Standing> {
    let review = state.channel == Channel::Review;
    let running = before.filter(|it| it.ended.is_none());
    let first = paid_from(path, today);
    let fresh = Standing {
        household: state.household,
        procedure: state.procedure.clone(),
        case,
        since: date_number(today),
        amount_fen: None,
        paid_from: i64::from(first.compact()),
        paid_until: None,
        class: None,
        review_due: None,
        ended: None,
        monitor_until: None,
        look_due: None,
    };
    let was = running.unwrap_or(fresh);
    let class = state.class.or_else(|| ReviewClass::named(was.class.as_deref()?));
    let was = Standing { case, ..was };
    match outcome {
        Outcome::Grant { amount_fen } => {
            Some(Standing { amount_fen: *amount_fen, ..was }.classed_or_steady(path, class, today))
        }
        Outcome::Reduce { to_fen, .. } => {
            Some(Standing { amount_fen: Some(*to_fen), ..was }.classed_or_steady(path, class, today))
        }
        // Whoever applied anew and is stopped had nothing; whoever was reviewed leaves.
        Outcome::Stop if review => Some(was.left(path, state, today)),
        Outcome::Stop | Outcome::Refuse => None,
    }
}

/// The first month that is paid, by what the place says (art. 18).
pub(super) fn paid_from(path: &Path, decided: Date) -> Month {
    Month::of(decided).plus(i32::from(path.stop("pay_from_now").is_none()))
}

impl Standing {
    fn classed(self, path: &Path, class: ReviewClass, since: Date) -> Self {
        let due = path.terms.review_months.get(&class).and_then(|months| months_after(since, *months));
        Self { class: Some(class.name().into()), review_due: due, ..self }
    }

    /// Until somebody says that little changes, a household counts among those of unsteady income.
    fn classed_or_steady(self, path: &Path, class: Option<ReviewClass>, since: Date) -> Self {
        self.classed(path, class.unwrap_or(ReviewClass::B), since)
    }

    /// Paid through the grace, then watched (31号).
    fn left(self, path: &Path, state: &State, today: Date) -> Self {
        let grace = state.grace.as_ref().map_or(0, |(_, months)| *months);
        let last = Month::of(today).plus(i32::try_from(grace).unwrap_or_default());
        let watched = path.terms.monitor_months.and_then(|months| months_after(last.last_day(), months));
        Self {
            ended: Some(date_number(today)),
            paid_until: Some(i64::from(last.compact())),
            review_due: None,
            monitor_until: watched,
            look_due: look(path, last.last_day()),
            ..self
        }
    }

    pub(super) fn write(&self, tx: &mut Tx<'_>, division: u64) -> Result<(), JournalError> {
        tx.execute(
            "INSERT INTO recognition (household, procedure_name, division, case_id, since, amount_fen, paid_from, \
             paid_until, class, review_due, ended, monitor_until, look_due) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (household, procedure_name) DO UPDATE SET division = excluded.division, \
             case_id = excluded.case_id, since = excluded.since, amount_fen = excluded.amount_fen, \
             paid_from = excluded.paid_from, paid_until = excluded.paid_until, class = excluded.class, \
             review_due = excluded.review_due, ended = excluded.ended, monitor_until = excluded.monitor_until, \
             look_due = excluded.look_due",
            &[
                self.household.into(),
                (&self.procedure).into(),
                Value::Int(division as i64),
                self.case.into(),
                self.since.into(),
                self.amount_fen.into(),
                self.paid_from.into(),
                self.paid_until.into(),
                self.class.clone().into(),
                self.review_due.into(),
                self.ended.into(),
                self.monitor_until.into(),
                self.look_due.into(),
            ],
        )?;
        Ok(())
    }
}

fn look(path: &Path, from: Date) -> Option<i64> {
    months_after(from, path.terms.look_months?)
}

fn months_after(day: Date, months: u32) -> Option<i64> {
    day.checked_add(i64::from(months).months()).ok().map(date_number)
}

/// A day as a table keeps it.
pub(super) fn day(row: &Row, name: &str) -> Result<Option<Date>, JournalError> {
    row.get::<Option<i64>>(name)?.map(date_of_number).transpose()
}
