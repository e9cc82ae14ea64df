//! Colleagues by name: in a case's history, and to go visiting with.

use super::accounts::grants;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Grant, Resource, UserId, authorise};
use std::collections::BTreeMap;

/// What colleagues are called, by their users' numbers. Names of staff stand under every decision and are no secret
/// among them.
///
/// # Errors
/// The journal's.
pub fn names(bureau: &Bureau) -> Result<BTreeMap<i64, String>, OfficeError> {
    bureau.journal.read(|reader| {
        let rows = reader.ordinary("SELECT id, name FROM account ORDER BY id", &[])?;
        rows.iter().map(|row| Ok((row.get("id")?, row.get("name")?))).collect()
    })
}

/// Who may visit at a place today, the user first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn colleagues(bureau: &Bureau, who: &Who, division: u64) -> Result<Vec<(UserId, String)>, OfficeError> {
    let _ = who.may(Resource::HomeVisit, Action::Write)?;
    let names = names(bureau)?;
    bureau.journal.read(|reader| {
        let mut found = Vec::new();
        for (id, name) in names {
            let held = grants(reader, UserId(id))?;
            let visits = authorise(&held, Resource::HomeVisit, Action::Write, who.today());
            if visits.is_ok_and(|scope| scope.holds(division)) {
                found.push((UserId(id), name));
            }
        }
        found.sort_by_key(|(id, _)| (*id != who.id, *id));
        Ok(found)
    })
}

/// What somebody of the staff holds, to be named on a form.
///
/// # Errors
/// The journal's.
pub fn held(bureau: &Bureau, staff: UserId) -> Result<Vec<Grant>, OfficeError> {
    Ok(bureau.journal.read(|reader| grants(reader, staff))?)
}
