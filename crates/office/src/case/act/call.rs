//! The person is invited to be heard, by a letter with a day and a place (art. 48).

use super::*;

impl Desk<'_> {
    pub(super) fn call(&self, on: Date, place: String) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Town, Office::County])?;
        if !self.state.opinion.as_ref().is_some_and(|opinion| opinion.outcome.takes_away()) {
            return Err(Refusal::NothingCut);
        }
        if place.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        if on < self.doer.today { Err(Refusal::BadDay(on)) } else { Ok(Event::Called { on, place }) }
    }
}
