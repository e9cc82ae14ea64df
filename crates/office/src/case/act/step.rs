//! A step without anything else to tell: acceptance, the begin of the investigation, payment ordered.

use super::*;

/// Steps that an act of their own carries out.
const TOLD: [&str; 10] = [
    "verify",
    "first_review",
    "publicise",
    "republicise",
    "decide",
    "decide_by_town",
    "notify_refusal",
    "conclude",
    "register",
    "explain",
];

impl Desk<'_> {
    pub(super) fn step(&self, name: &str) -> Result<Event, Refusal> {
        // Relief that goes first is given from the imprest, and by nothing else.
        if TOLD.contains(&name) || (self.path.relief_first() && name == "pay") {
            return Err(Refusal::NoStep(name.into()));
        }
        match self.state.turn {
            Turn::Open => self.running()?,
            Turn::Decided => {}
            // Finance begins to pay when its month comes, whether or not the town has closed the case.
            Turn::Closed if self.pays(name) && self.state.waits_for_payment(self.path) => {}
            Turn::Blank | Turn::Closed => return Err(Refusal::Over),
        }
        if self.pays(name) {
            return self.paid(name);
        }
        self.turn(name)?;
        Ok(Event::Done { step: name.into() })
    }

    fn pays(&self, name: &str) -> bool {
        self.path.paying().is_some_and(|stop| stop.name == name)
    }

    /// Payment follows the decision, not the letter: it is due from a month that the law names (art. 18).
    fn paid(&self, name: &str) -> Result<Event, Refusal> {
        self.by(&[Office::Finance])?;
        match (&self.state.decision, self.state.done.contains_key(name)) {
            (None, _) => Err(Refusal::Undecided),
            (Some(_), true) => Err(Refusal::Over),
            (Some(_), false) if !self.state.waits_for_payment(self.path) => Err(Refusal::Over),
            (Some(_), false) => Ok(Event::Done { step: name.into() }),
        }
    }
}
