//! Comparisons run, doubts handed down, looked at and answered, on screen or by workbook: the same desk for both.
//!
//! The desk's batches and answers are folders that are only ever added to; what happens to them is told to the journal
//! without a word about anybody in them. A doubt belongs to the village or town where its person is, and is seen by
//! whoever has rights there; who could not be placed is the county's.

mod answer;
mod book;
mod compare;
mod hand_down;
mod list;
mod open;
mod shelf;
mod workbook;

pub use answer::answer;
pub use book::town_book;
pub use compare::{Compared, Ready, SourceReady, comparisons, may_compare, run, sampled};
pub use hand_down::{Handing, TownShare, hand_down, handing};
pub use list::{BatchHead, DoubtRow, DoubtState, Filter, Listed, PAGE, Tally, list};
pub use open::{Column, DoubtFile, Given, open, reveal};
pub(crate) use shelf::Shelf;
pub use workbook::{Returned, Workbook, apply_workbook, discard_workbook, look_workbook, receive_workbook};

use crate::{Bureau, OfficeError, Who};
use doudi_journal::{
    County, Draft, IdempotencyKey, Subject,
    access::{Action, Resource, Scope},
};
use doudi_work::doubts::Place;
use serde_json::Value as Json;

/// The division of a doubt: village, else town, else the county for who could not be placed.
fn division(bureau: &Bureau, place: &Place) -> u64 {
    let code = |text: &Option<String>| text.as_ref().and_then(|it| it.parse::<doudi_kernel::Division>().ok());
    let known = code(&place.village).or_else(|| code(&place.town)).or_else(|| bureau.county());
    known.map_or(0, doudi_kernel::Division::number)
}

/// Asks whether the user may do something with doubts in the whole county.
fn may_county(bureau: &Bureau, who: &Who, action: Action) -> Result<Scope, OfficeError> {
    let scope = who.may(Resource::Doubt, action)?;
    let whole = bureau.county().is_some_and(|county| scope.covers(county) && scope.holds(county.number() + 999_999));
    if whole { Ok(scope) } else { Err(OfficeError::NotFound) }
}

/// Tells the journal what happened on the desk, once for each key.
fn told(
    bureau: &Bureau,
    who: &Who,
    kind: &'static str,
    subject: &str,
    division: u64,
    body: &Json,
    key: &IdempotencyKey,
) -> Result<(), OfficeError> {
    let print = bureau.suite().digest(&[subject.as_bytes(), body.to_string().as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            tx.append(Draft {
                county: County::of_division(division)?,
                at: who.now,
                valid_from: who.today(),
                actor: who.actor()?,
                kind,
                subject: Subject::new(subject)?,
                division,
                body: body.clone(),
            })?;
            Ok::<_, OfficeError>(())
        })
    })
}
