//! A step without anything else to tell: acceptance, the begin of the investigation, payment ordered.

use super::*;

/// Steps that an act of their own carries out.
const TOLD: [&str; 8] =
    ["verify", "first_review", "publicise", "republicise", "decide", "decide_by_town", "notify_refusal", "conclude"];

impl Desk<'_> {
    pub(super) fn step(&self, name: &str) -> Result<Event, Refusal> {
        if TOLD.contains(&name) {
            return Err(Refusal::NoStep(name.into()));
        }
        match self.state.turn {
            Turn::Open => self.running()?,
            Turn::Decided => {}
            Turn::Blank | Turn::Closed => return Err(Refusal::Over),
        }
        self.turn(name)?;
        Ok(Event::Done { step: name.into() })
    }
}
