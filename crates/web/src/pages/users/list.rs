//! Accounts with the roles that hold, and those that have ended.

use crate::{
    shell::{Page, Shell, page, page_with},
    signed::Signed,
    why::Why,
    words,
};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use doudi_journal::access::{Action, Grant, Resource, Role};
use doudi_kernel::Say;
use doudi_office::staff;

struct Held {
    role: String,
    said: String,
    place: String,
    area: String,
    from: String,
    to: String,
    now: bool,
}

struct Account {
    id: i64,
    account: String,
    name: String,
    held: Vec<Held>,
}

#[derive(Template)]
#[template(path = "users.html")]
struct Users {
    s: Shell,
    accounts: Vec<Account>,
    accounts_and_self: Vec<(i64, String)>,
    roles: Vec<(String, String)>,
    may_make: bool,
    may_grant: bool,
    said: Option<String>,
    /// What an authenticator app reads, once.
    factor: Option<(String, String)>,
}

/// `GET /users`
pub(crate) async fn show(by: Signed) -> Page {
    page(&listed(&by, None, None).await?)
}

/// The list, with why something was not done.
pub(super) async fn refused(by: &Signed, status: StatusCode, said: String) -> Result<Response, Why> {
    page_with(status, &listed(by, Some(said), None).await?)
}

/// The list, with the second factor of a new account: account and what its app reads.
pub(super) async fn made(by: &Signed, factor: (String, String)) -> Page {
    page(&listed(by, None, Some(factor)).await?)
}

async fn listed(by: &Signed, said: Option<String>, factor: Option<(String, String)>) -> Result<Users, Why> {
    let accounts = by.run(staff::accounts).await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let held = |grant: &Grant| Held {
        role: grant.role.name(),
        said: grant.role.say(s.lang),
        place: words::place(bureau, grant.area.number()),
        area: grant.area.to_string(),
        from: grant.from.to_string(),
        to: grant.to.map(|day| day.to_string()).unwrap_or_default(),
        now: grant.holds_on(s.today),
    };
    let others = accounts.iter().filter(|account| account.id != by.who.id);
    Ok(Users {
        accounts_and_self: others.map(|it| (it.id.0, format!("{} · {}", it.account, it.name))).collect(),
        accounts: accounts
            .iter()
            .map(|it| Account {
                id: it.id.0,
                account: it.account.clone(),
                name: it.name.clone(),
                held: it.grants.iter().map(held).collect(),
            })
            .collect(),
        roles: Role::all().map(|role| (role.name(), role.say(s.lang))).collect(),
        may_make: by.who.may(Resource::User, Action::Write).is_ok(),
        may_grant: by.who.may(Resource::Grant, Action::Write).is_ok(),
        said,
        factor,
        s,
    })
}
