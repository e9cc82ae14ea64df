//! Somebody was there: every signal is confirmed, found otherwise, or not seen.

use super::{Change, Seen};
use crate::matters::{Refusal, row::Heard};
use doudi_kernel::Date;

pub(super) fn plan(seen: &Seen<'_>, on: Date, found: &[(String, i64, bool)], note: &str) -> Result<Change, Refusal> {
    seen.open()?;
    if on < seen.matter.opened || on > seen.today {
        return Err(Refusal::BadDay(on));
    }
    let said = |(signal, person, found): &(String, i64, bool)| {
        let heard = seen.heard.iter().find(|it| it.signal == *signal && it.person == *person);
        heard.map(|it| Heard { found: Some(*found), ..it.clone() }).ok_or(Refusal::NoSignal)
    };
    let heard = found.iter().map(said).collect::<Result<_, _>>()?;
    let mut matter = seen.next();
    // The first visit is what days are counted to; a later one adds to what was seen.
    matter.visited = matter.visited.or(Some(on));
    Ok(Change { heard, ..seen.change("matter.visited", matter, note) })
}
