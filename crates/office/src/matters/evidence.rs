//! What a matter's signals rest on: the month's facts beside those of the month before, with who told them. It is kept,
//! sealed, with a signal when it is handed down, so that a month that is gone or another policy changes nothing of it. A
//! signal of before that was kept is told by the newest month, as far as that still does.

use super::{Heard, View, row::Sealed as InEntry, take::person};
use crate::{
    Bureau, OfficeError, Who,
    register::{dossier, keep, opened},
};
use doudi_journal::{
    JournalError, Tx,
    access::{Action, Purpose, PurposeKind, Resource},
    crypto::{Sealed, to_hex},
};
use doudi_kernel::{Lang, ResidentId};
use doudi_lake::RealDisk;
use doudi_work::{
    assess::{Assessments, Dossiers},
    watch::{self, About, Beside, Evidence, Source},
};
use std::{collections::BTreeMap, sync::Arc};

/// The column's name, to which its seal is bound.
const COLUMN: &str = "matter_signal.evidence";

/// What a signal rests on, in Chinese and in English; feeds stand in it by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rests(pub [Evidence; 2]);

/// Sealed with a signal of a matter. The tree of all steps is not kept: the facts and limits are.
pub(super) fn sealed(tx: &mut Tx<'_>, matter: i64, about: &About, rests: &Rests) -> Result<InEntry, JournalError> {
    let bare = rests.0.clone().map(|it| Evidence { tree: String::new(), ..it });
    let plain = serde_json::to_vec(&bare).map_err(|_| JournalError::Value { why: "evidence cannot be written" })?;
    let person = person(about);
    let sealed = tx.seal(COLUMN, &subject(matter, &about.signal, person), &plain)?;
    Ok(InEntry { signal: about.signal.clone(), person, evidence: to_hex(sealed.as_bytes()) })
}

/// What a seal is bound to.
fn subject(matter: i64, signal: &str, person: i64) -> String {
    format!("{}:{signal}:{person}", super::subject(matter))
}

/// What each signal of a matter rests on, in their order: as it was kept when it was handed down, else by the newest month;
/// none for a clock, and for what neither tells. That kept facts were opened is written down.
///
/// # Errors
/// [`OfficeError::Denied`] for whoever may not see facts there; the journal's.
pub fn evidence(
    bureau: &Bureau,
    who: &Who,
    view: &View,
    lang: Lang,
    feed: &dyn Fn(&str) -> String,
) -> Result<Vec<Option<Evidence>>, OfficeError> {
    let kept = kept(bureau, who, view)?;
    let told = |it: &Heard| {
        let [zh, en] = kept.get(&(it.signal.clone(), it.person))?.clone();
        Some(named(lang.pick(zh, en), feed))
    };
    let mut all: Vec<Option<Evidence>> = view.heard.iter().map(told).collect();
    if all.iter().any(Option::is_none) {
        // Who is in no month any more has what was kept.
        let newest = by_newest(bureau, who, view, lang, feed).unwrap_or_default();
        all.iter_mut().zip(newest).filter(|(told, _)| told.is_none()).for_each(|(told, newest)| *told = newest);
    }
    Ok(all)
}

type Kept = BTreeMap<(String, i64), [Evidence; 2]>;

fn kept(bureau: &Bureau, who: &Who, view: &View) -> Result<Kept, OfficeError> {
    let (id, scope) = (view.matter.id, who.may(Resource::Determination, Action::Read)?);
    let sql = "SELECT signal, person, evidence FROM matter_signal \
               WHERE matter = $1 AND evidence IS NOT NULL AND {scope} ORDER BY signal, person";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[id.into()]))?;
    if rows.is_empty() {
        return Ok(Kept::new());
    }
    let place = view.division.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let purpose = Purpose::new(PurposeKind::Task, &format!("matter-{id}"))?;
    let opening = scope.open(who.id, who.now.millis(), place, &super::subject(id), purpose)?;
    keep(bureau, who, opening.record())?;
    bureau.journal.read(|reader| {
        let wanted = || JournalError::Column { name: "evidence".into(), wanted: "what a signal rests on" };
        let mut kept = Kept::new();
        for row in &rows {
            let (signal, person): (String, i64) = (row.get("signal")?, row.get("person")?);
            let sealed = Sealed::from_bytes(row.get::<Vec<u8>>("evidence")?)?;
            let plain = reader.open(COLUMN, &subject(id, &signal, person), &sealed)?;
            kept.insert((signal, person), serde_json::from_slice(plain.bytes()).map_err(|_| wanted())?);
        }
        Ok(kept)
    })
}

/// Feeds as the office calls them.
fn named(it: Evidence, feed: &dyn Fn(&str) -> String) -> Evidence {
    let source = |it: Option<Source>| it.map(|it| Source { feed: feed(&it.feed), ..it });
    let facts = it.facts.into_iter().map(|fact| watch::FactLine {
        before_source: source(fact.before_source.clone()),
        source: source(fact.source.clone()),
        ..fact
    });
    Evidence { facts: facts.collect(), ..it }
}

fn by_newest(
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
    let one = |heard: &Heard| {
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
