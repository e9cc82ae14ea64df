//! A role is given, by the security administrator and to somebody else.

use super::super::{
    At, Call, Operation, Rule,
    kinds::{Code, Day, Words},
    shape::shape,
    write,
};
use doudi_journal::access::{Action, Denied, Grant, Resource, Role, UserId};
use doudi_office::{OfficeError, field, staff};

shape! {
    /// A role that is to be given.
    struct NewGrant {
        /// The role, by its identifier: `town_clerk`, `department:housing`.
        role: Words,
        /// Where.
        area: Code,
        /// The first day.
        from: Day,
        /// The last day; none until it is taken away.
        to: Option<Day>,
    }
}

shape! {
    /// It was done.
    struct Granted {}
}

/// `POST /users/{id}/grants`
pub(in crate::api) fn operation() -> Operation {
    let said = ("授予岗位", "Give a role");
    let made =
        write("/users/{id}/grants").told("users_grant", said, Rule::Needs(Resource::Grant, Action::Write), grant);
    made.fails([OfficeError::NotFound, Denied::OwnGrant.into()])
}

fn grant(call: &Call<'_>, at: At, new: NewGrant) -> Result<Granted, OfficeError> {
    let role = Role::named(&new.role.0).ok_or(OfficeError::Form(field::ROLE))?;
    let (from, to) = (new.from.0, new.to.map(|day| day.0));
    if to.is_some_and(|to| to < from) {
        return Err(OfficeError::Form(field::TO));
    }
    let given = Grant { role, area: new.area.0, from, to };
    staff::grant(call.bureau, call.who, UserId(at.id.0), &given, Some(call.key()?))?;
    Ok(Granted {})
}
