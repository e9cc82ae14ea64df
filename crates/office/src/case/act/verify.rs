//! The sources are asked, with the household's authority (arts. 40, 41).

use super::*;

impl Desk<'_> {
    pub(super) fn verify(&self, report: Report) -> Result<Event, Refusal> {
        self.running()?;
        if self.state.authorised_until.is_none_or(|until| until < self.doer.today) {
            return Err(Refusal::NoAuthority);
        }
        self.by(&[Office::Verification, Office::County, Office::Town])?;
        self.before("verify")?;
        Ok(Event::Verified { report })
    }
}
