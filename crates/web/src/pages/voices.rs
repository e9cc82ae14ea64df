//! Objections and complaints that citizens made under their code, waiting for an answer.

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
use doudi_office::{
    citizen::{self, Voice},
    field,
};

#[derive(Template)]
#[template(path = "voices.html")]
struct Voices {
    s: Shell,
    voices: Vec<(Voice, String)>,
}

/// `GET /voices`
pub(crate) async fn list(by: Signed) -> Page {
    let voices = by.run(citizen::voices).await?;
    let placed = voices.into_iter().map(|it| (it.clone(), words::address(&by.state.bureau, it.division)));
    let voices = placed.collect();
    page(&Voices { s: Shell::of(&by), voices })
}

/// `POST /voices/3`
pub(crate) async fn answer(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let said = fields.words("words", field::WORDS)?;
    let upheld = fields.text("upheld") == "yes";
    by.run(move |bureau, who| citizen::answer(bureau, who, id, upheld, &said)).await?;
    Ok(Redirect::to("/voices").into_response())
}
