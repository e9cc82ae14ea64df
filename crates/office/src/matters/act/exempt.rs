//! A signal is not raised about somebody until a day, a year from now at the latest; then it is raised again by itself.

use super::{Change, Seen};
use crate::matters::Refusal;
use doudi_kernel::Date;
use jiff::ToSpan;

pub(super) fn plan(seen: &Seen<'_>, signal: &str, person: i64, until: Date) -> Result<Change, Refusal> {
    let last = seen.today.checked_add(1.year()).unwrap_or(Date::MAX);
    if until <= seen.today || until > last {
        return Err(Refusal::TooLong(last));
    }
    // Whoever exempts the household exempts its members.
    if !seen.heard.iter().any(|it| it.signal == signal && (person == 0 || it.person == person)) {
        return Err(Refusal::NoSignal);
    }
    Ok(seen.change("matter.exempted", seen.next(), ""))
}
