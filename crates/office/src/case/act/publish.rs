//! The notice in the village: as many days as the place says, names masked by who prints it.

use super::{
    super::{clock, path::Term},
    *,
};

impl Desk<'_> {
    pub(super) fn publish(&self) -> Result<Event, Refusal> {
        self.running()?;
        let name = if self.state.published_until.is_some() { "republicise" } else { "publicise" };
        let stop = self.path.stop(name).ok_or_else(|| Refusal::NoStep(name.into()))?;
        // The village hangs it up; the town may do so for it.
        self.by(&[stop.by, Office::Town])?;
        if let (Some(review), None) = (self.path.stop("first_review"), &self.state.opinion) {
            return Err(Refusal::Before(vec![review.label.clone()]));
        }
        let days = stop.term.unwrap_or(Term::Days(7));
        let until = clock::ends(days, self.doer.today, &[]).map_err(|it| Refusal::BadDay(it.day))?;
        Ok(Event::Published { until })
    }
}
