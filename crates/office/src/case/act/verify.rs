//! The sources are asked, with the household's authority (arts. 40, 41).

use super::*;

impl Desk<'_> {
    pub(super) fn verify(&self, report: Report) -> Result<Event, Refusal> {
        self.running()?;
        if self.state.authorised_until.is_none_or(|until| until < self.doer.today) {
            return Err(Refusal::NoAuthority);
        }
        self.by(&[Office::Verification, Office::County, Office::Town])?;
        self.ready()?;
        self.once()?;
        Ok(Event::Verified { report, shared: None })
    }

    /// What was found for one case of the household holds for another, while it is good and the same was told.
    pub(super) fn share(&self, from: i64, report: Report) -> Result<Event, Refusal> {
        self.running()?;
        self.by(&[Office::Verification, Office::County, Office::Town])?;
        self.ready()?;
        self.once()?;
        match report.good_until < self.doer.today {
            true => Err(Refusal::Stale(report.good_until)),
            false => Ok(Event::Verified { report, shared: Some(from) }),
        }
    }

    fn ready(&self) -> Result<(), Refusal> {
        if self.path.relief_first() {
            return Err(Refusal::NoStep("verify".into()));
        }
        match self.path.stop("verify") {
            Some(_) => self.before("verify"),
            None => Ok(()),
        }
    }

    /// Nobody is looked up twice while an answer is good, unless the household has brought something against it.
    fn once(&self) -> Result<(), Refusal> {
        let Some(report) = &self.state.report else { return Ok(()) };
        let made = self.state.done.get("verify").copied();
        let brought = self.state.supplied.zip(made).is_some_and(|(supplied, made)| supplied >= made);
        if report.good_until < self.doer.today || brought { Ok(()) } else { Err(Refusal::Good(report.good_until)) }
    }
}
