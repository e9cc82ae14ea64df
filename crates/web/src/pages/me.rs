//! What concerns the user alone: rights, language, the end of the session.

use crate::{
    shell::{Page, Shell, page, page_with},
    signed::{LANG, SESSION, Sent, Signed, Told, cookie, set_cookie},
    why::Why,
};
use askama::Template;
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Resource, login::SessionToken};
use doudi_kernel::Say;
use doudi_office::{OfficeError, field, staff};

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
    /// Somebody else set the password and knows it.
    given: bool,
    said: Option<String>,
    changed: bool,
    /// Whether the user works with households, and so registers near relatives.
    relatives: bool,
}

/// `GET /me`
pub(crate) async fn show(by: Signed) -> Page {
    page(&me(&by, None, false).await?)
}

async fn me(by: &Signed, said: Option<String>, changed: bool) -> Result<Me, Why> {
    let given = by.run(|bureau, who| staff::password_is_given(bureau, &who.account)).await?;
    let (s, today) = (Shell::of(by), by.who.today());
    let held = by.who.grants.iter().map(|grant| Held {
        role: grant.role.say(by.lang),
        place: crate::words::place(&by.state.bureau, grant.area.number()),
        from: grant.from.to_string(),
        to: grant.to.map(|day| day.to_string()).unwrap_or_default(),
        now: grant.holds_on(today),
    });
    let relatives = by.who.may(Resource::Household, Action::List).is_ok();
    Ok(Me { s, account: by.who.account.clone(), held: held.collect(), given, said, changed, relatives })
}

/// `POST /me/password`
pub(crate) async fn password(headers: HeaderMap, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let session = cookie(&headers, SESSION).and_then(|text| SessionToken::parse(text).ok()).ok_or(Why::NoSession)?;
    let state = by.state.clone();
    let done = by.run(move |bureau, who| {
        let (old, new) = (fields.untrimmed("old"), fields.untrimmed("new"));
        if new != fields.untrimmed("again") {
            return Err(OfficeError::Form(field::AGAIN));
        }
        staff::change_password(bureau, who, (old, new), &session, &mut |bytes: &mut [u8]| (state.fill)(bytes))
    });
    match done.await {
        Ok(()) => Ok(page(&me(&by, None, true).await?)?.into_response()),
        Err(Why::Office(error)) if can_be_put_right(&error) => {
            let said = match *error {
                OfficeError::Form(_) => by.lang.pick("两次输入的新密码不一致", "the new passwords differ").into(),
                OfficeError::SignIn => by.lang.pick("原密码不正确", "the old password is wrong").into(),
                _ => error.say(by.lang),
            };
            page_with(Why::Office(error).row().1, &me(&by, Some(said), false).await?)
        }
        Err(why) => Err(why),
    }
}

fn can_be_put_right(error: &OfficeError) -> bool {
    use OfficeError as E;
    matches!(error, E::Form(_) | E::SignIn | E::Wait(_) | E::Password(_))
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
