//! A role is taken away; it counts from the next request.

use super::{
    super::{
        At, Call, Operation, Rule,
        kinds::{Code, Words},
        shape::shape,
        write,
    },
    grant::Granted,
};
use doudi_journal::access::{Action, Resource, Role, UserId};
use doudi_office::{OfficeError, field, staff};

shape! {
    /// A role that is to be taken away.
    struct OldGrant {
        /// The role, by its identifier.
        role: Words,
        /// Where.
        area: Code,
    }
}

/// `POST /users/{id}/grants/revoke`
pub(in crate::api) fn operation() -> Operation {
    let (said, rule) = (("收回岗位", "Take a role away"), Rule::Needs(Resource::Grant, Action::Write));
    let made = write("/users/{id}/grants/revoke").told("users_revoke", said, rule, revoke);
    made.fails([OfficeError::NotFound])
}

fn revoke(call: &Call<'_>, at: At, old: OldGrant) -> Result<Granted, OfficeError> {
    let role = Role::named(&old.role.0).ok_or(OfficeError::Form(field::ROLE))?;
    staff::take_away(call.bureau, call.who, UserId(at.id.0), role, old.area.0, Some(call.key()?))?;
    Ok(Granted {})
}
