//! It ends with an outcome of a closed list. What nobody has seen is told by the outcome, where that says anything.

use super::{Change, Seen};
use crate::matters::{Outcome, Refusal, row::Heard};

/// So often somebody has to go before nobody can be reached.
const TRIES: i64 = 2;

pub(super) fn plan(seen: &Seen<'_>, outcome: Outcome, feed: Option<&str>, note: &str) -> Result<Change, Refusal> {
    seen.open()?;
    // Who went for nothing twice may say that nobody can be reached.
    let in_vain = outcome == Outcome::Unreachable && seen.tries >= TRIES;
    if outcome.needs_visit() && seen.matter.visited.is_none() && !in_vain {
        return Err(Refusal::NotVisited);
    }
    if outcome == Outcome::DataWrong && feed.is_none_or(str::is_empty) {
        return Err(Refusal::NoFeed);
    }
    let mut matter = seen.next();
    if outcome == Outcome::CaseOpened {
        matter.case = Some(seen.case.ok_or(Refusal::NoCase)?);
    }
    matter.closed = Some(seen.today);
    matter.outcome = Some(outcome.code().into());
    matter.feed = feed.filter(|_| outcome == Outcome::DataWrong).map(str::to_owned);
    // Where a visitor has said something of one signal, silence about another is no answer.
    let silent = seen.heard.iter().all(|it| it.found.is_none());
    let told = |it: &Heard| Heard { found: outcome.found(), ..it.clone() };
    let heard = if silent && outcome.found().is_some() { seen.heard.iter().map(told).collect() } else { Vec::new() };
    Ok(Change { heard, ..seen.change("matter.closed", matter, note) })
}
