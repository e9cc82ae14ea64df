//! What somebody may do with a case now: what a screen offers. [`super::act`] asks again.

use super::{Act, CaseView, Doer, Event, Refusal, plan};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::Denied;

/// The user as one who acts in this case, once for each office that the user has at the place.
///
/// # Errors
/// [`OfficeError::NotFound`] where the user has none.
pub fn doers_of(bureau: &Bureau, who: &Who, case: &CaseView) -> Result<Vec<Doer>, OfficeError> {
    // The table names no division; it is as long as the staff's relatives are many.
    let rows = bureau.journal.read(|reader| reader.ordinary("SELECT * FROM near_relative ORDER BY account", &[]))?;
    let one = |row: &doudi_journal::Row| Ok((row.get::<i64>("account")?, row.get::<i64>("household")?));
    let noted = rows.iter().map(one).collect::<Result<Vec<_>, doudi_journal::JournalError>>()?;
    let kin = noted.into_iter().filter(|(_, household)| *household == case.state.household);
    let kin: Vec<i64> = kin.map(|(account, _)| account).collect();
    doers(who, case.division, &kin)
}

/// One for each office; `kin` are the accounts of the household's near relatives.
pub(super) fn doers(who: &Who, division: u64, kin: &[i64]) -> Result<Vec<Doer>, OfficeError> {
    let one = |(office, department)| Doer {
        user: who.id.0,
        office,
        relative: kin.contains(&who.id.0),
        kin: !kin.is_empty(),
        department,
        today: who.today(),
    };
    let all: Vec<Doer> = who.offices_at(division).into_iter().map(one).collect();
    if all.is_empty() { Err(OfficeError::NotFound) } else { Ok(all) }
}

/// Whether an act would be taken now.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::Refused`]: why not.
pub fn may(who: &Who, doers: &[Doer], case: &CaseView, act: &Act) -> Result<(), OfficeError> {
    let (resource, action) = act.right();
    if !who.may(resource, action)?.holds(case.division) {
        return Err(Denied::Area.into());
    }
    planned(who, doers, case, act).map(drop)
}

/// The event of an act, for the first of the user's offices that may do it; else why the first may not.
pub(super) fn planned(who: &Who, doers: &[Doer], case: &CaseView, act: &Act) -> Result<Event, OfficeError> {
    if matches!(act, Act::Decide(..)) {
        doudi_journal::access::decided_by_another(who.id, &super::desk::prepared_by(case))?;
    }
    elsewhere(case, act)?;
    let mut refused = None;
    for doer in doers {
        match plan(&case.state, &case.path, *doer, act.clone()) {
            Ok(event) => return Ok(event),
            Err(why) => {
                // Another office of the user may be the right one; what it says is then nearer.
                let nearer = !matches!(why, Refusal::NotYours(_));
                if refused.is_none() || nearer {
                    refused = Some(why);
                }
            }
        }
    }
    Err(refused.map_or(OfficeError::NotFound, OfficeError::Refused))
}

/// What another case of the household says to it (art. 42): sources are not asked again while their answer is good.
fn elsewhere(case: &CaseView, act: &Act) -> Result<(), Refusal> {
    match (act, &case.shared) {
        (Act::Verify(_), Some((other, report))) if case.state.report.is_none() => {
            Err(Refusal::Shared { case: *other, until: report.good_until })
        }
        (Act::Share(from, report), shared) if shared.as_ref() != Some(&(*from, report.clone())) => {
            Err(Refusal::NotVerified)
        }
        _ => Ok(()),
    }
}
