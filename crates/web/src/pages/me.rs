//! What concerns the user alone: rights, language, the end of the session.

use crate::{
    shell::{Page, Shell, page},
    signed::{LANG, SESSION, Sent, Signed, Told, cookie, set_cookie},
    why::Why,
};
use askama::Template;
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::login::SessionToken;
use doudi_kernel::Say;
use doudi_office::staff;

struct Held {
    role: String,
    place: String,
    from: String,
    to: String,
    now: bool,
}

#[derive(Template)]
#[template(path = "me.html")]
struct Me {
    s: Shell,
    account: String,
    held: Vec<Held>,
}

/// `GET /me`
pub(crate) async fn show(by: Signed) -> Page {
    let (s, today) = (Shell::of(&by), by.who.today());
    let held = by.who.grants.iter().map(|grant| Held {
        role: grant.role.say(by.lang),
        place: crate::words::place(&by.state.bureau, grant.area.number()),
        from: grant.from.to_string(),
        to: grant.to.map(|day| day.to_string()).unwrap_or_default(),
        now: grant.holds_on(today),
    });
    page(&Me { s, account: by.who.account.clone(), held: held.collect() })
}

/// `POST /language`
pub(crate) async fn language(Told { by, fields }: Told) -> Response {
    let lang = if fields.text("lang") == "en" { "en" } else { "zh" };
    let back = fields.text("back");
    let sound = back.starts_with('/') && !back.starts_with("//") && back.bytes().all(|it| it.is_ascii_graphic());
    let back = if sound { back } else { "/work" };
    let mut response = Redirect::to(back).into_response();
    let year = 365 * 24 * 3600;
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&by.state, LANG, lang, Some(year)));
    response
}

/// `POST /me/sign-out`
pub(crate) async fn sign_out(headers: HeaderMap, Sent { by, .. }: Sent) -> Result<Response, Why> {
    let token = cookie(&headers, SESSION).and_then(|text| SessionToken::parse(text).ok()).ok_or(Why::NoSession)?;
    by.run(move |bureau, _| staff::sign_out(bureau, bureau.suite(), &token)).await?;
    let mut response = Redirect::to("/sign-in").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&by.state, SESSION, "", Some(0)));
    Ok(response)
}
