//! The town's opinion, from what was looked up, computed and seen (art. 44).

use super::*;

impl Desk<'_> {
    pub(super) fn review(&self, outcome: Outcome, reason: String) -> Result<Event, Refusal> {
        self.running()?;
        self.turn("first_review")?;
        self.grounded()?;
        self.reasoned(&outcome, &reason)?;
        Ok(Event::Reviewed { opinion: super::super::event::Opinion { outcome, reason } })
    }

    /// Sources asked and fresh, rules asked, household seen.
    pub(super) fn grounded(&self) -> Result<(), Refusal> {
        let report = self.state.report.as_ref().ok_or(Refusal::NotVerified)?;
        if report.good_until < self.doer.today {
            return Err(Refusal::Stale(report.good_until));
        }
        if self.state.findings.is_empty() {
            return Err(Refusal::NotAssessed);
        }
        if self.state.visits.is_empty() { Err(Refusal::NotVisited) } else { Ok(()) }
    }

    /// Whoever decides otherwise than the rules answer, or refuses, says why.
    pub(super) fn reasoned(&self, outcome: &Outcome, reason: &str) -> Result<(), Refusal> {
        use super::super::event::Answer;
        if !reason.trim().is_empty() {
            return Ok(());
        }
        let found = self.state.findings.iter().filter_map(|finding| match finding.answer {
            Answer::Eligible { amount_fen, .. } => Some(amount_fen),
            _ => None,
        });
        let found: Vec<Option<i64>> = found.collect();
        match outcome {
            Outcome::Grant { amount_fen } if found.contains(amount_fen) => Ok(()),
            Outcome::Grant { amount_fen: Some(asked) } => match found.iter().flatten().max() {
                Some(found_fen) if asked > found_fen => Err(Refusal::TooMuch { found_fen: *found_fen }),
                _ => Err(Refusal::NoReason),
            },
            _ => Err(Refusal::NoReason),
        }
    }
}
