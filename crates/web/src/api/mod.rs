//! The same operations for other programs, as JSON. One operation, one file, in the tree of its addresses below `/api/v1`.
//!
//! [`operations`] is the one table: the router mounts what stands there and the document describes what stands there. An
//! operation has its rule before it can be made ([`Operation`]), and [`answer`] asks the rule before anything is read.

mod answer;
mod cases;
mod divisions;
mod document;
mod doubts;
mod households;
mod imports;
mod kinds;
mod ledgers;
mod links;
mod matters;
mod me;
mod notices;
mod operation;
mod rates;
mod records;
mod shape;
mod simulations;
mod strangers;
mod tokens;
mod upload;
mod users;
mod work;

pub(crate) use answer::spoken;
pub use document::document;
pub(crate) use operation::{At, Call, Empty, Operation, Rule, ask, get, write};
pub(crate) use rates::Rates;
pub(crate) use strangers::{Network, Strangers, network};

use self::operation::Takes;
use crate::{serve::BODY, state::State};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State as Given},
    http::{Method, header},
    routing::{self, MethodFilter, MethodRouter},
};
use std::{collections::BTreeMap, sync::Arc};

/// What every address of the API begins with.
pub(crate) const ROOT: &str = "/api/v1";

/// Every operation, in the order of the document.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        me::operation(),
        work::operation(),
        cases::list::operation(),
        cases::open::operation(),
        cases::show::operation(),
        cases::act::operation(),
        households::search::operation(),
        households::show::operation(),
        households::cases::operation(),
        households::open::operation(),
        households::explain::operation(),
        households::reveal::operation(),
        notices::operation(),
        divisions::operation(),
        users::list::operation(),
        users::new::operation(),
        users::grant::operation(),
        users::revoke::operation(),
        tokens::list::operation(),
        tokens::propose::operation(),
        tokens::revoke::operation(),
        records::search::operation(),
        records::verify::operation(),
        imports::list::operation(),
        imports::send::operation(),
        imports::show::operation(),
        imports::apply::operation(),
        doubts::search::operation(),
        doubts::answer::operation(),
        matters::search::operation(),
        matters::show::operation(),
        matters::act::operation(),
        matters::feedback::operation(),
        links::list::operation(),
        links::pairs::operation(),
        links::decide::operation(),
        ledgers::show::operation(),
        ledgers::export::operation(),
        simulations::list::operation(),
        simulations::begin::operation(),
        simulations::job::operation(),
    ]
}

/// The table as routes, and the document beside them.
pub(crate) fn router() -> Router<State> {
    let mut routes: BTreeMap<String, MethodRouter<State>> = BTreeMap::new();
    for operation in operations() {
        let path = format!("{ROOT}{}", operation.path);
        let largest = match operation.takes {
            Takes::File(_) => usize::try_from(doudi_office::imports::UPLOAD_BYTES).unwrap_or(usize::MAX),
            _ => BODY,
        };
        let methods = if operation.method == Method::GET { MethodFilter::GET } else { MethodFilter::POST };
        let operation = Arc::new(operation);
        let handler =
            move |Given(state): Given<State>, request: Request| answer::answer(Arc::clone(&operation), state, request);
        let known = routes.remove(&path).unwrap_or_default();
        routes
            .insert(path, known.merge(MethodRouter::new().on(methods, handler).layer(DefaultBodyLimit::max(largest))));
    }
    let json = [(header::CONTENT_TYPE, "application/json")];
    let published = routing::get(async move || (json, document()));
    let begun = Router::new().route(&format!("{ROOT}/openapi.json"), published);
    routes.into_iter().fold(begun, |router, (path, methods)| router.route(&path, methods))
}
