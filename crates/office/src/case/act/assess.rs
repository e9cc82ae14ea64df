//! What the rules say, kept beside the case with the texts' hash. It is advice: a person decides.

use super::*;

impl Desk<'_> {
    pub(super) fn assess(&self, pack: String, findings: Vec<Finding>) -> Result<Event, Refusal> {
        self.running()?;
        let report = self.state.report.as_ref().ok_or(Refusal::NotVerified)?;
        if report.good_until < self.doer.today {
            return Err(Refusal::Stale(report.good_until));
        }
        Ok(Event::Assessed { pack, findings })
    }
}
