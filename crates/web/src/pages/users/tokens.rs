//! Tokens of departments' machines: given by the security administrator, shown once, taken away at once.

use crate::{
    shell::{Page, Shell, page, page_with},
    signed::{Sent, Signed},
    why::Why,
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{Action, Denied, Resource, UserId};
use doudi_kernel::{Lang, Say};
use doudi_office::{
    OfficeError,
    staff::{self, NewToken, PURPOSES},
};

/// Days for which a token is proposed: departments change their secrets with the quarter.
const PROPOSED_DAYS: i64 = 90;

struct Line {
    id: i64,
    account: String,
    purposes: String,
    issued: String,
    until: String,
    revoked: bool,
    over: bool,
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct Tokens {
    s: Shell,
    lines: Vec<Line>,
    accounts: Vec<(i64, String)>,
    purposes: Vec<(&'static str, &'static str)>,
    until: String,
    may_give: bool,
    said: Option<String>,
    /// The text of a token, once.
    given: Option<String>,
}

/// `GET /users/tokens`
pub(crate) async fn show(by: Signed) -> Page {
    page(&listed(&by, None, None).await?)
}

/// `POST /users/tokens`
pub(crate) async fn issue(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let (state, sent) = (by.state.clone(), fields.clone());
    let done = by.run(move |bureau, who| {
        let account = UserId(sent.number("account", "account")?.ok_or(OfficeError::Form("account"))?);
        let named = |name: &str| PURPOSES.iter().find(|(of, _)| *of == name).map(|(_, kind)| *kind);
        let purposes: Vec<_> = sent.all("purpose").filter_map(named).collect();
        let new = NewToken { account, purposes: &purposes, until: sent.date("until", "until")? };
        staff::issue(bureau, who, &new, &sent.key(who.id)?, &mut |bytes: &mut [u8]| (state.fill)(bytes))
    });
    match done.await {
        Ok((_, given)) => Ok(page(&listed(&by, None, given).await?)?.into_response()),
        Err(Why::Office(error)) if told(&error) => {
            let said = error.say(by.lang);
            page_with(Why::Office(error).row().1, &listed(&by, Some(said), None).await?)
        }
        Err(why) => Err(why),
    }
}

/// What the administrator can put right on the page.
fn told(error: &OfficeError) -> bool {
    matches!(error, OfficeError::Form(_) | OfficeError::NotFound | OfficeError::Denied(Denied::OwnGrant))
}

/// `POST /users/tokens/revoke`
pub(crate) async fn revoke(Sent { by, fields }: Sent) -> Result<Response, Why> {
    by.run(move |bureau, who| {
        let id = fields.number("token", "token")?.ok_or(OfficeError::Form("token"))?;
        staff::revoke(bureau, who, id, &fields.key(who.id)?)
    })
    .await?;
    Ok(Redirect::to("/users/tokens").into_response())
}

async fn listed(by: &Signed, said: Option<String>, given: Option<String>) -> Result<Tokens, Why> {
    let (tokens, accounts) =
        by.run(|bureau, who| Ok((staff::tokens(bureau, who)?, staff::accounts(bureau, who)?))).await?;
    let s = Shell::of(by);
    let called = |id: UserId| {
        let known = accounts.iter().find(|it| it.id == id);
        known.map_or_else(|| id.0.to_string(), |it| format!("{} · {}", it.account, it.name))
    };
    let line = |it: &staff::Token| {
        let opens = PURPOSES.iter().filter(|(_, kind)| it.purposes.contains(kind));
        let opens: Vec<_> = opens.map(|(name, _)| purpose(name, s.lang)).collect();
        Line {
            id: it.id,
            account: called(it.account),
            purposes: opens.join(s.t("、", ", ")),
            issued: s.moment(&it.issued),
            until: it.until.to_string(),
            revoked: it.revoked,
            over: it.until < s.today,
        }
    };
    let others = accounts.iter().filter(|it| it.id != by.who.id && !it.closed && !it.grants.is_empty());
    let until = s.today.checked_add(jiff::Span::new().days(PROPOSED_DAYS)).unwrap_or(s.today);
    Ok(Tokens {
        lines: tokens.iter().map(line).collect(),
        accounts: others.map(|it| (it.id.0, called(it.id))).collect(),
        purposes: PURPOSES.iter().map(|(name, _)| (*name, purpose(name, s.lang))).collect(),
        until: until.to_string(),
        may_give: by.who.may(Resource::ApiToken, Action::Write).is_ok(),
        said,
        given,
        s,
    })
}

fn purpose(name: &str, lang: Lang) -> &'static str {
    match name {
        "case" => lang.pick("办理事项", "cases"),
        "task" => lang.pick("下发任务", "tasks"),
        _ => lang.pick("复核抽查", "reviews"),
    }
}
