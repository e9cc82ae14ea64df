//! How far a matter is, and who looks after it on a day: from its dates alone, so that no clock can skip.

use super::{Matter, State};
use doudi_kernel::Date;
use doudi_work::watch::Level;
use jiff::ToSpan;

/// Days by which a level may be late until the one above the next is told: a week after the first, as with cases.
pub(super) const ANOTHER_LEVEL_DAYS: i64 = 7;

impl Matter {
    /// Whether its day is over. What stands still at a department is late with the department.
    pub fn overdue(&self, today: Date) -> bool {
        self.closed.is_none() && self.due.is_some_and(|due| due < today)
    }

    /// Who looks after it on a day: its owner, the level above once it is late, the one above that a week later.
    pub fn level(&self, today: Date) -> Level {
        let week_late = self.due.and_then(|due| due.checked_add(ANOTHER_LEVEL_DAYS.days()).ok());
        match self.overdue(today) {
            false => self.owner,
            true if week_late.is_some_and(|due| due < today) => self.owner.above().above(),
            true => self.owner.above(),
        }
    }

    /// How far it is.
    pub fn state(&self, today: Date) -> State {
        match self {
            it if it.closed.is_some() => State::Closed,
            it if it.overdue(today) => State::Overdue,
            it if it.department.is_some() && it.answered.is_none() => State::Handed,
            it if it.visited.is_some() => State::Visited,
            _ => State::Open,
        }
    }
}
