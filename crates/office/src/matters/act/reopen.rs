//! What was closed by mistake goes on.

use super::{Change, Seen};
use crate::matters::Refusal;
use doudi_work::watch::Matter as Summary;

pub(super) fn plan(seen: &Seen<'_>, note: &str) -> Result<Change, Refusal> {
    if seen.matter.closed.is_none() {
        return Err(Refusal::Open);
    }
    if let Some(another) = seen.another {
        return Err(Refusal::Another(another));
    }
    if note.trim().is_empty() {
        return Err(Refusal::NoWords);
    }
    let mut matter = seen.next();
    (matter.closed, matter.outcome, matter.feed, matter.case) = (None, None, None, None);
    let rules = seen.heard.iter().filter_map(|it| seen.rules.get(&it.signal));
    matter.due = Summary::of(rules.map(|rule| (*rule, seen.today))).and_then(|it| it.due);
    Ok(seen.change("matter.reopened", matter, note))
}
