//! The cases of a household, the newest first.

use super::super::{
    At, Call, Operation, Rule, get,
    work::{Cases, line},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, case};

/// `GET /households/{id}/cases`
pub(in crate::api) fn operation() -> Operation {
    let said = ("一户的事项", "The cases of a household");
    let rule = Rule::Needs(Resource::Case, Action::List);
    get("/households/{id}/cases").answered("households_cases", said, rule, cases)
}

fn cases(call: &Call<'_>, at: At) -> Result<Cases, OfficeError> {
    Ok(Cases { items: case::of_household(call.bureau, call.who, at.id.0)?.iter().map(line).collect() })
}
