//! Whose income rose above the line goes on for a while (渐退期): as many months as the place gives to the cause.

use super::*;

impl Desk<'_> {
    pub(super) fn grace(&self, cause: String) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Town, Office::County])?;
        if self.state.channel != Channel::Review || !self.path.lasting() {
            return Err(Refusal::NothingCut);
        }
        match self.path.terms.grace_months.get(&cause).copied() {
            Some(months) if months > 0 => Ok(Event::Graced { cause, months }),
            _ => Err(Refusal::NoGrace),
        }
    }
}
