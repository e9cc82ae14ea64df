//! One identity number in full, for a reason that is kept.

use super::{
    super::{
        At, Call, Operation, Rule, ask,
        kinds::{Id, Words},
        shape::shape,
    },
    Given,
};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_office::{OfficeError, register};

shape! {
    /// Whose number, for what, and why.
    struct Reveal {
        /// The person's number.
        person: Id,
        /// What the file is opened for.
        purpose: Given,
        /// Why: 4 to 200 signs that somebody can check later.
        reason: Words,
    }
}

shape! {
    /// An identity number in full.
    struct Revealed {
        /// The number.
        number: String,
    }
}

/// `POST /households/{id}/reveal`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查看一个完整证件号码（须写明理由）", "Reveal one identity number, for a reason");
    let rule = Rule::Needs(Resource::SealedColumn, Action::Reveal);
    let made = ask("/households/{id}/reveal").told("households_reveal", said, rule, reveal);
    made.fails([OfficeError::NotFound, Denied::Purpose.into(), Denied::Reason.into()])
}

fn reveal(call: &Call<'_>, at: At, asked: Reveal) -> Result<Revealed, OfficeError> {
    let purpose = asked.purpose.of_household(call, at.id.0)?;
    let (person, reason) = (asked.person.0, &asked.reason.0);
    Ok(Revealed { number: register::reveal(call.bureau, call.who, at.id.0, person, purpose, reason)? })
}
