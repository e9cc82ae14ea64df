//! Files as a browser sends them: the form's token first, then each file straight to the spool, never whole in memory.

use super::look;
use crate::{fields::Fields, signed::Signed, why::Why};
use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::{FeedId, Month};
use doudi_office::{
    Bureau, OfficeError, Who, field,
    imports::{self, Receiving, Spooled},
};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// The longest text that stands beside the files, in bytes.
const TEXT: usize = 4096;
/// The most texts beside the files.
const FIELDS: usize = 20;
/// The most files of one sending.
const FILES: usize = 50;

/// A form with files by somebody who is signed in and sent it from a page of the session. The token is the first field:
/// until it is known to be the session's own, nothing else of the body is taken.
pub(crate) struct Upload {
    pub(crate) by: Signed,
    pub(crate) parts: Multipart,
}

impl FromRequest<crate::state::State> for Upload {
    type Rejection = Why;

    async fn from_request(request: Request, state: &crate::state::State) -> Result<Self, Why> {
        let (mut parts, rest) = request.into_parts();
        let by = <Signed as axum::extract::FromRequestParts<_>>::from_request_parts(&mut parts, state).await?;
        let owns = crate::signed::owner(&parts.headers, state)?;
        let request = Request::from_parts(parts, rest);
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| Why::Token)?;
        let first = parts.next_field().await.map_err(|_| Why::Token)?;
        let mut first = first.filter(|field| field.name() == Some("form")).ok_or(Why::Token)?;
        if !owns(&text(&mut first).await.map_err(|_| Why::Token)?) {
            return Err(Why::Token);
        }
        drop(first);
        Ok(Self { by, parts })
    }
}

pub(crate) fn broken(error: &axum::extract::multipart::MultipartError) -> Why {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Why::TooLarge } else { Why::Body }
}

pub(crate) async fn text(field: &mut Field<'_>) -> Result<String, Why> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > TEXT {
            return Err(Why::TooLarge);
        }
    }
    String::from_utf8(bytes).map_err(|_| Why::Body)
}

/// `POST /imports`
pub(crate) async fn take(mut upload: Upload) -> Result<Response, Why> {
    let sent = store(&mut upload, imports::receive).await?;
    sent.iter().for_each(|file| look(&upload.by.state, file));
    match &sent[..] {
        [only] => Ok(Redirect::to(&format!("/imports/{}", only.id)).into_response()),
        _ => Ok(Redirect::to("/imports").into_response()),
    }
}

/// How a spool begins to receive a file of an id and a name.
type Receive = fn(&Bureau, &Who, &str, &str) -> Result<Receiving, OfficeError>;

/// Stores all files of a form.
///
/// # Errors
/// [`OfficeError::Form`] where there is none.
pub(crate) async fn store(Upload { by, parts }: &mut Upload, receive: Receive) -> Result<Vec<Spooled>, Why> {
    let mut fields = Fields::default();
    let mut spooled: Vec<Spooled> = Vec::new();
    while let Some(mut field) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            None if fields.0.len() == FIELDS => return Err(Why::TooLarge),
            None => fields.0.push((name, text(&mut field).await?)),
            // An empty file input sends a file without a name.
            Some(file) if file.is_empty() => {}
            Some(_) if spooled.len() == FILES => return Err(Why::TooLarge),
            Some(file) => {
                let id = format!("{}-{}", key(&fields)?, spooled.len());
                spooled.push(one(by, &fields, receive, (id, file), field).await?);
            }
        }
    }
    if spooled.is_empty() { Err(OfficeError::Form(field::FILE).into()) } else { Ok(spooled) }
}

fn key(fields: &Fields) -> Result<&str, OfficeError> {
    let key = fields.text("key");
    let drawn = key.len() == 32 && key.bytes().all(|it| it.is_ascii_hexdigit());
    if drawn { Ok(key) } else { Err(OfficeError::Form(field::FORM_PAGE)) }
}

/// What goes to the writer: bytes, and at the very end that this was all of it. Who breaks off says nothing more, and
/// nothing is kept.
pub(crate) enum Piece {
    Bytes(Bytes),
    /// With feed and month, where somebody said which.
    End(Option<FeedId>, Option<Month>),
}

async fn one(
    by: &Signed,
    fields: &Fields,
    receive: Receive,
    (id, name): (String, String),
    field: Field<'_>,
) -> Result<Spooled, Why> {
    let feed = Some(fields.text("feed")).filter(|it| !it.is_empty()).map(Into::into);
    let month = match fields.text("month") {
        "" => None,
        text => Some(text.parse().map_err(|_| OfficeError::Form(field::MONTH))?),
    };
    let (pieces, come) = channel::<Piece>(16);
    let who = Arc::clone(&by.who);
    let written = by.state.blocking(move |state| received(receive(&state.bureau, &who, &id, &name)?, come));
    let sending = async move {
        send(field, &pieces).await?;
        // A writer that has given up says why.
        let _ = pieces.send(Piece::End(feed, month)).await;
        Ok(())
    };
    let (written, sent) = tokio::join!(written, sending);
    sent.and(written)
}

/// Receives a file of an import into the spool, under its name there and its own.
pub(crate) fn write(
    bureau: &Bureau,
    who: &Who,
    (id, name): (&str, &str),
    come: Receiver<Piece>,
) -> Result<Spooled, OfficeError> {
    received(imports::receive(bureau, who, id, name)?, come)
}

fn received(mut receiving: Receiving, mut come: Receiver<Piece>) -> Result<Spooled, OfficeError> {
    loop {
        match come.blocking_recv() {
            Some(Piece::Bytes(bytes)) => receiving.write(&bytes)?,
            Some(Piece::End(feed, month)) => return receiving.finish(feed, month),
            None => return Err(OfficeError::Form(field::FILE)),
        }
    }
}

pub(crate) async fn send(mut field: Field<'_>, pieces: &Sender<Piece>) -> Result<(), Why> {
    while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error))? {
        if pieces.send(Piece::Bytes(bytes)).await.is_err() {
            // The writer has given up and says why.
            return Ok(());
        }
    }
    Ok(())
}
