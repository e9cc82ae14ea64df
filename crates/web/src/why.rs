//! The one table of errors: what a refusal is called, its status, and what is said.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use doudi_journal::{JournalError, access::Denied};
use doudi_kernel::{Lang, Say};
use doudi_office::OfficeError;
use doudi_oidc::OidcError;
use std::sync::Arc;

/// Why a request was not answered with what it asked for.
#[derive(Clone, Debug)]
pub(crate) enum Why {
    /// The office's.
    Office(Arc<OfficeError>),
    /// Nobody is signed in.
    NoSession,
    /// A form without the session's token: of another site, or older than the session.
    Token,
    /// A program without a token that holds.
    NoToken,
    /// A write without a name by which it is done once.
    Key,
    /// No such page.
    NoPage,
    /// A page that does not take this method.
    Method,
    /// More was sent than a form holds.
    TooLarge,
    /// A body that is no form.
    Body,
    /// The office's unified identity has not let somebody in.
    Unified(OidcError),
    /// The program failed.
    Broken,
}

impl From<OfficeError> for Why {
    fn from(error: OfficeError) -> Self {
        Self::Office(Arc::new(error))
    }
}

impl From<Denied> for Why {
    fn from(denied: Denied) -> Self {
        OfficeError::from(denied).into()
    }
}

impl From<askama::Error> for Why {
    fn from(_: askama::Error) -> Self {
        Self::Broken
    }
}

impl Why {
    /// The error's name and status.
    pub(crate) fn row(&self) -> (&'static str, StatusCode) {
        match self {
            Self::NoSession => ("no-session", StatusCode::UNAUTHORIZED),
            Self::Token => ("form-token", StatusCode::FORBIDDEN),
            Self::NoToken => ("no-token", StatusCode::UNAUTHORIZED),
            Self::Key => ("key", StatusCode::BAD_REQUEST),
            Self::NoPage => ("no-page", StatusCode::NOT_FOUND),
            Self::Method => ("method", StatusCode::METHOD_NOT_ALLOWED),
            Self::TooLarge => ("too-large", StatusCode::PAYLOAD_TOO_LARGE),
            Self::Body => ("body", StatusCode::BAD_REQUEST),
            Self::Unified(OidcError::Unreachable(_)) => ("unified", StatusCode::BAD_GATEWAY),
            Self::Unified(_) => ("unified", StatusCode::UNAUTHORIZED),
            Self::Broken => ("broken", StatusCode::INTERNAL_SERVER_ERROR),
            Self::Office(error) => office(error),
        }
    }

    /// Seconds to wait before trying again.
    pub(crate) fn wait(&self) -> Option<i64> {
        match self {
            Self::Office(error) => {
                if let OfficeError::Wait(seconds) = **error {
                    Some(seconds)
                } else {
                    None
                }
            }
            _ => None,
        }
    }
}

