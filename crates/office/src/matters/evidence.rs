//! What a matter's signals rest on: the month's facts beside those of the month before, with who told them.

use super::View;
use crate::{
    Bureau, OfficeError, Who,
    register::{dossier, opened},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Lang, ResidentId};
use doudi_lake::RealDisk;
use doudi_work::{
    assess::{Assessments, Dossiers},
    watch::{self, Beside, Evidence},
};
use std::sync::Arc;

/// What each signal of a matter rests on by the newest month, in their order; none for a clock, and for what the newest
/// month does not tell of any more.
///
/// # Errors
/// [`OfficeError::Denied`] for whoever may not see facts there; [`OfficeError::NoFacts`], [`OfficeError::NotInMonth`].
pub fn evidence(
    bureau: &Bureau,
    who: &Who,
    view: &View,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Vec<Option<Evidence>>, OfficeError> {
    let month = bureau.month.as_ref().ok_or(OfficeError::NoFacts)?;
    let it = dossier(bureau, who, view.matter.household)?;
    let places: Vec<Option<u64>> = it.household.members.iter().map(|member| member.key).collect();
    let numbers = numbers(bureau, who, view.matter.household)?;
    let before = bureau.before();
    let beside = Beside::kept(month, it, before.as_deref())?;
    let one = |heard: &super::Heard| {
        let member = match heard.person {
            0 => None,
            person => {
                let key = numbers.iter().find(|(id, _)| *id == person)?.1;
                Some(u32::try_from(places.iter().position(|place| *place == Some(key))?).ok()?)
            }
        };
        watch::evidence(&beside, &heard.signal, member, lang, feed).ok()
    };
    Ok(view.heard.iter().map(one).collect())
}

/// The members' numbers, packed, by their file numbers.
fn numbers(bureau: &Bureau, who: &Who, household: i64) -> Result<Vec<(i64, u64)>, OfficeError> {
    let scope = who.may(Resource::Determination, Action::Read)?;
    let sql = "SELECT id, number FROM person WHERE household = $1 AND number IS NOT NULL AND {scope} ORDER BY position";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[household.into()])?;
        let mut numbers = Vec::new();
        for row in &rows {
            let id: i64 = row.get("id")?;
            let number = opened(reader, "person.number", id, row.get("number")?)?;
            numbers.extend(number.parse::<ResidentId>().ok().map(|number| (id, number.packed())));
        }
        Ok(numbers)
    })
}

impl Bureau {
    /// The month before the newest, where it was assessed and kept. Opened once: its file is held against its hash.
    fn before(&self) -> Option<Arc<Dossiers>> {
        self.before.get_or_init(|| self.opened_before()).clone()
    }

    fn opened_before(&self) -> Option<Arc<Dossiers>> {
        let month = self.month.as_ref()?.kept.month.plus(-1);
        let store = Assessments::open(self.data().ok()?, Arc::new(RealDisk));
        let all = store.all().ok()?;
        let kept =
            all.iter().filter(|kept| kept.month == month && kept.has_dossiers()).max_by_key(|kept| kept.sequence)?;
        store.dossiers(kept).ok().map(Arc::new)
    }
}
