//! A department answers its part of an application (归口办; art. 64).

use super::*;

impl Desk<'_> {
    pub(super) fn reply(&self, department: String, outcome: Outcome, reason: String) -> Result<Event, Refusal> {
        if self.state.turn == Turn::Closed || self.state.turn == Turn::Blank {
            return Err(Refusal::Over);
        }
        self.by(&[Office::Department])?;
        let own = |part: &&super::super::part::Part| part.department.name() == department;
        let part = self.state.parts.iter().find(own).ok_or(Refusal::NoPart)?;
        if self.doer.department != Some(part.department) {
            return Err(Refusal::NotYours(Office::Department));
        }
        if part.reply.is_some() {
            return Err(Refusal::Replied);
        }
        // A part begins nothing that could be cut: reductions have their own case, with its hearing.
        match outcome {
            Outcome::Grant { .. } => Ok(Event::Replied { department, outcome, reason }),
            Outcome::Refuse if !reason.trim().is_empty() => Ok(Event::Replied { department, outcome, reason }),
            Outcome::Refuse => Err(Refusal::NoReason),
            Outcome::Reduce { .. } | Outcome::Stop => Err(Refusal::NothingCut),
        }
    }
}
