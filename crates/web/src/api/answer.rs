//! A request to the API: its token becomes a user with the rights of this moment, its rule is asked, its key is read, and only
//! then is anything else of it looked at.
//!
//! A cookie opens nothing here: a browser sends it unasked, and these requests carry no form token.

use super::{
    Call, Operation,
    operation::{Given, Takes},
    strangers::{Network, network},
    upload,
};
use crate::{state::State, why::Why};
use axum::{
    Json as AsJson,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use doudi_journal::{IdempotencyKey, access::UserId};
use doudi_kernel::Lang;
use doudi_office::{
    OfficeError,
    staff::{self, Bearer},
};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Requests that a token may send in a minute.
pub(crate) const A_MINUTE: u32 = 3_000;

/// The header that names a write.
const KEY: &str = "idempotency-key";

/// Who asks, and what a write is called.
struct Admitted {
    by: Bearer,
    key: Option<IdempotencyKey>,
}

/// Answers one request to an operation.
pub(super) async fn answer(operation: Arc<Operation>, state: State, request: Request) -> Result<Response, Why> {
    let from = network(&request);
    let (mut parts, body) = request.into_parts();
    let (token, lang) = (bearer(&parts.headers)?.to_owned(), spoken(&parts.headers));
    let (named, json) = (named(&parts.headers), is_json(&parts.headers));
    let at = at(RawPathParams::from_request_parts(&mut parts, &state).await.ok());
    let asked = Arc::clone(&operation);
    let admitted = state.blocking(move |state| Ok(admitted(&asked, state, &token, from, named.as_deref()))).await??;
    let admitted = Arc::new(admitted);
    let request = Request::from_parts(parts, body);
    let body = match operation.takes {
        Takes::Nothing => Json::Null,
        Takes::Json(_) => read(request, &state, json).await?,
        Takes::File(_) => {
            let id = admitted.key.as_ref().map(|key| upload::id(&state, key)).ok_or(Why::Key)?;
            upload::take(&state, Arc::new(admitted.by.who.clone()), id, request).await?
        }
    };
    let (asked, status) = (Arc::clone(&operation), operation.status);
    let done = state.blocking(move |state| Ok(run(&asked, state, &admitted, lang, &at, &body))).await??;
    Ok(match done {
        Given::Json(answer) => (status, AsJson(answer)).into_response(),
        Given::File(media, it) => {
            let named = format!("attachment; filename=\"{}\"", it.name);
            ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, named)], it.bytes).into_response()
        }
    })
}

fn admitted(
    operation: &Operation,
    state: &State,
    token: &str,
    from: Network,
    named: Option<&str>,
) -> Result<Admitted, Why> {
    let (now, print) = (state.now(), state.bureau.suite().digest(&[token.as_bytes()]));
    if let Some(seconds) = state.strangers.wait(from, &print, now.millis()) {
        return Err(OfficeError::Wait(seconds).into());
    }
    let Some(by) = staff::bearer(&state.bureau, token, now)? else {
        state.strangers.wrong(from, &print, now.millis());
        return Err(Why::NoToken);
    };
    state.strangers.right(print);
    if let Some(seconds) = state.rates.wait(by.token, now.millis()) {
        return Err(OfficeError::Wait(seconds).into());
    }
    operation.rule.holds(&by.who)?;
    let key = if operation.writes { Some(named_by(by.who.id, named)?) } else { None };
    Ok(Admitted { by, key })
}

async fn read(request: Request, state: &State, json: bool) -> Result<Json, Why> {
    match Bytes::from_request(request, state).await {
        Ok(bytes) if json => serde_json::from_slice(&bytes).ok().map(whole).ok_or(Why::Body),
        Ok(_) => Err(Why::Body),
        Err(why) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Why::TooLarge),
        Err(_) => Err(Why::Body),
    }
}

fn run(
    operation: &Operation,
    state: &State,
    admitted: &Admitted,
    lang: Lang,
    at: &Json,
    body: &Json,
) -> Result<Given, Why> {
    let Admitted { by, key } = admitted;
    let (who, purposes) = (&by.who, by.purposes.as_slice());
    let call = Call { state, bureau: &state.bureau, who, purposes, lang, key: key.clone() };
    (operation.run)(&call, at, body)
}

/// The token that a request carries.
fn bearer(headers: &HeaderMap) -> Result<&str, Why> {
    let line = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let (scheme, token) = line.split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() { Ok(token.trim()) } else { Err(Why::NoToken) }
}

fn named(headers: &HeaderMap) -> Option<String> {
    headers.get(KEY).and_then(|it| it.to_str().ok()).map(str::to_owned)
}

/// A key is the user's own, so that nobody gets another's answer.
fn named_by(user: UserId, sent: Option<&str>) -> Result<IdempotencyKey, Why> {
    let sound =
        |it: &&str| (16..=64).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let sent = sent.filter(sound).ok_or(Why::Key)?;
    IdempotencyKey::new(format!("api:{}:{sent}", user.0)).map_err(|_| Why::Key)
}

/// Chinese, unless English is asked for first.
pub(crate) fn spoken(headers: &HeaderMap) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if asked.trim_start().to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// What stands in the address: numbers as numbers, unless they are codes of twelve digits and less that begin a place.
fn at(params: Option<RawPathParams>) -> Json {
    let mut all = Map::new();
    for (name, text) in params.iter().flatten() {
        let number = text.parse::<i64>().ok();
        let number = number.filter(|number| ["id", "number"].contains(&name) && number.to_string() == text);
        all.insert(name.into(), number.map_or_else(|| Json::from(text), Json::from));
    }
    Json::Object(all)
}

/// JSON Schema takes `3.0` for a whole number, and so do we; what has a fraction stays as it is and is refused.
fn whole(json: Json) -> Json {
    const GREATEST: f64 = 9_007_199_254_740_991.0;
    match json {
        Json::Number(number) => match number.as_f64().filter(|it| number.is_f64() && it.fract() == 0.0) {
            Some(it) if it.abs() <= GREATEST => Json::from(it as i64),
            _ => Json::Number(number),
        },
        Json::Array(all) => all.into_iter().map(whole).collect(),
        Json::Object(all) => all.into_iter().map(|(name, it)| (name, whole(it))).collect(),
        other => other,
    }
}
