//! The routes, and serving them.

use crate::{guard::guard, pages, state::State, why::Why};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::header,
    middleware,
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// The largest form, in bytes.
pub(crate) const BODY: usize = 64 * 1024;

/// The largest workbook of answers, in bytes.
const WORKBOOK: usize = 64 << 20;

/// All pages of an office.
pub fn app(state: State) -> Router {
    Router::new()
        .route("/", get(async || Redirect::to("/work")))
        .route("/sign-in", get(pages::sign_in::show).post(pages::sign_in::enter))
        .route("/sign-in/unified", get(pages::unified::begin))
        .route("/sign-in/unified/back", get(pages::unified::back))
        .route("/language", post(pages::me::language))
        .route("/me", get(pages::me::show))
        .route("/me/password", post(pages::me::password))
        .route("/me/sign-out", post(pages::me::sign_out))
        .route("/work", get(pages::work::show))
        .merge(files())
        .merge(register())
        .merge(offices())
        .merge(books())
        .merge(programs())
        .merge(imports())
        .merge(doubts())
        .merge(casework())
        .merge(crate::field::router())
        .merge(crate::citizen::router())
        .merge(matters())
        .route("/static/app.css", get(async || fixed("text/css; charset=utf-8", include_str!("../static/app.css"))))
        .route(
            "/static/app.js",
            get(async || fixed("text/javascript; charset=utf-8", include_str!("../static/app.js"))),
        )
        .fallback(async || Why::NoPage)
        .method_not_allowed_fallback(async || Why::Method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

/// Households and cases.
fn files() -> Router<State> {
    use pages::{cases, households};
    Router::new()
        .route("/households", get(households::list::show).post(households::list::search))
        .route("/households/{id}", get(households::show::show).post(households::show::purpose))
        .route("/households/{id}/explain", get(households::explain::show))
        .route("/households/{id}/code", post(households::code::show))
        .route("/households/{id}/reveal", post(households::reveal::reveal))
        .route("/cases/new", get(cases::new::show))
        .route("/cases", post(cases::new::open))
        .route("/cases/{id}", get(cases::show::show))
        .route("/cases/{id}/papers/{name}", get(cases::paper::show))
        .route("/cases/{id}/{act}", post(cases::act::act))
        .route("/notices", get(pages::notices::list))
        .route("/notices/{division}", get(pages::notices::show))
}

/// Acts on the register.
fn register() -> Router<State> {
    use pages::households::{change, departments, undo, visit};
    Router::new()
        .route("/households/new", get(change::show_new).post(change::send_new))
        .route("/households/{id}/change/{act}", get(change::show).post(change::send))
        .route("/households/{id}/undo", post(undo::undo))
        .route("/households/{id}/departments", get(departments::show))
        .route("/households/{id}/visits/{visit}", get(visit::show))
        .route("/households/{id}/visits/{visit}/withdraw", post(visit::withdraw))
        .route("/households/{id}/visits/{visit}/photos/{number}", get(visit::photo))
        .route("/discoveries", get(pages::discoveries::show))
        .route("/discoveries/{id}", post(pages::discoveries::answer))
}

/// What stands beside cases: departments' parts, imprests, what falls due, payments, relatives of staff.
fn casework() -> Router<State> {
    use pages::{imprest, payments, referrals, relatives, reviews};
    Router::new()
        .route("/referrals", get(referrals::list::show))
        .route("/referrals/{case}", get(referrals::show::show).post(referrals::show::reply))
        .route("/imprest", get(imprest::list))
        .route("/imprest/{town}", get(imprest::show).post(imprest::replenish))
        .route("/imprest/{town}/{list}", get(pages::cases::paper::relief))
        .route("/notices/{division}/{list}", get(pages::cases::paper::notice))
        .route("/relatives/{list}", get(pages::cases::paper::relatives))
        .route("/reviews", get(reviews::show))
        .route("/payments", get(payments::show))
        .route("/payments/{case}", post(payments::begin))
        .route("/sent", get(pages::sent::list))
        .route("/sent/{id}", get(pages::sent::show).post(pages::sent::put_aside))
        .route("/sent/{id}/phone", post(pages::sent::phone))
        .route("/voices", get(pages::voices::list))
        .route("/voices/{id}", post(pages::voices::answer))
        .route("/relatives", get(relatives::all))
        .route("/me/relatives", get(relatives::own).post(relatives::declare))
}

/// What signals have become, and who is told.
fn matters() -> Router<State> {
    use pages::{matters, messages};
    Router::new()
        .route("/matters", get(matters::list::show))
        .route("/matters/list/{name}", get(matters::paper::show))
        .route("/matters/exemptions", get(matters::exemptions::show).post(matters::exemptions::end))
        .route("/matters/feedback", get(matters::feedback::show))
        .route("/matters/feedback/{signal}", get(matters::effects::show))
        .route("/matters/leaving", get(matters::leaving::show))
        .route("/matters/{id}", get(matters::show::show))
        .route("/matters/{id}/{act}", post(matters::act::act))
        .route("/messages", get(messages::show))
        .route("/me/contact", post(messages::own))
        .route("/households/{id}/contact", post(messages::household))
}

/// Places, users, records.
fn offices() -> Router<State> {
    use pages::users;
    Router::new()
        .route("/divisions", get(pages::divisions::root))
        .route("/divisions/{division}", get(pages::divisions::show))
        .route("/users", get(users::list::show))
        .route("/users/new", get(users::new::show).post(users::new::make))
        .route("/users/grant", post(users::grant::grant))
        .route("/users/revoke", post(users::revoke::revoke))
        .route("/users/reset", post(users::reset::password))
        .route("/users/factor", post(users::reset::factor))
        .route("/users/close", post(users::reset::close))
        .route("/audit", get(pages::audit::show))
        .route("/audit/verify", post(pages::audit::verify))
}

/// Ledgers and monthly forms, links, simulations.
fn books() -> Router<State> {
    use pages::{ledgers, links, simulations};
    Router::new()
        .route("/ledgers", get(ledgers::show::show))
        .route("/ledgers/export", post(ledgers::export::export))
        .route("/links", get(links::list::show))
        .route("/links/{id}", get(links::pairs::show))
        .route("/links/{id}/{number}", get(links::show::show).post(links::decide::decide))
        .route("/links/{id}/{number}/undo", post(links::decide::undo))
        .route("/simulations", get(simulations::list::show).post(simulations::run::begin))
        .route("/simulations/running/{reform}", get(simulations::run::running))
        .route("/simulations/{name}", get(simulations::show::show))
        .route("/simulations/{name}/export", post(simulations::export::export))
}

/// Other programs: what they can do, their tokens, and where they ask.
fn programs() -> Router<State> {
    use pages::users::tokens;
    Router::new()
        .route("/api", get(pages::api::show))
        .route("/users/tokens", get(tokens::show).post(tokens::propose))
        .route("/users/tokens/revoke", post(tokens::revoke))
        .route("/me/tokens", get(pages::tokens::show))
        .route("/me/tokens/{id}/take", post(pages::tokens::take))
        .route("/me/tokens/{id}/give-up", post(pages::tokens::give_up))
        .merge(crate::api::router())
}

/// Departments' files.
fn imports() -> Router<State> {
    use pages::imports::{act, list, show, snapshot, upload};
    let largest = usize::try_from(doudi_office::imports::UPLOAD_BYTES).unwrap_or(usize::MAX);
    Router::new()
        .route("/imports", get(list::show).post(upload::take).layer(DefaultBodyLimit::max(largest)))
        .route("/imports/{id}", get(show::show))
        .route("/imports/{id}/status", get(show::status))
        .route("/imports/{id}/say", post(act::say))
        .route("/imports/{id}/apply", post(act::apply))
        .route("/imports/{id}/discard", post(act::discard))
        .route("/imports/{id}/layout", post(act::layout))
        .route("/imports/snapshots/{id}", get(snapshot::show))
        .route("/imports/snapshots/{id}/answer", get(snapshot::answer))
        .route(
            "/static/imports.js",
            get(async || fixed("text/javascript; charset=utf-8", include_str!("../static/imports.js"))),
        )
}

/// Comparisons and doubts.
fn doubts() -> Router<State> {
    use pages::{comparisons, doubts};
    Router::new()
        .route("/comparisons", get(comparisons::list::show))
        .route("/comparisons/{spec}", get(comparisons::show::show))
        .route("/comparisons/{spec}/status", get(comparisons::show::status))
        .route("/comparisons/{spec}/run", post(comparisons::act::run))
        .route("/comparisons/{spec}/hand-down", post(comparisons::act::hand_down))
        .route("/comparisons/{spec}/sample", post(comparisons::act::sample))
        .route("/doubts", get(doubts::list::show))
        .route("/doubts/workbooks", post(doubts::workbook::take).layer(DefaultBodyLimit::max(WORKBOOK)))
        .route("/doubts/workbooks/{id}", get(doubts::workbook::show))
        .route("/doubts/workbooks/{id}/apply", post(doubts::workbook::apply))
        .route("/doubts/workbooks/{id}/discard", post(doubts::workbook::discard))
        .route("/doubts/{batch}/book", get(doubts::workbook::book))
        .route("/doubts/{batch}/{number}", get(doubts::show::show))
        .route("/doubts/{batch}/{number}/answer", post(doubts::answer::give))
        .route("/doubts/{batch}/{number}/reveal", post(doubts::show::reveal))
}

pub(crate) fn fixed(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], text)
}

/// Answers on a listener until `shutdown` is done, then finishes what it has begun.
///
/// # Errors
/// The listener's.
pub async fn serve(
    listener: TcpListener,
    state: State,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let taken_up = state.clone();
    let _ = tokio::task::spawn_blocking(move || pages::imports::resume(&taken_up)).await;
    let app = app(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
