//! Signing in with the unified identity that the office has already: there, and back.

use super::sign_in::{again, local};
use crate::{
    shell::page,
    signed::{Anybody, begin_session, cookie, set_lax_cookie},
    state::State,
    why::Why,
};
use askama::Template;
use axum::{
    extract::RawQuery,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::Lang;
use doudi_office::{OfficeError, staff};
use doudi_oidc::{Attempt, OidcError, Provider};
use std::sync::Arc;

/// What the browser keeps while it is away. Another site leads it back, so that the cookie cannot be a strict one.
const ATTEMPT: &str = "doudi_attempt";
const PATH: &str = "/sign-in/unified";
/// Seconds for which somebody may stay at the provider's.
const AWAY: u32 = 600;

/// The session's own cookie is strict, and a browser that another site has sent does not show it before a page of ours has
/// been loaded: this one is, and goes on by itself.
#[derive(Template)]
#[template(path = "entered.html")]
struct Entered {
    lang: Lang,
    next: String,
}

impl Entered {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// Asks the provider where nobody else waits for it.
async fn asked<T: Send + 'static>(
    state: &State,
    work: impl FnOnce(&Provider, i64) -> Result<T, OidcError> + Send + 'static,
) -> Result<T, Why> {
    let provider = Arc::clone(state.unified.as_ref().ok_or(Why::NoPage)?);
    let now = state.now().millis() / 1000;
    let done = tokio::task::spawn_blocking(move || work(&provider, now)).await;
    done.map_err(|_| Why::Broken)?.map_err(Why::Unified)
}

/// `GET /sign-in/unified`
pub(crate) async fn begin(anybody: Anybody, RawQuery(query): RawQuery) -> Result<Response, Why> {
    let next = query.as_deref().and_then(|query| query.strip_prefix("next=")).unwrap_or("/work");
    let state = anybody.state.clone();
    let attempt = Attempt::draw(&local(next), &mut |bytes: &mut [u8]| (state.fill)(bytes));
    let kept = set_lax_cookie(&state, ATTEMPT, &attempt.text(), PATH, AWAY);
    let next = attempt.next.clone();
    match asked(&state, move |provider, now| provider.begin(&attempt, now)).await {
        Ok(to) => {
            let mut response = Redirect::to(&to).into_response();
            response.headers_mut().append(header::SET_COOKIE, kept);
            Ok(response)
        }
        Err(Why::NoPage) => Err(Why::NoPage),
        Err(why) => again(anybody, next, String::new(), why),
    }
}

/// `GET /sign-in/unified/back`
pub(crate) async fn back(headers: HeaderMap, anybody: Anybody, RawQuery(query): RawQuery) -> Result<Response, Why> {
    let state = anybody.state.clone();
    state.unified.as_ref().ok_or(Why::NoPage)?;
    let Some(attempt) = cookie(&headers, ATTEMPT).and_then(Attempt::parse) else {
        return again(anybody, "/work".into(), String::new(), Why::Unified(OidcError::NotBegun));
    };
    let next = local(&attempt.next);
    match entered(&state, attempt, query.unwrap_or_default()).await {
        Ok(session) => {
            let mut response = page(&Entered { lang: anybody.lang, next })?.into_response();
            let headers = response.headers_mut();
            begin_session(&state, headers, &session);
            headers.append(header::SET_COOKIE, set_lax_cookie(&state, ATTEMPT, "", PATH, 0));
            Ok(response)
        }
        Err(why) => again(anybody, next, String::new(), why),
    }
}

/// The session of whoever the provider has seen.
async fn entered(state: &State, attempt: Attempt, query: String) -> Result<String, Why> {
    let signed = asked(state, move |provider, now| provider.finish(&attempt, &query, now)).await?;
    let token = state.blocking(move |it| {
        let mut fill = |bytes: &mut [u8]| (it.fill)(bytes);
        staff::sign_in_unified(&it.bureau, it.bureau.suite(), &signed.account, it.now(), &mut fill)
    });
    match token.await {
        Ok(token) => Ok(token.text().to_string()),
        // The provider knows somebody who has no account here: which name that is, the browser is not told.
        Err(Why::Office(error)) if matches!(*error, OfficeError::SignIn) => Err(Why::Unified(OidcError::Nobody)),
        Err(why) => Err(why),
    }
}
