//! Colleagues by name: in a case's history, and to go visiting with.

use super::accounts::grants;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    JournalError, Tx,
    access::{Action, Area, Grant, Resource, Role, UserId, authorise},
    date_number,
};
use doudi_kernel::{Date, Division};
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

/// Who holds which role where on a day, of accounts that are open: for telling them that something waits.
pub(crate) fn holders(tx: &mut Tx<'_>, today: Date) -> Result<Vec<(i64, Role, Area)>, JournalError> {
    let sql = "SELECT g.account, g.role, g.area FROM role_grant g JOIN account a ON a.id = g.account \
               WHERE a.closed = 0 AND g.from_day <= $1 AND (g.to_day IS NULL OR g.to_day >= $2) \
               ORDER BY g.account, g.role, g.area";
    let rows = tx.rows(sql, &[date_number(today).into(), date_number(today).into()])?;
    let mut found = Vec::new();
    for row in rows {
        let area = row.get::<i64>("area")?.to_string().parse::<Division>().ok();
        if let Some((role, area)) = Role::named(&row.get::<String>("role")?).zip(area) {
            found.push((row.get("account")?, role, Area::of(area)));
        }
    }
    Ok(found)
}
