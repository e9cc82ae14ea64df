//! The user's own tokens: taken, shown once, declined, given back.

use super::users::tokens::purposes;
use crate::{
    shell::{Page, Shell, page, page_with},
    signed::{Sent, Signed},
    why::Why,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::Say;
use doudi_office::{
    OfficeError,
    staff::{self, Stage},
};

struct Line {
    id: i64,
    purposes: String,
    at: String,
    until: String,
    stage: Stage,
    over: bool,
}

#[derive(Template)]
#[template(path = "own_tokens.html")]
struct Own {
    s: Shell,
    lines: Vec<Line>,
    said: Option<String>,
    /// The text of a token, once.
    taken: Option<String>,
}

/// `GET /me/tokens`
pub(crate) async fn show(by: Signed) -> Page {
    page(&own(&by, None, None).await?)
}

/// `POST /me/tokens/{id}/take`
pub(crate) async fn take(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let state = by.state.clone();
    let done = by.run(move |bureau, who| {
        staff::take_token(bureau, who, id, &fields.key(who.id)?, &mut |bytes: &mut [u8]| (state.fill)(bytes))
    });
    match done.await {
        Ok(taken) => Ok(page(&own(&by, None, taken).await?)?.into_response()),
        Err(Why::Office(why)) if matches!(*why, OfficeError::NotAlone) => {
            let said = why.say(by.lang);
            page_with(Why::Office(why).row().1, &own(&by, Some(said), None).await?)
        }
        Err(why) => Err(why),
    }
}

/// `POST /me/tokens/{id}/give-up`
pub(crate) async fn give_up(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    by.run(move |bureau, who| staff::give_up(bureau, who, id, &fields.key(who.id)?)).await?;
    Ok(Redirect::to("/me/tokens"))
}

async fn own(by: &Signed, said: Option<String>, taken: Option<String>) -> Result<Own, Why> {
    let tokens = by.run(staff::own_tokens).await?;
    let s = Shell::of(by);
    let line = |it: &staff::Token| Line {
        id: it.id,
        purposes: purposes(it, s.lang),
        at: s.moment(&it.at),
        until: it.until.to_string(),
        stage: it.stage,
        over: it.until < s.today,
    };
    Ok(Own { lines: tokens.iter().map(line).collect(), said, taken, s })
}
