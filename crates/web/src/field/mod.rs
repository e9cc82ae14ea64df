//! The field app: one page that works without a signal, and the few questions that it asks where there is one. The page and
//! its scripts hold nobody's data and are given to anybody, so that a telephone can keep them; every answer with people in it
//! asks for a session and its rights.

mod day;
mod files;
mod sync;

use crate::state::State;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use doudi_office::visits::{PHOTO_BYTES, PHOTOS};

/// The largest operation without its photographs, in bytes.
const OPERATION: usize = 256 * 1024;

/// Everything below `/field`.
pub(crate) fn router() -> Router<State> {
    let largest = PHOTOS * (PHOTO_BYTES + 1024) + OPERATION + 64 * 1024;
    Router::new()
        .route("/field/session", get(day::session))
        .route("/field/day", get(day::show))
        .route("/field/became", get(day::became))
        .route("/field/find", post(day::find))
        .route("/field/sync", post(sync::take).layer(DefaultBodyLimit::max(largest)))
        .merge(files::router())
}
