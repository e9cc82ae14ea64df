//! Objections to what was published, and their answers.

use super::*;

impl Desk<'_> {
    pub(super) fn object(&self, words: String) -> Result<Event, Refusal> {
        match self.state.turn {
            Turn::Open if self.state.published_until.is_some() => Ok(Event::Objected { words }),
            Turn::Open | Turn::Blank => Err(Refusal::Undecided),
            Turn::Decided | Turn::Closed => Err(Refusal::Over),
        }
    }

    pub(super) fn answer(&self, objection: usize, upheld: bool, words: String) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Town, Office::County])?;
        let open = self.state.objections.get(objection).is_some_and(|it| it.answer.is_none());
        match (open, words.trim().is_empty()) {
            (false, _) => Err(Refusal::NoObjection),
            (true, true) => Err(Refusal::NoReason),
            (true, false) => Ok(Event::Answered { objection, upheld, words }),
        }
    }
}
