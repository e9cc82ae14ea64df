//! How often a household is looked at again (art. 46), and looks at one that has left.

use super::*;

impl Desk<'_> {
    pub(super) fn class(&self, class: ReviewClass) -> Result<Event, Refusal> {
        self.by(&[Office::Town, Office::County])?;
        let lasts = self.path.lasting() && self.path.terms.review_months.contains_key(&class);
        match (lasts, &self.state.decision) {
            (false, _) => Err(Refusal::NoInterval),
            (_, Some((Outcome::Grant { .. } | Outcome::Reduce { .. }, _))) => Ok(Event::Classified { class }),
            _ => Err(Refusal::Undecided),
        }
    }

    pub(super) fn look(&self, on: Date, again: bool, words: String) -> Result<Event, Refusal> {
        self.by(&[Office::Town, Office::Village, Office::County])?;
        if !matches!(self.state.decision, Some((Outcome::Stop, _))) || !self.path.lasting() {
            return Err(Refusal::NotLeft);
        }
        if words.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        Ok(Event::Looked { on: self.past(on)?, again, words })
    }
}
