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
use doudi_kernel::{Lang, Say};
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
    closed: bool,
    own: bool,
}

/// What is shown once, to whoever hands it over.
pub(super) struct Secret {
    pub(super) title: &'static str,
    pub(super) of: String,
    pub(super) said: &'static str,
    pub(super) secret: String,
}

/// What an administrator does with a new second factor.
pub(super) fn factor_said(lang: Lang) -> &'static str {
    lang.pick(
        "请本人现在把下面一行录入手机的动态口令应用；离开本页后不再显示。",
        "Let the person put this line into an authenticator app now; it is not shown again.",
    )
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
    may_tokens: bool,
    said: Option<String>,
    places: Vec<(String, String)>,
    secret: Option<Secret>,
}

/// `GET /users`
pub(crate) async fn show(by: Signed) -> Page {
    page(&listed(&by, None, None).await?)
}

/// The list, with why something was not done.
pub(super) async fn refused(by: &Signed, status: StatusCode, said: String) -> Result<Response, Why> {
    page_with(status, &listed(by, Some(said), None).await?)
}

/// The list, with what is shown once.
pub(super) async fn made(by: &Signed, secret: Secret) -> Page {
    page(&listed(by, None, Some(secret)).await?)
}

async fn listed(by: &Signed, said: Option<String>, secret: Option<Secret>) -> Result<Users, Why> {
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
                closed: it.closed,
                own: it.id == by.who.id,
            })
            .collect(),
        roles: Role::all().map(|role| (role.name(), role.say(s.lang))).collect(),
        may_make: by.who.may(Resource::User, Action::Write).is_ok(),
        may_grant: by.who.may(Resource::Grant, Action::Write).is_ok(),
        may_tokens: by.who.may(Resource::ApiToken, Action::List).is_ok(),
        places: places(by),
        said,
        secret,
        s,
    })
}

/// The places in which the user may give roles, with their names: nobody knows twelve digits by heart.
fn places(by: &Signed) -> Vec<(String, String)> {
    let Ok(scope) = by.who.may(Resource::Grant, Action::Write) else { return Vec::new() };
    let bureau = &by.state.bureau;
    let within = bureau.divisions.iter().filter(|(division, _)| scope.covers(*division));
    within.map(|(division, _)| (division.to_string(), words::address(bureau, division.number()))).collect()
}
