//! What citizens sent in from home: the town's list, and one of them opened to be taken up.

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
    OfficeError,
    citizen::{self, Applies, Aside, Opened},
    field,
};

#[derive(Template)]
#[template(path = "sent.html")]
struct List {
    s: Shell,
    rows: Vec<(i64, String, String)>,
}

#[derive(Template)]
#[template(path = "sent_one.html")]
struct One {
    s: Shell,
    id: i64,
    it: Opened,
    place: String,
    applies: &'static str,
    asides: Vec<(&'static str, &'static str)>,
    /// In full, once somebody gave a reason.
    phone: Option<String>,
}

/// `GET /sent`
pub(crate) async fn list(by: Signed) -> Page {
    let rows = by.run(citizen::waiting).await?;
    let bureau = &by.state.bureau;
    let rows = rows.iter().map(|it| (it.id, words::address(bureau, it.division), it.day.to_string())).collect();
    page(&List { s: Shell::of(&by), rows })
}

/// `GET /sent/3`
pub(crate) async fn show(by: Signed, Path(id): Path<i64>) -> Page {
    one(by, id, None).await
}

/// `POST /sent/3/phone`: the telephone in full, for a reason.
pub(crate) async fn phone(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Page {
    let reason = fields.words("reason", field::REASON)?;
    let phone = by.run(move |bureau, who| citizen::telephone(bureau, who, id, &reason)).await?;
    one(by, id, Some(phone)).await
}

async fn one(by: Signed, id: i64, phone: Option<String>) -> Page {
    let it = by.run(move |bureau, who| citizen::open(bureau, who, id)).await?;
    let s = Shell::of(&by);
    let applies = match it.application.applies {
        Applies::Oneself => s.lang.pick("本人申请", "by oneself"),
        Applies::Entrusted => s.lang.pick("他人代为申请，本人已同意", "by somebody else, who says it was agreed"),
        Applies::Reports => s.lang.pick("他人报告，须主动核实", "a report: to be looked into"),
    };
    let asides = Aside::ALL.map(|it| (it.code(), it.label(s.lang))).to_vec();
    page(&One { id, place: words::address(&by.state.bureau, it.waiting.division), applies, asides, phone, it, s })
}

/// `POST /sent/3`: it is put aside.
pub(crate) async fn put_aside(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let why = Aside::named(fields.text("why")).ok_or(OfficeError::Form(field::REASON))?;
    by.run(move |bureau, who| citizen::put_aside(bureau, who, id, why)).await?;
    Ok(Redirect::to("/sent").into_response())
}
