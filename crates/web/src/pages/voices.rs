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
    citizen::{self, Objected, Voice},
    field,
};

#[derive(Template)]
#[template(path = "voices.html")]
struct Voices {
    s: Shell,
    voices: Vec<(Voice, String)>,
    /// Cases with objections that are answered there.
    cases: Vec<(Objected, String)>,
}

/// `GET /voices`
pub(crate) async fn list(by: Signed) -> Page {
    let asked = by.run(|bureau, who| Ok((citizen::voices(bureau, who)?, citizen::objections(bureau, who)?)));
    let (voices, cases) = asked.await?;
    let place = |division| words::address(&by.state.bureau, division);
    let voices = voices.into_iter().map(|it| (it.clone(), place(it.division))).collect();
    let cases = cases.into_iter().map(|it| (it, place(it.division))).collect();
    page(&Voices { s: Shell::of(&by), voices, cases })
}

/// `POST /voices/3`
pub(crate) async fn answer(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let said = fields.words("words", field::WORDS)?;
    let upheld = fields.text("upheld") == "yes";
    by.run(move |bureau, who| citizen::answer(bureau, who, id, upheld, &said)).await?;
    Ok(Redirect::to("/voices").into_response())
}
