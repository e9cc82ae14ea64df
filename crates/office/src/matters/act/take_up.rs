//! The level above takes up what is late: from now on it is its own, with a new day.

use super::{Change, Seen};
use crate::matters::Refusal;
use doudi_work::watch::Matter as Summary;

pub(super) fn plan(seen: &Seen<'_>) -> Result<Change, Refusal> {
    seen.open()?;
    let above = seen.matter.level(seen.today);
    if !seen.matter.overdue(seen.today) || above == seen.matter.owner {
        return Err(Refusal::NotLate);
    }
    // Whoever is told may take it up, and who is still higher.
    let level = seen.levels.iter().copied().filter(|it| *it > seen.matter.owner && *it <= above).max();
    let mut matter = seen.next();
    matter.owner = level.ok_or(Refusal::NotYours)?;
    let rules = seen.heard.iter().filter_map(|it| seen.rules.get(&it.signal));
    matter.due = Summary::of(rules.map(|rule| (*rule, seen.today))).and_then(|it| it.due);
    Ok(seen.change("matter.taken_up", matter, ""))
}
