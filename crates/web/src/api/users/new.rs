//! A new account, without any right yet.

use super::super::{
    Call, Empty, Operation, Rule,
    kinds::{Account, Code, Words},
    shape::shape,
    write,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError, field,
    staff::{self, NewAccount},
};

shape! {
    /// An account that is to be made.
    struct NewUser {
        /// What is typed to sign in.
        account: Account,
        /// What colleagues say.
        name: Words,
        /// Where its owner works.
        area: Code,
        /// The first password.
        password: Words,
    }
}

shape! {
    /// An account that was made.
    struct Made {
        /// Its number.
        account: i64,
    }
}

/// `POST /users`
pub(in crate::api) fn operation() -> Operation {
    let said = ("新建账号", "Make an account");
    let made = write("/users").told("users_new", said, Rule::Needs(Resource::User, Action::Write), new);
    made.fails([OfficeError::NotFound, OfficeError::Account, OfficeError::Password(Vec::new())])
}

fn new(call: &Call<'_>, _: Empty, new: NewUser) -> Result<Made, OfficeError> {
    if new.name.0.trim().is_empty() {
        return Err(OfficeError::Form(field::NAME));
    }
    let (area, name, password) = (new.area.0, new.name.0.trim(), new.password.0.as_str());
    let account = NewAccount { area, account: &new.account.0, name, password, factor: None };
    let (id, _) = staff::new_account(call.bureau, call.who, &account, Some(call.key()?), &mut call.fill())?;
    Ok(Made { account: id.0 })
}
