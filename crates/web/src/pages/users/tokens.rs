//! Tokens of departments' machines: proposed by the security administrator, taken by the account's holder on the holder's
//! own page, taken away at once.

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
    OfficeError, field,
    staff::{self, NewToken, PURPOSES, Stage},
};

/// Days for which a token is proposed: departments change their secrets with the quarter.
const PROPOSED_DAYS: i64 = 90;

struct Line {
    id: i64,
    account: String,
    purposes: String,
    at: String,
    until: String,
    stage: Stage,
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
    proposed: bool,
}

/// `GET /users/tokens`
pub(crate) async fn show(by: Signed) -> Page {
    page(&listed(&by, None, false).await?)
}

/// `POST /users/tokens`
pub(crate) async fn propose(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let done = by.run(move |bureau, who| {
        let account = UserId(fields.number("account", field::ACCOUNT)?.ok_or(OfficeError::Form(field::ACCOUNT))?);
        let named = |name: &str| PURPOSES.iter().find(|(of, _)| *of == name).map(|(_, kind)| *kind);
        let purposes: Vec<_> = fields.all("purpose").filter_map(named).collect();
        let new = NewToken { account, purposes: &purposes, until: fields.date("until", field::UNTIL)? };
        staff::propose(bureau, who, &new, &fields.key(who.id)?)
    });
    match done.await {
        Ok(_) => Ok(page(&listed(&by, None, true).await?)?.into_response()),
        Err(Why::Office(error)) if told(&error) => {
            let said = error.say(by.lang);
            page_with(Why::Office(error).row().1, &listed(&by, Some(said), false).await?)
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
        let id = fields.number("token", field::TOKEN)?.ok_or(OfficeError::Form(field::TOKEN))?;
        staff::revoke(bureau, who, id, &fields.key(who.id)?)
    })
    .await?;
    Ok(Redirect::to("/users/tokens").into_response())
}

async fn listed(by: &Signed, said: Option<String>, proposed: bool) -> Result<Tokens, Why> {
    let (tokens, accounts) =
        by.run(|bureau, who| Ok((staff::tokens(bureau, who)?, staff::accounts(bureau, who)?))).await?;
    let s = Shell::of(by);
    let called = |id: UserId| {
        let known = accounts.iter().find(|it| it.id == id);
        known.map_or_else(|| id.0.to_string(), |it| format!("{} · {}", it.account, it.name))
    };
    let line = |it: &staff::Token| Line {
        id: it.id,
        account: called(it.account),
        purposes: purposes(it, s.lang),
        at: s.moment(&it.at),
        until: it.until.to_string(),
        stage: it.stage,
        over: it.until < s.today,
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
        proposed,
        s,
    })
}

/// What a token opens files for, in words; empty where it opens none.
pub(crate) fn purposes(token: &staff::Token, lang: Lang) -> String {
    let opens = PURPOSES.iter().filter(|(_, kind)| token.purposes.contains(kind));
    opens.map(|(name, _)| purpose(name, lang)).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn purpose(name: &str, lang: Lang) -> &'static str {
    match name {
        "case" => lang.pick("办理事项", "cases"),
        "task" => lang.pick("下发任务", "tasks"),
        _ => lang.pick("复核抽查", "reviews"),
    }
}
