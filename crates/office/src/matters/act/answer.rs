//! The department says what it did; who handed it over concludes.

use super::{Change, Seen};
use crate::matters::Refusal;
use doudi_journal::access::Department;

pub(super) fn plan(seen: &Seen<'_>, department: Department, note: &str) -> Result<Change, Refusal> {
    seen.open()?;
    let own = seen.departments.contains(&department) && seen.matter.department.as_deref() == Some(department.name());
    if !own || seen.matter.answered.is_some() {
        return Err(Refusal::NotHanded);
    }
    if note.trim().is_empty() {
        return Err(Refusal::NoWords);
    }
    let mut matter = seen.next();
    matter.answered = Some(seen.today);
    Ok(seen.change("matter.answered", matter, note))
}
