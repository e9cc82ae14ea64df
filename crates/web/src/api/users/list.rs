//! Accounts of the user's area with their roles.

use super::super::{
    Call, Empty, Operation, Rule, get,
    me::{Held, held},
    shape::{MOST, shape},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{OfficeError, staff};

shape! {
    /// Accounts, at most 1,000.
    struct Users {
        /// By their numbers.
        items: Vec<User>,
        /// Whether there are more than are told.
        more: bool,
    }
}

shape! {
    /// An account.
    struct User {
        /// Its number.
        id: i64,
        /// What is typed to sign in.
        account: String,
        /// What colleagues say.
        name: String,
        /// Its roles, those that have ended too.
        grants: Vec<Held>,
    }
}

/// `GET /users`
pub(in crate::api) fn operation() -> Operation {
    let said = ("用户与授权", "Accounts with their roles");
    get("/users").answered("users_list", said, Rule::Needs(Resource::User, Action::List), list)
}

fn list(call: &Call<'_>, _: Empty) -> Result<Users, OfficeError> {
    let (all, today) = (staff::accounts(call.bureau, call.who)?, call.who.today());
    let one = |it: &staff::Account| User {
        id: it.id.0,
        account: it.account.clone(),
        name: it.name.clone(),
        grants: it.grants.iter().map(|grant| held(grant, today)).collect(),
    };
    Ok(Users { more: all.len() > MOST, items: all.iter().take(MOST).map(one).collect() })
}
