//! An answer given on screen: checked as a row of a workbook is, kept where workbooks' answers are.

use super::{open::found, open::subject, told};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::{IdempotencyKey, access::Action};
use doudi_kernel::BatchId;
use doudi_work::doubts::{
    DeskError,
    answers::{Returned, Typed},
    read_answer,
};
use serde_json::json;

/// Answers a doubt. Of two who answer the same doubt, the second is told what the first has answered; who answers twice
/// alike has answered once.
///
/// # Errors
/// [`OfficeError::Answer`] with what is wrong or what was answered before, [`OfficeError::Answered`] where somebody else
/// gave the same answer; [`OfficeError::Denied`], [`OfficeError::NotFound`]; the desk's.
pub fn answer(
    bureau: &Bureau,
    who: &Who,
    id: &BatchId,
    number: u32,
    typed: &Typed,
    key: &IdempotencyKey,
) -> Result<(), OfficeError> {
    let (batch, at, place) = found(bureau, who, id, number, Action::Write)?;
    let (handed, by) = (&batch.doubts[at], format!("user:{}", who.id.0));
    let desk = bureau.desk()?;
    let kept = {
        let _alone = bureau.shelf.write();
        let earlier = desk.returns(&batch)?;
        let last = earlier.iter().flat_map(|it| &it.accepted).rfind(|it| it.number == number);
        let own = last.is_some_and(|answer| answer.at.file == by);
        desk.take_in(&batch, |known| {
            let read = read_answer(&batch, known, who.today(), handed, typed, &by);
            match read.map_err(|why| Stop::Office(OfficeError::Answer(Box::new(why))))? {
                Some(answer) => Ok(returned(who, &by, answer)),
                None if own => Err(Stop::Same),
                None => Err(Stop::Office(OfficeError::Answered)),
            }
        })
    };
    let code = match kept {
        Err(Stop::Same) => return Ok(()),
        Err(Stop::Office(why)) => return Err(why),
        Ok(returned) => returned.accepted.first().map(|answer| answer.code.clone()).unwrap_or_default(),
    };
    told(bureau, who, "doubt.answered", &subject(id, number), place, &json!({ "answer": code }), key)
}

/// Why nothing is kept.
enum Stop {
    Office(OfficeError),
    /// The user has answered just so before.
    Same,
}

impl From<DeskError> for Stop {
    fn from(why: DeskError) -> Self {
        Self::Office(why.into())
    }
}

fn returned(who: &Who, by: &str, answer: doudi_work::doubts::answers::Answer) -> Returned {
    Returned {
        received: who.today(),
        files: vec![(by.into(), String::new())],
        repeated: 0,
        empty: 0,
        accepted: vec![answer],
        refused: Vec::new(),
    }
}
