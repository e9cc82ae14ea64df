//! What was found by going about: reports of people in need, and what came of them.

use crate::{
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    discoveries::{self, Listed, Outcome},
    staff,
};

struct Line {
    id: i64,
    day: String,
    place: String,
    cause: &'static str,
    whom: String,
    words: String,
    household: Option<i64>,
    by: String,
    outcome: Option<String>,
    answered: String,
}

#[derive(Template)]
#[template(path = "discoveries.html")]
struct Discoveries {
    s: Shell,
    open: usize,
    lines: Vec<Line>,
    outcomes: Vec<(&'static str, &'static str)>,
    may_answer: bool,
    may_apply: bool,
}

/// `GET /discoveries`
pub(crate) async fn show(by: Signed) -> Page {
    let (found, names) = by.run(|bureau, who| Ok((discoveries::reports(bureau, who)?, staff::names(bureau)?))).await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let line = |it: &Listed| Line {
        id: it.id,
        day: it.day.to_string(),
        place: words::address(bureau, it.division),
        cause: it.cause.map_or("", |cause| s.lang.pick(cause.zh, cause.en)),
        whom: it.whom.clone(),
        words: it.words.clone(),
        household: it.household,
        by: names.get(&it.account).cloned().unwrap_or_else(|| it.account.to_string()),
        outcome: it.outcome.as_deref().and_then(Outcome::of_code).map(|it| it.label(s.lang).to_owned()),
        answered: it.answered.map(|day| day.to_string()).unwrap_or_default(),
    };
    page(&Discoveries {
        open: found.iter().filter(|it| it.outcome.is_none()).count(),
        lines: found.iter().map(line).collect(),
        outcomes: Outcome::ALL.map(|it| (it.code(), it.label(s.lang))).into(),
        may_answer: by.who.may(Resource::ActiveDiscovery, Action::Decide).is_ok(),
        may_apply: by.who.may(Resource::Case, Action::Write).is_ok(),
        s,
    })
}

/// `POST /discoveries/{id}`
pub(crate) async fn answer(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let outcome = fields.text("outcome").to_owned();
    let key = fields.key(by.who.id)?;
    by.run(move |bureau, who| discoveries::answer(bureau, who, id, &outcome, &key)).await?;
    Ok(Redirect::to("/discoveries").into_response())
}
