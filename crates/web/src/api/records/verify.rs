//! Whether the journal stands as it was written.

use super::super::{
    Call, Empty, Operation, Rule, ask,
    shape::{MOST, shape},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Say;
use doudi_office::OfficeError;

shape! {
    /// What was looked at, and what does not fit.
    struct Verified {
        /// Entries looked at.
        entries: i64,
        /// Faults in sentences, at most 1,000; none where the chain is whole.
        faults: Vec<String>,
    }
}

/// `POST /journal/verify`
pub(in crate::api) fn operation() -> Operation {
    let said = ("校验日志链", "Verify the journal");
    ask("/journal/verify").answered("journal_verify", said, Rule::Needs(Resource::Journal, Action::Read), verify)
}

fn verify(call: &Call<'_>, _: Empty) -> Result<Verified, OfficeError> {
    let _ = call.who.may(Resource::Journal, Action::Read)?;
    let found = call.bureau.journal.verify(&[], &mut |_| ())?;
    let faults = found.faults.iter().take(MOST).map(|fault| fault.say(call.lang)).collect();
    Ok(Verified { entries: i64::try_from(found.entries).unwrap_or(i64::MAX), faults })
}
