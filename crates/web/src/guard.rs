//! Around every answer: its number, its headers, its line in the log, and a page for what went wrong.

use crate::{
    signed::{cookie, lang_of},
    state::{Line, State},
    why::Why,
};
use askama::Template;
use axum::{
    extract::{MatchedPath, Request, State as Given},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use doudi_kernel::{Lang, Say};

/// No script, style, picture or form of anybody else's, and nobody frames us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// The field app also has a manifest and a worker of its own, and shows photographs that it holds in memory.
const FIELD: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    lang: Lang,
    status: u16,
    said: String,
    request: String,
    /// For who has no account.
    citizen: bool,
}

impl ErrorPage {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }
}

/// The layer around all routes.
pub(crate) async fn guard(Given(state): Given<State>, request: Request, next: Next) -> Response {
    let number = state.drawn::<8>();
    let lang = lang_of(request.headers());
    let spoken = crate::api::spoken(request.headers());
    let program = request.uri().path().starts_with(crate::api::ROOT);
    let json = program || accepts_problem(request.headers());
    let fixed = request.uri().path().starts_with("/static/");
    let field = request.uri().path() == "/field" || request.uri().path().starts_with("/field/");
    let citizen = request.uri().path() == "/citizen" || request.uri().path().starts_with("/citizen/");
    let back = request.uri().path().to_owned();
    let path = request.extensions().get::<MatchedPath>().map(|it| it.as_str().to_owned()).unwrap_or_default();
    let mut line = Line { request: number.clone(), method: request.method().to_string(), path, status: 0, error: None };
    let get = request.method() == axum::http::Method::GET;
    let had_session = cookie(request.headers(), "doudi_session").is_some();

    let mut response = next.run(request).await;
    if let Some(why) = response.extensions_mut().remove::<Why>() {
        line.error = Some(why.row().0);
        let allowed = response.headers_mut().remove(header::ALLOW);
        response = match (&why, json) {
            (_, true) => problem(&why, if program { spoken } else { lang }, &number),
            (Why::NoSession, false) => to_sign_in(get, had_session, &back),
            (_, false) => page(&why, lang, &number, citizen),
        };
        if let Some(allowed) = allowed {
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        if matches!(why, Why::NoToken) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = why.wait() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    line.status = response.status().as_u16();
    (state.log)(&line);
    let response = dress(response, &number, fixed);
    if field { afield(response) } else { response }
}

fn accepts_problem(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

/// Whoever was signed in comes back to the page after signing in again; a path is local and holds no personal data.
fn to_sign_in(get: bool, had_session: bool, back: &str) -> Response {
    let local = get && back.len() < 200 && back.bytes().all(|it| it.is_ascii_alphanumeric() || b"/-_".contains(&it));
    let local = local && !back.starts_with("//") && back != "/";
    let mut to = "/sign-in".to_owned();
    if local {
        to += &format!("?next={back}");
    }
    if had_session {
        to += if local { "&over=1" } else { "?over=1" };
    }
    Redirect::to(&to).into_response()
}

fn problem(why: &Why, lang: Lang, request: &str) -> Response {
    let (name, status) = why.row();
    let body = serde_json::json!({
        "type": format!("urn:doudi:error:{name}"),
        "title": why.say(lang),
        "status": status.as_u16(),
        "instance": format!("urn:doudi:request:{request}"),
    });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

fn page(why: &Why, lang: Lang, request: &str, citizen: bool) -> Response {
    let status = why.row().1;
    let page = ErrorPage { lang, status: status.as_u16(), said: why.say(lang), request: request.to_owned(), citizen };
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, request.to_owned()).into_response(),
    }
}

/// What the field app may besides: say where it is, when its user asks it to.
fn afield(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FIELD));
    let may = HeaderValue::from_static("camera=(), microphone=(), geolocation=(self)");
    headers.insert(HeaderName::from_static("permissions-policy"), may);
    response
}

fn dress(mut response: Response, number: &str, fixed: bool) -> Response {
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    put(header::CONTENT_SECURITY_POLICY, POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(header::REFERRER_POLICY, "no-referrer");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    put(header::CACHE_CONTROL, if fixed { "public, max-age=3600" } else { "no-store" });
    if let Ok(value) = HeaderValue::from_str(number) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}
