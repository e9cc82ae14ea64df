//! A telephone's visit answers a matter: somebody was there, or went for nothing and goes again.

use super::{Answered, Change, FromVisit, Seen, visit};
use crate::{matters::Refusal, visits::Finding};

pub(super) fn plan(seen: &Seen<'_>, told: &FromVisit) -> Result<Change, Refusal> {
    let change = match told.finding {
        // Nobody was met: nothing is seen, and the day stays what it is.
        Some(Finding::Absent) => tried(seen, told)?,
        _ => visit::plan(seen, told.on, &answers(seen, &told.answers), "")?,
    };
    Ok(Change { told: Some((told.visit, told.finding)), ..change })
}

fn tried(seen: &Seen<'_>, told: &FromVisit) -> Result<Change, Refusal> {
    // The same days as a visit's.
    visit::plan(seen, told.on, &[], "")?;
    Ok(seen.change("matter.tried", seen.next(), ""))
}

/// Of the signals that the matter has by now: a telephone may have left before one was taken away.
fn answers(seen: &Seen<'_>, told: &[Answered]) -> Vec<(String, i64, bool)> {
    let here = |it: &&Answered| seen.heard.iter().any(|own| own.signal == it.signal && own.person == it.person);
    told.iter().filter(here).map(|it| (it.signal.clone(), it.person, it.so)).collect()
}
