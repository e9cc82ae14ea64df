//! Relief first, papers later (art. 50): the need is registered, the town gives from its imprest, the papers follow. Nothing
//! is looked up and nothing published; every act is kept.

use super::{super::event::Emergency, *};

impl Desk<'_> {
    pub(super) fn register(&self, need: Emergency) -> Result<Event, Refusal> {
        self.running()?;
        self.turn("register")?;
        if need.words.trim().is_empty() || need.cause.is_empty() {
            return Err(Refusal::NoReason);
        }
        if need.need_fen > 0 { Ok(Event::Registered { need }) } else { Err(Refusal::NoAmount) }
    }

    pub(super) fn relieve(&self, amount_fen: i64) -> Result<Event, Refusal> {
        self.running()?;
        if !self.path.relief_first() {
            return Err(Refusal::NoStep("relieve".into()));
        }
        self.turn("pay")?;
        let limit_fen = self.path.terms.relief_limit_fen.ok_or(Refusal::NoLimit)?;
        let need_fen = self.state.need.as_ref().map_or(0, |need| need.need_fen);
        match amount_fen {
            ..=0 => Err(Refusal::NoAmount),
            fen if fen > limit_fen => Err(Refusal::OverLimit { limit_fen }),
            fen if fen > need_fen => Err(Refusal::TooMuch { found_fen: need_fen }),
            amount_fen => Ok(Event::Relieved { amount_fen }),
        }
    }

    pub(super) fn explain(&self, words: String) -> Result<Event, Refusal> {
        match self.state.turn {
            Turn::Decided => {}
            Turn::Open => return Err(Refusal::Undecided),
            Turn::Blank | Turn::Closed => return Err(Refusal::Over),
        }
        self.turn("explain")?;
        if words.trim().is_empty() { Err(Refusal::NoReason) } else { Ok(Event::Explained { words }) }
    }
}
