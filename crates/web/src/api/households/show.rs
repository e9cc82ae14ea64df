//! One household as a list shows it; its file is opened for a purpose.

use super::{
    super::{At, Call, Operation, Rule, get},
    search::{HouseholdLine, line},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, register};

/// `GET /households/{id}`
pub(in crate::api) fn operation() -> Operation {
    let said = ("一户的列表信息", "A household as a list shows it");
    let rule = Rule::Needs(Resource::Household, Action::List);
    get("/households/{id}").answered("households_show", said, rule, show).fails([OfficeError::NotFound])
}

fn show(call: &Call<'_>, at: At) -> Result<HouseholdLine, OfficeError> {
    Ok(line(&register::one(call.bureau, call.who, at.id.0)?))
}
