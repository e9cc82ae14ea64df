//! The person is heard before anything is taken away (art. 48).

use super::{super::event::Hearing, *};

impl Desk<'_> {
    pub(super) fn hear(&self, on: Date, came: bool, words: String) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Town, Office::County])?;
        if words.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        // Who was not invited cannot have stayed away.
        if !came && self.state.called.as_ref().is_none_or(|call| call.on > on) {
            return Err(Refusal::NotCalled);
        }
        Ok(Event::Heard { hearing: Hearing { on: self.past(on)?, came, words } })
    }
}
