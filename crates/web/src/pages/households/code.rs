//! 一码通 at the counter: the household's code, printed, or another in its place.

use crate::{
    shell::{Page, Shell, Square, page},
    signed::Sent,
};
use askama::Template;
use axum::extract::Path;
use doudi_office::citizen;

#[derive(Template)]
#[template(path = "household_code.html")]
struct CodePage {
    s: Shell,
    household: i64,
    code: String,
    square: Option<Square>,
    replaced: bool,
}

/// `POST /households/{id}/code`
pub(crate) async fn show(Path(household): Path<i64>, Sent { by, fields }: Sent) -> Page {
    let replaced = fields.text("act") == "replace";
    let code = by.run(move |bureau, who| match replaced {
        true => citizen::replace_code(bureau, who, household),
        false => citizen::code_of(bureau, who, household),
    });
    let code = code.await?.to_string();
    page(&CodePage { s: Shell::of(&by), household, square: Square::of(&code), code, replaced })
}
