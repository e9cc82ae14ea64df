//! The decision: by the county, or by the town where the province says so (art. 44).

use super::*;

impl Desk<'_> {
    pub(super) fn decide(&self, outcome: Outcome, reason: String) -> Result<Event, Refusal> {
        self.running()?;
        let stop = self.path.deciding().ok_or_else(|| Refusal::NoStep("decide".into()))?;
        if outcome.takes_away() && self.state.hearings.is_empty() {
            return Err(Refusal::NotHeard);
        }
        match self.doer.kin {
            // Where staff are near relatives, the county decides, whoever decides otherwise.
            true => self.by(&[Office::County]).and_then(|()| self.before(&stop.name))?,
            false => self.turn(&stop.name).map(drop)?,
        }
        self.grounded()?;
        if self.doer.kin && !self.state.visits.iter().any(|visit| visit.county) {
            return Err(Refusal::CountyVisits);
        }
        if self.state.objected() {
            return Err(Refusal::Objected);
        }
        // The last day of the notice still hangs.
        if let Some(until) = self.state.published_until.filter(|until| *until >= self.doer.today) {
            return Err(Refusal::Hanging(until));
        }
        self.reasoned(&outcome, &reason)?;
        Ok(Event::Decided { outcome, reason })
    }
}
