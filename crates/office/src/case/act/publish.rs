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
        if self.state.opinion.is_none() {
            let label = self.path.stop("first_review").map(|stop| stop.label.clone());
            return Err(Refusal::Before(label.into_iter().collect()));
        }
        let days = stop.term.unwrap_or(Term::Days(7));
        let until = clock::ends(days, self.doer.today, &[]).map_err(|it| Refusal::BadDay(it.day))?;
        Ok(Event::Published { until })
    }
}
