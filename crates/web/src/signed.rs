//! Who sends a request: a session's cookie becomes a user with the rights of this moment.

use crate::{fields::Fields, state::State, why::Why};
use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
};
use doudi_journal::access::login::SessionToken;
use doudi_kernel::Lang;
use doudi_office::{Bureau, OfficeError, Who, staff};
use std::sync::Arc;

/// The cookie of a session.
pub(crate) const SESSION: &str = "doudi_session";
/// The cookie of who is not signed in yet, so that the form for signing in is ours too.
pub(crate) const BEFORE: &str = "doudi_before";
/// The cookie of the language.
pub(crate) const LANG: &str = "doudi_lang";

/// A signed-in user.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) state: State,
    pub(crate) who: Arc<Who>,
    pub(crate) lang: Lang,
    /// What every form of this session carries.
    pub(crate) form: String,
    /// The path that was asked for.
    pub(crate) path: String,
}

/// A form that a signed-in user has sent from a page of the session.
pub(crate) struct Sent {
    pub(crate) by: Signed,
    pub(crate) fields: Fields,
}

/// Anybody, signed in or not, with a form of ours or a page to show one on.
pub(crate) struct Anybody {
    pub(crate) state: State,
    pub(crate) lang: Lang,
    pub(crate) form: String,
    /// The cookie to set where none was there.
    pub(crate) fresh: Option<HeaderValue>,
}

impl Signed {
    /// Asks the office, away from where other requests wait.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Bureau, &Who) -> Result<T, OfficeError> + Send + 'static,
    ) -> Result<T, Why> {
        let who = Arc::clone(&self.who);
        self.state.blocking(move |state| work(&state.bureau, &who)).await
    }
}

pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(of, _)| *of == name).map(|(_, value)| value)
}

pub(crate) fn lang_of(headers: &HeaderMap) -> Lang {
    match cookie(headers, LANG) {
        Some("en") => Lang::En,
        _ => Lang::Zh,
    }
}

/// A cookie that no script reads and no other site sends; `None` for the age keeps it until the browser is closed.
pub(crate) fn set_cookie(state: &State, name: &str, value: &str, age: Option<u32>) -> HeaderValue {
    cookie_of(state, format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict"), age)
}

/// The cookies of who has just signed in.
pub(crate) fn begin_session(state: &State, headers: &mut HeaderMap, token: &str) {
    headers.append(header::SET_COOKIE, set_cookie(state, SESSION, token, None));
    headers.append(header::SET_COOKIE, set_cookie(state, BEFORE, "", Some(0)));
}

/// A cookie that is sent too when another site leads the browser to a page below a path.
pub(crate) fn set_lax_cookie(state: &State, name: &str, value: &str, path: &str, age: u32) -> HeaderValue {
    cookie_of(state, format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax"), Some(age))
}

fn cookie_of(state: &State, mut text: String, age: Option<u32>) -> HeaderValue {
    if state.secure {
        text += "; Secure";
    }
    if let Some(seconds) = age {
        text += &format!("; Max-Age={seconds}");
    }
    // Names and values are digits, short words, and base64url.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn token(headers: &HeaderMap, name: &str) -> Option<SessionToken> {
    SessionToken::parse(cookie(headers, name)?).ok()
}

impl FromRequestParts<State> for Signed {
    type Rejection = Why;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Why> {
        let token = token(&parts.headers, SESSION).ok_or(Why::NoSession)?;
        let form = token.form_token(state.bureau.suite());
        let who = state.blocking(move |it| staff::who(&it.bureau, it.bureau.suite(), &token, it.now())).await?;
        Ok(Self {
            state: state.clone(),
            who: Arc::new(who.ok_or(Why::NoSession)?),
            lang: lang_of(&parts.headers),
            form,
            path: parts.uri.path().to_owned(),
        })
    }
}

/// Tells whether a form's token belongs to the session of a request.
pub(crate) fn owner(headers: &HeaderMap, state: &State) -> Result<impl Fn(&str) -> bool + use<>, Why> {
    let (token, suite) = (token(headers, SESSION).ok_or(Why::NoSession)?, state.bureau.suite());
    Ok(move |form: &str| token.owns_form(suite, form))
}

pub(crate) async fn read_form(request: Request, state: &State) -> Result<Fields, Why> {
    match Form::<Vec<(String, String)>>::from_request(request, state).await {
        Ok(Form(fields)) => Ok(Fields(fields)),
        Err(why) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Why::TooLarge),
        Err(_) => Err(Why::Body),
    }
}

impl FromRequest<State> for Sent {
    type Rejection = Why;

    async fn from_request(request: Request, state: &State) -> Result<Self, Why> {
        let (mut parts, rest) = request.into_parts();
        let by = Signed::from_request_parts(&mut parts, state).await?;
        let token = token(&parts.headers, SESSION).ok_or(Why::NoSession)?;
        let fields = read_form(Request::from_parts(parts, rest), state).await?;
        match token.owns_form(state.bureau.suite(), fields.text("form")) {
            true => Ok(Self { by, fields }),
            false => Err(Why::Token),
        }
    }
}

impl FromRequestParts<State> for Anybody {
    type Rejection = Why;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Why> {
        let known = token(&parts.headers, SESSION).or_else(|| token(&parts.headers, BEFORE));
        let fresh = known.is_none();
        let token = known.unwrap_or_else(|| SessionToken::draw(&mut |bytes: &mut [u8]| (state.fill)(bytes)));
        let cookie = fresh.then(|| set_cookie(state, BEFORE, &token.text(), None));
        let form = token.form_token(state.bureau.suite());
        Ok(Self { state: state.clone(), lang: lang_of(&parts.headers), form, fresh: cookie })
    }
}

/// A form that anybody has sent from a page of ours: for signing in and for the language.
pub(crate) struct Told {
    pub(crate) by: Anybody,
    pub(crate) fields: Fields,
}

impl FromRequest<State> for Told {
    type Rejection = Why;

    async fn from_request(request: Request, state: &State) -> Result<Self, Why> {
        let (mut parts, rest) = request.into_parts();
        let by = Anybody::from_request_parts(&mut parts, state).await?;
        let tokens = [token(&parts.headers, SESSION), token(&parts.headers, BEFORE)];
        let fields = read_form(Request::from_parts(parts, rest), state).await?;
        let sent = fields.text("form");
        let ours = tokens.iter().flatten().any(|token| token.owns_form(state.bureau.suite(), sent));
        if ours { Ok(Self { by, fields }) } else { Err(Why::Token) }
    }
}
