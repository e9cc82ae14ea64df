//! Clocks: when a step is due, standing still while the citizen owes something.

use super::{
    path::{Path, Stop, Term},
    state::{Pause, State},
};
use doudi_kernel::{CalendarError, Date, WorkingDays};
use jiff::ToSpan;

/// A step's clock.
#[derive(Clone, Debug)]
pub struct Clock<'p> {
    /// The step.
    pub stop: &'p Stop,
    /// When.
    pub due: Due,
}

/// When a step must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// On that day at the latest.
    On(Date),
    /// The place sets no clock.
    Unset,
    /// The clock stands since a day: the citizen owes something.
    Standing(Date),
    /// The holidays of that year are not published yet.
    Unknown(CalendarError),
}

impl Due {
    /// Working days left on a day; negative when it is over. None where nothing runs.
    pub fn left(self, today: Date) -> Option<i64> {
        let Self::On(due) = self else { return None };
        let days = |from, to| WorkingDays.between(from, to).ok().map(i64::from);
        if due >= today { days(today, due) } else { days(due, today).map(|late| -late) }
    }
}

/// The clocks of the steps that are not done, in order. The clock of a step runs from the end of the step before it, those
/// of `conclude…` from acceptance.
pub fn clocks<'p>(path: &'p Path, state: &State) -> Vec<Clock<'p>> {
    let mut from = state.opened;
    let mut found = Vec::new();
    for stop in path.stops.iter().filter(|stop| state.needs(&stop.name)) {
        match state.done.get(&stop.name) {
            Some(day) => from = from.max(*day),
            None => {
                let start = if stop.name.starts_with("conclude") { state.accepted() } else { Some(from) };
                found.push(Clock { stop, due: due(stop.term, start.unwrap_or(from), &state.pauses) });
            }
        }
    }
    found
}

pub(super) fn due(term: Option<Term>, start: Date, pauses: &[Pause]) -> Due {
    if let Some(standing) = pauses.iter().find(|pause| pause.to.is_none()) {
        return Due::Standing(standing.from);
    }
    let Some(term) = term else { return Due::Unset };
    match ends(term, start, pauses) {
        Ok(day) => Due::On(day),
        Err(unknown) => Due::Unknown(unknown),
    }
}

/// The last day of a term that begins on a day and never stands.
///
/// # Errors
/// The holidays of that year are not published yet.
pub fn ends_on(term: Term, start: Date) -> Result<Date, CalendarError> {
    ends(term, start, &[])
}

/// The last day of a term, later by as many days as the clock stood still in it.
pub(super) fn ends(term: Term, start: Date, pauses: &[Pause]) -> Result<Date, CalendarError> {
    let after = |from: Date, days: u32| match term {
        Term::WorkingDays(_) => WorkingDays.after(from, days),
        Term::Days(_) => from.checked_add(i64::from(days).days()).map_err(|_| CalendarError { day: from }),
    };
    let (Term::WorkingDays(days) | Term::Days(days)) = term;
    let mut end = after(start, days)?;
    for pause in pauses {
        let Some(to) = pause.to.filter(|to| *to > start && pause.from <= end) else { continue };
        let from = pause.from.max(start);
        let stood = match term {
            Term::WorkingDays(_) => WorkingDays.between(from, to)?,
            Term::Days(_) => u32::try_from((to - from).get_days()).unwrap_or_default(),
        };
        end = after(end, stood)?;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: fn(i16, i8, i8) -> Date = Date::constant;

    #[test]
    fn ten_working_days_from_the_eve_of_national_day_end_on_21_october() {
        assert_eq!(ends(Term::WorkingDays(10), DAY(2026, 9, 30), &[]), Ok(DAY(2026, 10, 20)));
    }

    #[test]
    fn a_clock_that_stood_three_working_days_ends_three_working_days_later() {
        let pause = Pause { from: DAY(2026, 7, 7), to: Some(DAY(2026, 7, 10)) };
        assert_eq!(ends(Term::WorkingDays(3), DAY(2026, 7, 6), &[pause]), Ok(DAY(2026, 7, 14)));
        assert_eq!(ends(Term::Days(7), DAY(2026, 7, 6), &[pause]), Ok(DAY(2026, 7, 16)));
    }

    #[test]
    fn while_the_citizen_owes_something_nothing_is_due() {
        let pause = Pause { from: DAY(2026, 7, 7), to: None };
        assert_eq!(due(Some(Term::WorkingDays(3)), DAY(2026, 7, 6), &[pause]), Due::Standing(DAY(2026, 7, 7)));
    }

    #[test]
    fn past_the_last_holiday_notice_the_end_is_unknown_and_not_guessed() {
        assert!(matches!(due(Some(Term::WorkingDays(30)), DAY(2026, 12, 10), &[]), Due::Unknown(_)));
    }
}
