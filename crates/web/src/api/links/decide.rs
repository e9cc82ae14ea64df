//! A pair is decided, for a reason.

use super::super::{Call, Operation, Rule, kinds::Words, shape::shape, write};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    links::{self, Said},
};
use doudi_work::link::Verdict;

shape! {
    /// Which pair.
    struct AtPair {
        /// Its batch.
        batch: String,
        /// Its number there.
        number: u32,
    }
}

shape! {
    /// What was found about a pair.
    word PairVerdict {
        /// One person.
        Same = "same",
        /// Two people.
        Different = "different",
        /// Looked at without result.
        Unclear = "unclear",
    }
}

shape! {
    /// What was found out, and why.
    struct PairDecision {
        /// What was found.
        verdict: PairVerdict,
        /// Why: what was looked at, who was asked.
        reason: Words,
        /// Whether it corrects what was decided before.
        corrects: bool,
        /// How many decisions about the pair were known when it was looked at.
        seen: u32,
    }
}

shape! {
    /// It was decided.
    struct PairDecided {}
}

/// `POST /links/{batch}/{number}/decision`
pub(in crate::api) fn operation() -> Operation {
    let said = ("登记是否同一人", "Decide about a pair");
    let rule = Rule::Needs(Resource::LinkDecision, Action::Write);
    let made = write("/links/{batch}/{number}/decision").told("links_decide", said, rule, decide);
    made.fails([OfficeError::NotFound, OfficeError::Overtaken { seen: 0, is: 1 }])
}

fn decide(call: &Call<'_>, at: AtPair, told: PairDecision) -> Result<PairDecided, OfficeError> {
    let verdict = match told.verdict {
        PairVerdict::Same => Verdict::Same,
        PairVerdict::Different => Verdict::Different,
        PairVerdict::Unclear => Verdict::Unclear,
    };
    let said = Said { verdict, reason: told.reason.0, corrects: told.corrects, seen: told.seen };
    links::decide(call.bureau, call.who, &at.batch, at.number, &said, call.key()?)?;
    Ok(PairDecided {})
}
