//! One pair decided on a screen: the same store as the workbook's, the same rules.

use super::{
    Decision, DecisionRefused, LinkBatch, LinkDesk, ReadDecisions, Verdict,
    answers::{CORRECTION, Return},
};
use crate::doubts::{DeskError, answers::RowAt};
use doudi_kernel::{Date, Lang, Say};

/// What somebody who looked at a pair says.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// The pair's number in the batch.
    pub number: u32,
    /// What was found.
    pub verdict: Verdict,
    /// Why. One that differs from what was decided before says 更正 or is refused.
    pub note: String,
    /// Who looked.
    pub by: String,
    /// A name of the form that was sent, so that one sent twice is kept once.
    pub form: String,
}

/// Why a pair was not decided.
#[derive(Debug, thiserror::Error)]
pub enum NotDecided {
    /// As a row of the workbook would be.
    #[error("{}", .0.say(Lang::En))]
    Refused(DecisionRefused),
    /// The desk's.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl LinkDesk {
    /// Keeps one decision. What says the same as the last one about the pair changes nothing.
    ///
    /// # Errors
    /// [`DecisionRefused::NotAsked`], [`DecisionRefused::DecidedOtherwise`]; the desk's.
    pub fn decide(&self, batch: &LinkBatch, spoken: &Spoken, today: Date) -> Result<(), NotDecided> {
        let asked = batch.asked.iter().find(|asked| asked.number == spoken.number);
        let asked = asked.ok_or_else(|| NotDecided::Refused(DecisionRefused::NotAsked(spoken.number.to_string())))?;
        let known = self.decisions_of(batch)?;
        match known.iter().rfind(|known| known.number == spoken.number).map(|known| known.verdict) {
            Some(before) if before == spoken.verdict => return Ok(()),
            Some(before) if !spoken.note.contains(CORRECTION) => {
                return Err(NotDecided::Refused(DecisionRefused::DecidedOtherwise(before, spoken.verdict)));
            }
            _ => {}
        }
        let at = RowAt { file: "portal".into(), sheet: spoken.form.clone(), row: spoken.number };
        let decision = Decision {
            keys: asked.keys.clone(),
            verdict: spoken.verdict,
            note: spoken.note.clone(),
            by: spoken.by.clone(),
            on: today,
            batch: batch.id.clone(),
            number: spoken.number,
            at,
        };
        let about = Return { received: today, file: ("portal".into(), spoken.form.clone()), repeated: 0, empty: 0 };
        let read = ReadDecisions { about, accepted: vec![decision], refused: Vec::new() };
        Ok(self.keep_decisions(batch, &read)?)
    }
}
