//! A pair decided, or a decision taken back.

use super::Opening;
use crate::{Bureau, OfficeError, Who, field};
use doudi_journal::{
    County, Draft, IdempotencyKey, Subject,
    access::{Action, Resource},
};
use doudi_work::link::{NotDecided, Spoken, Verdict};
use serde_json::json;

/// What somebody who looked says.
#[derive(Clone, Debug)]
pub struct Said {
    /// What was found.
    pub verdict: Verdict,
    /// Why; never empty.
    pub reason: String,
    /// That it corrects what was decided before.
    pub corrects: bool,
    /// How many decisions about the pair were seen when the page was made.
    pub seen: u32,
}

/// What a correction says of itself, in the workbook and here.
const CORRECTION: &str = "更正";

/// Decides about a pair. Sent twice under one key it is done once.
///
/// # Errors
/// [`OfficeError::Overtaken`] when somebody else decided meanwhile; [`OfficeError::Pair`] when it says otherwise than
/// before and not that it corrects; [`OfficeError::Form`] without a reason; as [`super::open`].
pub fn decide(
    bureau: &Bureau,
    who: &Who,
    id: &str,
    number: u32,
    said: &Said,
    key: &IdempotencyKey,
) -> Result<(), OfficeError> {
    if said.reason.trim().is_empty() {
        return Err(OfficeError::Form(field::REASON));
    }
    let note = if said.corrects && !said.reason.contains(CORRECTION) {
        format!("{CORRECTION}：{}", said.reason.trim())
    } else {
        said.reason.trim().to_owned()
    };
    write(bureau, who, id, number, said.seen, key, |_| Ok((said.verdict, note)))
}

/// Takes the last decision back: what was said before it holds again, or nothing is found out. Only one's own, unless the
/// user decides for the county.
///
/// # Errors
/// As [`decide`]; [`OfficeError::NotFound`] where nothing was decided.
pub fn undo(
    bureau: &Bureau,
    who: &Who,
    id: &str,
    number: u32,
    seen: u32,
    key: &IdempotencyKey,
) -> Result<(), OfficeError> {
    let over = who.may(Resource::LinkDecision, Action::Decide);
    let mine = format!("user:{}:", who.id.0);
    write(bureau, who, id, number, seen, key, |opening| {
        let all = opening.said.get(&number).ok_or(OfficeError::NotFound)?;
        let last = all.last().ok_or(OfficeError::NotFound)?;
        if !last.at.sheet.starts_with(&mine) {
            let _ = over?;
        }
        let before = all.iter().rev().nth(1).map_or(Verdict::Unclear, |it| it.verdict);
        Ok((before, format!("{CORRECTION}：撤销上一次核对结论")))
    })
}

fn write(
    bureau: &Bureau,
    who: &Who,
    id: &str,
    number: u32,
    seen: u32,
    key: &IdempotencyKey,
    what: impl FnOnce(&Opening) -> Result<(Verdict, String), OfficeError>,
) -> Result<(), OfficeError> {
    let scope = who.may(Resource::LinkDecision, Action::Write)?;
    let opening = Opening::of(bureau, id)?;
    let pair = opening.pair(bureau, &scope, number)?;
    let known = opening.said.get(&number).map_or(&[][..], Vec::as_slice);
    if known.iter().any(|it| it.at.sheet == key.as_str()) {
        return Ok(());
    }
    let is = known.len() as u32;
    if is != seen {
        return Err(OfficeError::Overtaken { seen, is });
    }
    let (verdict, note) = what(&opening)?;
    let spoken = Spoken { number, verdict, note, by: who.name.clone(), form: key.as_str().into() };
    opening.desk.decide(&opening.batch, &spoken, who.today()).map_err(|why| match why {
        NotDecided::Refused(why) => OfficeError::Pair(why),
        NotDecided::Desk(why) => why.into(),
    })?;
    let place = opening.places(bureau, pair)[0];
    bureau.journal.write(|tx| {
        // The reason stays on the desk: it may name people.
        let draft = Draft {
            county: County::of_division(place)?,
            at: who.now,
            valid_from: who.today(),
            actor: who.actor()?,
            kind: "link.decided",
            subject: Subject::new(format!("link:{id}:{number}"))?,
            division: place,
            body: json!({ "verdict": verdict }),
        };
        tx.append(draft)?;
        Ok(())
    })
}