fn office(error: &OfficeError) -> (&'static str, StatusCode) {
    use OfficeError as E;
    match error {
        // Whether something is there is not told to who may not see it.
        E::Denied(Denied::Area) | E::NotFound => ("not-found", StatusCode::NOT_FOUND),
        E::Denied(Denied::Purpose) => ("purpose", StatusCode::UNPROCESSABLE_ENTITY),
        E::Denied(Denied::Reason) => ("reason", StatusCode::UNPROCESSABLE_ENTITY),
        E::Denied(_) => ("denied", StatusCode::FORBIDDEN),
        E::Refused(_) => ("refused", StatusCode::UNPROCESSABLE_ENTITY),
        E::Matter(_) => ("matter-refused", StatusCode::UNPROCESSABLE_ENTITY),
        E::Change(doudi_office::register::Refusal::Overtaken) => ("overtaken", StatusCode::CONFLICT),
        E::Change(_) => ("register-refused", StatusCode::UNPROCESSABLE_ENTITY),
        E::Visit(_) => ("visit-refused", StatusCode::UNPROCESSABLE_ENTITY),
        E::Overtaken { .. } => ("overtaken", StatusCode::CONFLICT),
        E::NoProcedure(_) => ("no-procedure", StatusCode::UNPROCESSABLE_ENTITY),
        E::NoFacts => ("no-facts", StatusCode::CONFLICT),
        E::NotInMonth => ("not-in-month", StatusCode::CONFLICT),
        E::Rules(_) => ("rules", StatusCode::INTERNAL_SERVER_ERROR),
        E::SignIn => ("sign-in", StatusCode::UNAUTHORIZED),
        E::Code => ("code", StatusCode::UNPROCESSABLE_ENTITY),
        E::Wait(_) => ("wait", StatusCode::TOO_MANY_REQUESTS),
        E::NotAlone => ("not-alone", StatusCode::CONFLICT),
        E::Account => ("account-exists", StatusCode::CONFLICT),
        E::Password(_) => ("password", StatusCode::UNPROCESSABLE_ENTITY),
        E::NoPaper => ("no-paper", StatusCode::CONFLICT),
        E::Paper(_) => ("paper", StatusCode::SERVICE_UNAVAILABLE),
        E::TooLong { .. } => ("too-long", StatusCode::UNPROCESSABLE_ENTITY),
        E::Pair(_) => ("pair", StatusCode::UNPROCESSABLE_ENTITY),
        E::Simulate(_) => ("simulate", StatusCode::UNPROCESSABLE_ENTITY),
        E::Form(_) => ("form", StatusCode::UNPROCESSABLE_ENTITY),
        E::Answer(_) => ("answer", StatusCode::UNPROCESSABLE_ENTITY),
        E::Answered => ("answered", StatusCode::CONFLICT),
        E::Sheet(_) => ("sheet", StatusCode::UNPROCESSABLE_ENTITY),
        E::Sample(_) => ("sample", StatusCode::UNPROCESSABLE_ENTITY),
        E::NoFolder => ("no-folder", StatusCode::CONFLICT),
        E::Policy(_) => ("policy", StatusCode::CONFLICT),
        E::Intake(_) => ("intake", StatusCode::UNPROCESSABLE_ENTITY),
        E::Lake(_) | E::Desk(_) | E::Disk(_) => ("store", StatusCode::SERVICE_UNAVAILABLE),
        E::Journal(error) => journal(error),
    }
}

fn journal(error: &JournalError) -> (&'static str, StatusCode) {
    use JournalError as E;
    match error {
        E::Conflict { .. } => ("conflict", StatusCode::CONFLICT),
        E::KeyReused => ("key-reused", StatusCode::CONFLICT),
        E::Name { .. } => ("name", StatusCode::UNPROCESSABLE_ENTITY),
        E::Contended | E::Locked | E::Unreachable | E::InDoubt | E::Full => {
            ("unavailable", StatusCode::SERVICE_UNAVAILABLE)
        }
        _ => ("journal", StatusCode::INTERNAL_SERVER_ERROR),
    }
}

impl Say for Why {
    fn say(&self, lang: Lang) -> String {
        let plain = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            // A defect is told to the log, with the request's number; a user cannot do anything with its words.
            Self::Office(error) if self.row().1 != StatusCode::INTERNAL_SERVER_ERROR => error.say(lang),
            Self::Office(_) | Self::Broken => plain(
                "程序出错，本次没有办理；请把下面的请求编号告诉系统管理员",
                "the program failed and nothing was done; tell the administrator the request number below",
            ),
            Self::Unified(why) => why.say(lang),
            Self::NoSession => plain("请先登录", "sign in first"),
            Self::Token => plain(
                "页面已过期或不是本系统的表单，没有办理；请返回原页面刷新后重新提交",
                "this form is of an older session or of another site; nothing was done. Load the page again and send it anew",
            ),
            Self::NoToken => plain(
                "没有有效的接口令牌；请在 Authorization 头中携带，失效的请安全管理员重新拟发、由账号本人领取",
                "no token that holds: send one in the header Authorization; the security administrator proposes one and the account's holder takes it",
            ),
            Self::Key => plain(
                "写操作须带 Idempotency-Key：16 至 64 位字母、数字或“-”，重发时不变",
                "a write needs an Idempotency-Key of 16 to 64 letters, digits or -, the same when it is sent again",
            ),
            Self::NoPage => plain("没有这个页面，请检查地址", "there is no such page; check the address"),
            Self::Method => plain("这个页面不接受这种提交方式", "this page does not take that method"),
            Self::TooLarge => plain("提交的内容过大", "more was sent than a form holds"),
            Self::Body => plain("提交的内容无法读取", "what was sent is no form"),
        }
    }
}

/// The status with the reason beside it; `guard` writes the page, since it knows the language and what is accepted.
impl IntoResponse for Why {
    fn into_response(self) -> Response {
        let mut response = self.row().1.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
