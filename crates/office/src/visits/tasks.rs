//! Who is to be visited: cases that wait for a visit, reviews and looks that fall due. The one place that knows, so that
//! another source of tasks is added here.

use super::item::Words;
use crate::{Bureau, OfficeError, Who, case};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Date, Lang};
use std::collections::BTreeMap;

/// A household to visit.
#[derive(Clone, Debug)]
pub struct Task {
    /// The household.
    pub household: i64,
    /// The case for which it is visited.
    pub case: Option<i64>,
    /// Why.
    pub why: Words,
    /// Until when.
    pub due: Option<Date>,
}

/// The most that a day holds.
const MOST: usize = 60;

/// Steps before which somebody has been there (art. 43).
const BEFORE_VISIT: [&str; 5] = ["accept", "start_investigation", "verify", "assess_living", "first_review"];

/// What waits in the user's area, each household once, what is due first first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn tasks(bureau: &Bureau, who: &Who) -> Result<Vec<Task>, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Write)?;
    let mut found: BTreeMap<i64, Task> = BTreeMap::new();
    let mut add = |division: u64, task: Task| {
        if scope.holds(division) {
            found.entry(task.household).or_insert(task);
        }
    };
    for row in case::mine(bureau, who, true)? {
        let waits = row.step.as_deref().is_some_and(|step| BEFORE_VISIT.iter().any(|it| step.starts_with(it)));
        if waits && row.turn == "open" && row.outcome.is_none() {
            let label = |lang| bureau.procedure_label(&row.procedure).map_or("", |label| label.pick(lang));
            let why = Words::new(format!("{}入户调查", label(Lang::Zh)), format!("visit for {}", label(Lang::En)));
            add(row.division, Task { household: row.household, case: Some(row.id), why, due: row.due });
        }
    }
    for it in case::reviews(bureau, who)? {
        let why = Words::new("定期核查", "periodic review");
        add(it.division, Task { household: it.household, case: None, why, due: it.review_due });
    }
    for it in case::left(bureau, who)?.into_iter().filter(|it| it.look_due.is_some()) {
        let why = Words::new("退出后回访", "a look after help has ended");
        add(it.division, Task { household: it.household, case: None, why, due: it.look_due });
    }
    let mut all: Vec<Task> = found.into_values().collect();
    all.sort_by_key(|task| (task.due.unwrap_or(Date::MAX), task.household));
    all.truncate(MOST);
    Ok(all)
}
