//! The cases of the user's area that are not closed.

use super::super::{
    Call, Empty, Operation, Rule, get,
    work::{Cases, line},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, case};

/// `GET /cases`
pub(in crate::api) fn operation() -> Operation {
    let said = ("辖区内未办结的事项", "Cases of the area that are not closed");
    get("/cases").answered("cases_list", said, Rule::Needs(Resource::Case, Action::List), list)
}

fn list(call: &Call<'_>, _: Empty) -> Result<Cases, OfficeError> {
    Ok(Cases { items: case::mine(call.bureau, call.who, true)?.iter().map(line).collect() })
}
