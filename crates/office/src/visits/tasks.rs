//! Who is to be visited: cases that wait for a visit, reviews and looks that fall due, matters. The one place that knows, so
//! that another source of tasks is added here.

use super::{item::Words, signals};
use crate::{
    Bureau, OfficeError, Who, case,
    matters::{self, Errand},
};
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
    /// The matter for which it is visited.
    pub errand: Option<Errand>,
    /// Why.
    pub why: Words,
    /// Until when.
    pub due: Option<Date>,
}

/// The most that a day holds.
const MOST: usize = 60;

/// Steps before which somebody has been there (art. 43).
const BEFORE_VISIT: [&str; 5] = ["accept", "start_investigation", "verify", "assess_living", "first_review"];

/// What waits in the user's area, each household once, what is due first first; matters among themselves as their list has
/// them.
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
            add(row.division, Task { household: row.household, case: Some(row.id), errand: None, why, due: row.due });
        }
    }
    for it in case::reviews(bureau, who)? {
        let why = Words::new("定期核查", "periodic review");
        add(it.division, Task { household: it.household, case: None, errand: None, why, due: it.review_due });
    }
    for it in case::left(bureau, who)?.into_iter().filter(|it| it.look_due.is_some()) {
        let why = Words::new("退出后回访", "a look after help has ended");
        add(it.division, Task { household: it.household, case: None, errand: None, why, due: it.look_due });
    }
    let dated: Vec<Task> = found.into_values().collect();
    let errands = match who.may(Resource::ActiveDiscovery, Action::List) {
        Ok(_) => matters::errands(bureau, who, MOST)?,
        Err(_) => Vec::new(),
    };
    let errands = errands.into_iter().filter(|it| scope.holds(it.division));
    let mut all = merged(dated, errands.map(|errand| of(bureau, errand)).collect());
    all.truncate(MOST);
    Ok(all)
}

fn of(bureau: &Bureau, errand: Errand) -> Task {
    let (household, due) = (errand.matter.household, errand.matter.due);
    Task { household, case: None, why: signals::why(bureau, &errand), due, errand: Some(errand) }
}

fn due(task: &Task) -> Date {
    task.due.unwrap_or(Date::MAX)
}

/// Both kinds in one list, each in its own order: a matter goes before what is due after it. A household in both is visited
/// once, for both.
fn merged(mut dated: Vec<Task>, errands: Vec<Task>) -> Vec<Task> {
    let mut alone = Vec::new();
    for errand in errands {
        match dated.iter_mut().find(|task| task.household == errand.household) {
            Some(task) => {
                task.due = task.due.into_iter().chain(errand.due).min();
                task.errand = errand.errand;
            }
            None => alone.push(errand),
        }
    }
    dated.sort_by_key(|task| (due(task), task.household));
    let mut all = Vec::with_capacity(dated.len() + alone.len());
    let (mut dated, mut alone) = (dated.into_iter().peekable(), alone.into_iter().peekable());
    while let Some(task) = match (dated.peek(), alone.peek()) {
        (Some(one), Some(other)) if due(other) < due(one) => alone.next(),
        (Some(_), _) => dated.next(),
        (None, _) => alone.next(),
    } {
        all.push(task);
    }
    all
}
