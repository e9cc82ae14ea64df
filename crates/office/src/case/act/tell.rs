//! After the decision: the letter, the end. Before it: the applicant gives up.

use super::*;

impl Desk<'_> {
    pub(super) fn tell(&self, letter: String) -> Result<Event, Refusal> {
        if self.state.decision.is_none() {
            return Err(Refusal::Undecided);
        }
        self.by(&[Office::Town, Office::County])?;
        if self.state.turn == Turn::Closed {
            return Err(Refusal::Over);
        }
        // What one window took in, one letter answers.
        let waits: Vec<Department> = self.state.waiting().map(|part| part.department).collect();
        if waits.is_empty() { Ok(Event::Told { letter }) } else { Err(Refusal::Waiting(waits)) }
    }

    pub(super) fn withdraw(&self, reason: String) -> Result<Event, Refusal> {
        if self.state.turn != Turn::Open {
            return Err(Refusal::Over);
        }
        self.by(&[Office::Town, Office::County])?;
        if reason.trim().is_empty() { Err(Refusal::NoReason) } else { Ok(Event::Withdrawn { reason }) }
    }

    pub(super) fn close(&self) -> Result<Event, Refusal> {
        if self.path.relief_first() && self.state.turn == Turn::Decided {
            self.before("close")?;
            return Ok(Event::Closed);
        }
        match (self.state.turn, self.state.letters.is_empty()) {
            (Turn::Decided, false) => Ok(Event::Closed),
            (Turn::Decided, true) => Err(Refusal::NotTold),
            (Turn::Closed, _) => Err(Refusal::Over),
            _ => Err(Refusal::Undecided),
        }
    }
}
