//! Handed over to the department whose help it is (art. 64); it answers within the time of departments.

use super::{Change, Seen};
use crate::matters::Refusal;
use doudi_journal::access::Department;

pub(super) fn plan(seen: &Seen<'_>, department: Department, note: &str) -> Result<Change, Refusal> {
    seen.open()?;
    if seen.matter.department.is_some() && seen.matter.answered.is_none() {
        return Err(Refusal::AtDepartment);
    }
    if note.trim().is_empty() {
        return Err(Refusal::NoWords);
    }
    let mut matter = seen.next();
    matter.department = Some(department.name().into());
    (matter.handed, matter.answered) = (Some(seen.today), None);
    matter.due = seen.department_due.or(matter.due);
    Ok(seen.change("matter.handed_over", matter, note))
}
