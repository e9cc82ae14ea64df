//! Who asks without an account: a language, a size of letters, nothing else.

use crate::{
    api::{Network, network},
    fields::Fields,
    signed::{Anybody, Told, cookie, lang_of, read_form},
    state::State,
    why::Why,
};
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use doudi_kernel::Lang;

/// The cookie of large letters.
pub(super) const LARGE: &str = "doudi_large";

/// A citizen at a page.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) state: State,
    pub(super) frame: Frame,
}

/// What stands around a page.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) lang: Lang,
    pub(super) large: bool,
    /// The page's own address, to which the buttons for language and letters lead back.
    pub(super) path: String,
}

impl Frame {
    pub(super) fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    pub(super) fn html_lang(&self) -> &'static str {
        self.lang.pick("zh-CN", "en")
    }

    fn of(headers: &HeaderMap, path: &str) -> Self {
        let large = cookie(headers, LARGE) == Some("yes");
        Self { lang: lang_of(headers), large, path: path.to_owned() }
    }
}

impl FromRequestParts<State> for Visitor {
    type Rejection = Why;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Why> {
        Ok(Self { state: state.clone(), frame: Frame::of(&parts.headers, parts.uri.path()) })
    }
}

/// A citizen at a page from which something will be sent to the office.
pub(super) struct Writer {
    pub(super) by: Visitor,
    /// What the form carries, so that no other site sends it.
    pub(super) form: String,
    fresh: Option<HeaderValue>,
}

impl FromRequestParts<State> for Writer {
    type Rejection = Why;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Why> {
        let Anybody { form, fresh, .. } = Anybody::from_request_parts(parts, state).await?;
        Ok(Self { by: Visitor::from_request_parts(parts, state).await?, form, fresh })
    }
}

impl Writer {
    /// A name for one form, so that the form sent twice is done once.
    pub(super) fn key(&self) -> String {
        self.by.state.drawn::<16>()
    }

    /// The page with the cookie to which its form belongs.
    pub(super) fn answer(self, page: impl IntoResponse) -> Response {
        let mut response = page.into_response();
        if let Some(cookie) = self.fresh {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// A form of ours that does something at the office.
pub(super) struct Written {
    pub(super) by: Writer,
    pub(super) fields: Fields,
    /// Whence: who guesses waits.
    pub(super) from: Network,
}

impl FromRequest<State> for Written {
    type Rejection = Why;

    async fn from_request(request: Request, state: &State) -> Result<Self, Why> {
        let (frame, from) = (Frame::of(request.headers(), request.uri().path()), network(&request));
        let Told { by, fields } = Told::from_request(request, state).await?;
        let by = Writer { by: Visitor { state: state.clone(), frame }, form: by.form, fresh: by.fresh };
        Ok(Self { by, fields, from })
    }
}

/// A form that changes nothing at the office: it needs no token.
pub(super) struct Asked {
    pub(super) by: Visitor,
    pub(super) fields: Fields,
}

impl FromRequest<State> for Asked {
    type Rejection = Why;

    async fn from_request(request: Request, state: &State) -> Result<Self, Why> {
        let (mut parts, rest) = request.into_parts();
        let by = Visitor::from_request_parts(&mut parts, state).await?;
        let fields = read_form(Request::from_parts(parts, rest), state).await?;
        Ok(Self { by, fields })
    }
}
