//! What hangs in the villages of the user's area.

use super::{
    Call, Empty, Operation, Rule, get,
    work::{Cases, line},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, case};

/// `GET /notices`
pub(super) fn operation() -> Operation {
    let said = ("正在公示的事项", "Cases on the notice boards");
    get("/notices").answered("notices_list", said, Rule::Needs(Resource::PublicNotice, Action::List), list)
}

fn list(call: &Call<'_>, _: Empty) -> Result<Cases, OfficeError> {
    Ok(Cases { items: case::notices(call.bureau, call.who)?.iter().map(line).collect() })
}
