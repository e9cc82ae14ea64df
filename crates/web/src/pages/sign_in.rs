//! Signing in: account, password, code.

use crate::{
    shell::{Page, page},
    signed::{Anybody, Told, begin_session},
    why::Why,
};
use askama::Template;
use axum::{
    extract::RawQuery,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use doudi_kernel::{Lang, Say};
use doudi_office::{OfficeError, staff};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    lang: Lang,
    form: String,
    next: String,
    account: String,
    said: Option<String>,
    /// The office has a unified identity.
    unified: bool,
}

impl SignIn {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// A page of ours, not a place elsewhere.
pub(super) fn local(path: &str) -> String {
    let sound = path.starts_with('/') && !path.starts_with("//");
    let sound = sound && path.bytes().all(|it| it.is_ascii_alphanumeric() || b"/-_".contains(&it));
    if sound { path.to_owned() } else { "/work".into() }
}

/// `GET /sign-in`
pub(crate) async fn show(anybody: Anybody, RawQuery(query): RawQuery) -> Result<Response, Why> {
    let query = query.unwrap_or_default();
    let next = query.split('&').find_map(|pair| pair.strip_prefix("next=")).unwrap_or("/work");
    let over = query.split('&').any(|pair| pair == "over=1");
    let said = over.then(|| {
        let (zh, en) = ("登录已失效（30分钟未操作或已满12小时），请重新登录", "your session has ended; sign in again");
        anybody.lang.pick(zh, en).to_owned()
    });
    let unified = anybody.state.unified.is_some();
    let form =
        SignIn { lang: anybody.lang, form: anybody.form, next: local(next), account: String::new(), said, unified };
    let mut response = page(&form)?.into_response();
    if let Some(cookie) = anybody.fresh {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /sign-in`
pub(crate) async fn enter(Told { by, fields }: Told) -> Result<Response, Why> {
    let (account, next) = (fields.text("account").to_owned(), local(fields.text("next")));
    let password = fields.untrimmed("password").to_owned();
    let (code, name) = (fields.text("code").to_owned(), account.clone());
    let done = by.state.blocking(move |state| {
        let suite = state.bureau.suite();
        let mut fill = |bytes: &mut [u8]| (state.fill)(bytes);
        let token = staff::sign_in(&state.bureau, suite, &name, &password, &code, state.now(), &mut fill)?;
        Ok((token, staff::password_is_given(&state.bureau, &name)?))
    });
    match done.await {
        Ok((token, given)) => {
            let mut response = Redirect::to(if given { "/me" } else { &next }).into_response();
            begin_session(&by.state, response.headers_mut(), &token.text());
            Ok(response)
        }
        Err(Why::Office(error)) if matches!(*error, OfficeError::SignIn | OfficeError::Wait(_)) => {
            again(by, next, account, Why::Office(error))
        }
        Err(why) => Err(why),
    }
}

/// The form again, with what was wrong.
pub(super) fn again(by: Anybody, next: String, account: String, why: Why) -> Result<Response, Why> {
    let (said, unified) = (Some(why.say(by.lang)), by.state.unified.is_some());
    let form: Page = page(&SignIn { lang: by.lang, form: by.form, next, account, said, unified });
    let Html(text) = form?;
    let status: StatusCode = why.row().1;
    let mut response = (status, Html(text)).into_response();
    if let Some(seconds) = why.wait() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(response)
}
