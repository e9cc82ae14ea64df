//! The first page, and how pages look.

use super::visitor::{Asked, Frame, LARGE, Visitor};
use crate::{
    shell::{Page, page},
    signed::{LANG, set_cookie},
};
use askama::Template;
use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "citizen_home.html")]
struct Home {
    c: Frame,
}

/// `GET /citizen`
pub(crate) async fn show(by: Visitor) -> Page {
    page(&Home { c: by.frame })
}

/// `POST /citizen/view`: language and size of letters.
pub(crate) async fn view(Asked { by, fields }: Asked) -> Response {
    let back = fields.text("back");
    let own = back.starts_with("/citizen") && back.bytes().all(|it| it.is_ascii_alphanumeric() || b"/-_".contains(&it));
    looks(&by, &fields, Redirect::to(if own { back } else { "/citizen" }).into_response())
}

/// An answer with the cookies that a button for language or letters asks for, kept for a year.
pub(super) fn looks(by: &Visitor, fields: &crate::fields::Fields, mut response: Response) -> Response {
    let year = Some(365 * 24 * 3600);
    let mut put = |name: &str, value: &str| {
        response.headers_mut().append(header::SET_COOKIE, set_cookie(&by.state, name, value, year));
    };
    match fields.text("view") {
        "zh" => put(LANG, "zh"),
        "en" => put(LANG, "en"),
        "large" => put(LARGE, "yes"),
        "usual" => put(LARGE, "no"),
        _ => {}
    }
    response
}
