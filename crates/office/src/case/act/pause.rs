//! The citizen is asked for what no office has; meanwhile the clocks stand still. What an office can look up is not asked
//! for (art. 62).

use super::*;

impl Desk<'_> {
    pub(super) fn ask(&self, owes: String) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Town, Office::County])?;
        if owes.trim().is_empty() { Err(Refusal::NoReason) } else { Ok(Event::Paused { owes }) }
    }

    pub(super) fn supply(&self) -> Result<Event, Refusal> {
        self.by(&[Office::Town, Office::County, Office::Village])?;
        if self.state.owes.is_some() { Ok(Event::Resumed) } else { Err(Refusal::Running) }
    }
}
