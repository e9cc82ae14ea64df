//! A file as a program sends it: straight to the spool, never whole in memory, with the texts that stand beside it.

use crate::{
    pages::imports::upload::{Piece, broken, send, text, write},
    state::State,
    why::Why,
};
use axum::extract::{FromRequest, Multipart, Request};
use doudi_journal::{IdempotencyKey, crypto::to_hex};
use doudi_office::{OfficeError, Who, field};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use tokio::sync::mpsc::channel;

/// The most texts beside the file.
const TEXTS: usize = 8;

/// What a file is called in the spool: made of its write's key, so that a file sent twice is one file.
pub(super) fn id(state: &State, key: &IdempotencyKey) -> String {
    to_hex(&state.bureau.suite().digest(&[key.as_str().as_bytes()])[..16])
}

/// Receives the one file of a request; gives the texts beside it, and as `file` its name in the spool.
pub(super) async fn take(state: &State, who: Arc<Who>, id: String, request: Request) -> Result<Json, Why> {
    let mut parts = Multipart::from_request(request, state).await.map_err(|_| Why::Body)?;
    let (mut told, mut receiving) = (Map::new(), None);
    while let Some(mut part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            None if told.len() == TEXTS || name == "file" => return Err(Why::Body),
            None => drop(told.insert(name, text(&mut part).await?.into())),
            Some(_) if name != "file" || receiving.is_some() => return Err(Why::Body),
            Some(file) => {
                let (pieces, come) = channel::<Piece>(16);
                let (state, who, id) = (state.clone(), Arc::clone(&who), id.clone());
                let written = tokio::spawn(async move {
                    state.blocking(move |state| write(&state.bureau, &who, (&id, &file), come)).await
                });
                send(part, &pieces).await?;
                receiving = Some((pieces, written));
            }
        }
    }
    let (pieces, written) = receiving.ok_or_else(|| Why::from(OfficeError::Form(field::FILE)))?;
    let _ = pieces.send(Piece::End(None, None)).await;
    let kept = written.await.map_err(|_| Why::Broken)??;
    told.insert("file".into(), kept.id.into());
    Ok(Json::Object(told))
}
