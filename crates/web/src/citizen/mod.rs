//! Pages for citizens, without an account: large letters, slow phones, no script.
//!
//! What somebody tells the calculator goes to and fro in the form and stays nowhere. The only cookies are the language and
//! the size of letters, and on pages that send something to the office the token that shows that the form is ours.

mod apply;
mod calculate;
mod follow;
mod home;
mod visitor;

use crate::state::State;
use axum::{
    Router,
    routing::{get, post},
};

/// All of them.
pub(crate) fn router() -> Router<State> {
    Router::new()
        .route("/citizen", get(home::show))
        .route("/citizen/view", post(home::view))
        .route("/citizen/apply", get(apply::show).post(apply::send))
        .route("/citizen/follow", get(follow::show).post(follow::follow))
        .route("/citizen/object", post(follow::object))
        .route("/citizen/calculate", get(calculate::begin).post(calculate::step))
        .route(
            "/static/citizen.css",
            get(async || crate::serve::fixed("text/css; charset=utf-8", include_str!("../../static/citizen.css"))),
        )
}
