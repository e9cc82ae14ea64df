//! A need is told at one window: one application for everything that the household may claim (art. 53).

use super::*;

impl Desk<'_> {
    pub(super) fn open(&self, application: Application) -> Result<Event, Refusal> {
        let Application { household, programmes, channel, authorised_until, declared } = application;
        if self.state.turn != Turn::Blank {
            return Err(Refusal::Begun);
        }
        // Whoever finds a need reports it; the town helps to apply (art. 39).
        self.by(&[Office::Town, Office::Village, Office::County])?;
        // Relief that goes first asks no source.
        let looks_up = !self.path.relief_first();
        if looks_up && (channel == (Channel::Proxy { letter: false }) || authorised_until < self.doer.today) {
            return Err(Refusal::NoAuthority);
        }
        let procedure = self.path.procedure.clone();
        Ok(Event::Opened { household, procedure, programmes, channel, authorised_until, declared })
    }
}
