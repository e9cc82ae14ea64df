//! A household's cases as the household itself may follow them, and what it may do to them: object (art. 68).
//!
//! Who asks has shown a code, not a grant: the caller has proven whose household it is and writes the look down in the same
//! transaction.

use super::{
    Act, CaseView, Doer, Event, Office, Told,
    desk::{body, event, keep, whole},
    plan,
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    Instant, Tx,
    crypto::{Sealed, from_hex},
};

/// The cases of a household, the newest first.
pub(crate) fn of_own(bureau: &Bureau, tx: &mut Tx<'_>, household: i64) -> Result<Vec<CaseView>, OfficeError> {
    let sql = "SELECT id, division FROM case_file WHERE household = $1 ORDER BY id DESC";
    let rows = tx.rows(sql, &[household.into()])?;
    rows.iter().map(|row| read(bureau, tx, row.get("id")?, row.get("division")?)).collect()
}

fn read(bureau: &Bureau, tx: &mut Tx<'_>, case: i64, division: u64) -> Result<CaseView, OfficeError> {
    let subject = format!("case:{case}");
    let sql = "SELECT at, actor, body FROM entry WHERE subject = $1 ORDER BY seq";
    let mut told = Vec::new();
    for entry in tx.rows(sql, &[subject.as_str().into()])? {
        let kept = body(&entry.get::<String>("body")?)?;
        let plain = tx.open("case.event", &subject, &Sealed::from_bytes(from_hex(&kept.event)?)?)?;
        let at = Instant::from_millis(entry.get("at")?);
        told.push(Told { at, actor: entry.get("actor")?, event: event(plain.bytes())? });
    }
    whole(bureau, case, division, told)
}

/// The household objects to what hangs out: the objection's place among the case's.
///
/// # Errors
/// [`OfficeError::Refused`] where nothing hangs out or all is decided.
pub(crate) fn object(tx: &mut Tx<'_>, citizen: &Who, view: &CaseView, words: String) -> Result<usize, OfficeError> {
    let household = Doer {
        user: citizen.id.0,
        office: Office::Applicant,
        relative: false,
        kin: false,
        department: None,
        today: citizen.today(),
    };
    let event: Event = plan(&view.state, &view.path, household, Act::Object(words))?;
    keep(tx, citizen, view, event)?;
    Ok(view.state.objections.len())
}
