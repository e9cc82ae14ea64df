//! What somebody may do with a case now: what a screen offers. [`super::act`] asks again.

use super::{Act, CaseView, Doer, plan};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::Denied;

/// The user as one who acts in this case.
///
/// # Errors
/// [`OfficeError::NotFound`] where the user has no office at the place.
pub fn doer_of(bureau: &Bureau, who: &Who, case: &CaseView) -> Result<Doer, OfficeError> {
    let office = who.office_at(case.division).ok_or(OfficeError::NotFound)?;
    let sql = "SELECT * FROM near_relative WHERE account = $1";
    let noted = bureau.journal.read(|reader| reader.ordinary(sql, &[who.id.0.into()]))?;
    let households = noted.iter().map(|row| row.get::<i64>("household")).collect::<Result<Vec<_>, _>>()?;
    let relative = households.contains(&case.state.household);
    Ok(Doer { user: who.id.0, office, relative, today: who.today() })
}

/// Whether an act would be taken now.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::Refused`]: why not.
pub fn may(who: &Who, doer: Doer, case: &CaseView, act: Act) -> Result<(), OfficeError> {
    let (resource, action) = act.right();
    if !who.may(resource, action)?.holds(case.division) {
        return Err(Denied::Area.into());
    }
    if matches!(act, Act::Decide(..)) {
        doudi_journal::access::decided_by_another(who.id, &super::desk::prepared_by(case))?;
    }
    plan(&case.state, &case.path, doer, act)?;
    Ok(())
}
