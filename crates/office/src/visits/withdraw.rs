//! A visit that should not stand is withdrawn by who made it, or by the town: its word does not count any more, its
//! photographs go at once, and what it answered is open again.

use super::{
    Refused,
    keep::{Later, any},
    sweep::clear,
};
use crate::{Bureau, OfficeError, Who, matters};
use doudi_journal::{
    County, Draft, IdempotencyKey, Subject,
    access::{Action, Resource},
};
use serde_json::json;

crate::matters::words::closed! {
    /// Why a visit does not stand.
    Why {
        /// Another household was meant.
        WrongHousehold = "wrong_household", "走错了户", "another household was meant";
        /// What was noted is not so.
        Mistaken = "mistaken", "登记有误", "what was noted is wrong";
        /// The household does not agree to what was taken down.
        Refused = "refused", "被走访人不同意留存", "the household does not agree to it";
    }
}

/// Withdraws a visit. Sent twice under one key it is done once.
///
/// # Errors
/// [`OfficeError::Visit`] where it is withdrawn already or another's; [`OfficeError::Matter`] where a matter was closed on its
/// word; [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn withdraw(
    bureau: &Bureau,
    who: &Who,
    (household, visit): (i64, i64),
    why: Why,
    key: &IdempotencyKey,
) -> Result<(), OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Write)?;
    let values = [household.into(), visit.into()];
    let found = bureau.journal.read(|reader| any(reader, &scope, "v.household = $1 AND v.id = $2", &values));
    let found = found?.pop().ok_or(OfficeError::NotFound)?;
    let rows = bureau
        .journal
        .read(|reader| reader.rows(&scope, "SELECT division FROM visit WHERE id = $1 AND {scope}", &[visit.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    let decides = who.may(Resource::ActiveDiscovery, Action::Decide).is_ok_and(|scope| scope.holds(division));
    if found.account != who.id.0 && !decides {
        return Err(Refused::NotYours.into());
    }
    let print = bureau.suite().digest(&[format!("withdraw {visit} {}", why.code()).as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            // Written to first, so that of two at once the second is told.
            let sql = "UPDATE visit SET withdrawn = withdrawn WHERE id = $1 AND withdrawn IS NULL";
            if tx.execute(sql, &[visit.into()])? == 0 {
                return Err(Refused::Withdrawn.into());
            }
            let photos = found.seen.photos.len() as i64;
            tx.append(Draft {
                county: County::of_division(division)?,
                at: who.now,
                valid_from: who.today(),
                actor: who.actor()?,
                kind: "visit.withdrawn",
                subject: Subject::new(format!("household:{household}"))?,
                division,
                body: json!(Later { visit, why: why.code().into(), photos }),
            })?;
            clear(tx, (visit, household, division), who.now, who.actor()?, "withdrawn")?;
            match found.matter {
                Some(matter) => matters::undo(tx, who, matter, visit),
                None => Ok(()),
            }
        })
    })
}
