//! The API's promises as checks, held against the API as it is and against faults that are planted around it: a check that
//! finds nothing in either proves nothing.

use crate::{
    api::{Program, application, fresh, give, take, token_for},
    api_doors::Facts,
    county::{COUNTY, Scene},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use doudi_journal::access::{Role, UserId};
use doudi_web::{Line, app};
use serde_json::json;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// What is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// The keys of writes are unique no longer.
    RemovedUniqueKey,
    /// An answer to a token is given again without asking what the token may.
    CachedRole,
    /// An operation asks no right: it is carried out by an administrator's.
    EndpointWithoutRule,
    /// A handler fails.
    Answers500,
    /// A body is read however long it is.
    UnlimitedReader,
    /// The log says who was looked for.
    LogLineWithName,
}

const FAULTS: [Fault; 6] = [
    Fault::RemovedUniqueKey,
    Fault::CachedRole,
    Fault::EndpointWithoutRule,
    Fault::Answers500,
    Fault::UnlimitedReader,
    Fault::LogLineWithName,
];

/// An office with programs that ask it, and perhaps a fault.
struct Stage {
    scene: Scene,
    facts: Facts,
    clerk: Program,
    machine: UserId,
    asking: Program,
    log: Arc<Mutex<Vec<Line>>>,
}

impl Stage {
    async fn new(fault: Option<Fault>) -> Self {
        let scene = Scene::new();
        let facts = Facts::new(&scene).await;
        let clerk = Program::new(&scene, "clerk", Role::CountyClerk, COUNTY);
        let machine = scene.account("machine", "machine", Role::CountyClerk, COUNTY);
        let (_, token) = token_for(&scene, machine, COUNTY);
        take(&scene, machine, Role::CountyClerk, COUNTY);
        let (log, name) = (Arc::<Mutex<Vec<Line>>>::default(), facts.head.clone());
        let lines = Arc::clone(&log);
        let state = scene.state.clone().log(move |line| {
            let mut line = line.clone();
            if fault == Some(Fault::LogLineWithName) {
                line.path = format!("{}?text={name}", line.path);
            }
            lines.lock().unwrap().push(line);
        });
        let security = Program::new(&scene, "sure", Role::SecurityAdmin, COUNTY);
        if fault == Some(Fault::RemovedUniqueKey) {
            unkeyed(&scene);
        }
        let router = planted(app(state), fault, security.token.clone());
        let clerk = Program { router: router.clone(), ..clerk };
        let asking = Program { router, token, id: machine };
        Self { scene, facts, clerk, machine, asking, log }
    }
}

/// The table of keys, made anew without its key.
fn unkeyed(scene: &Scene) {
    scene
        .bureau
        .journal
        .write(|tx| {
            tx.execute("CREATE TABLE loose (request TEXT, fingerprint BLOB, answer TEXT)", &[])?;
            tx.execute("INSERT INTO loose SELECT request, fingerprint, answer FROM once", &[])?;
            tx.execute("DROP TABLE once", &[])?;
            tx.execute("ALTER TABLE loose RENAME TO once", &[])?;
            Ok::<_, doudi_journal::JournalError>(())
        })
        .unwrap();
}

/// The office's routes with something wrong around them.
fn planted(router: Router, fault: Option<Fault>, admin: String) -> Router {
    match fault {
        Some(Fault::CachedRole) => {
            let kept: Arc<Mutex<BTreeMap<String, Vec<u8>>>> = Arc::default();
            router.layer(middleware::from_fn(move |request: Request, next: Next| {
                cached(Arc::clone(&kept), request, next)
            }))
        }
        Some(Fault::EndpointWithoutRule) => {
            router.layer(middleware::from_fn(move |mut request: Request, next: Next| {
                if request.uri().path() == "/api/v1/users" && request.method() == "GET" {
                    let held = HeaderValue::from_str(&format!("Bearer {admin}")).unwrap();
                    request.headers_mut().insert(header::AUTHORIZATION, held);
                }
                next.run(request)
            }))
        }
        Some(Fault::Answers500) => router.layer(middleware::from_fn(async |request: Request, next: Next| {
            if request.uri().path() == "/api/v1/work" {
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
            next.run(request).await
        })),
        Some(Fault::UnlimitedReader) => router.layer(middleware::from_fn(async |request: Request, next: Next| {
            let (parts, body) = request.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            let body = if bytes.len() > 60_000 { Body::from("{}") } else { Body::from(bytes) };
            next.run(Request::from_parts(parts, body)).await
        })),
        _ => router,
    }
}

async fn cached(kept: Arc<Mutex<BTreeMap<String, Vec<u8>>>>, request: Request, next: Next) -> Response {
    let held = request.headers().get(header::AUTHORIZATION).map(|it| format!("{it:?}")).unwrap_or_default();
    let name = format!("{} {} {held}", request.method(), request.uri());
    if request.method() != "GET" {
        return next.run(request).await;
    }
    let known = kept.lock().unwrap().get(&name).cloned();
    if let Some(bytes) = known {
        return bytes.into_response();
    }
    let (parts, body) = next.run(request).await.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    if parts.status == StatusCode::OK {
        kept.lock().unwrap().insert(name, bytes.clone());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Which promises do not hold.
async fn broken(stage: &Stage) -> Vec<&'static str> {
    let checks = [
        ("no answer is a failure", none_fails(stage).await),
        ("who has no right is refused everywhere", refused_everywhere(stage).await),
        ("a right that is taken away counts from the next request", counts_from_the_next_request(stage).await),
        ("a write that is sent twice is done once", done_once(stage).await),
        ("a body is not read without end", bounded(stage).await),
        ("the log names nobody", log_names_nobody(stage)),
    ];
    checks.into_iter().filter(|(_, holds)| !holds).map(|(name, _)| name).collect()
}

async fn none_fails(stage: &Stage) -> bool {
    let mut worst = 0;
    for path in ["/me", "/work", "/cases", "/cases/1", "/households/1", "/households/1/cases", "/notices", "/users"] {
        worst = stage.clerk.get(path).await.status.max(worst);
    }
    worst < 500
}

async fn refused_everywhere(stage: &Stage) -> bool {
    let mut all = true;
    for path in ["/work", "/cases", "/cases/1", "/households/1", "/households/1/cases", "/notices", "/users", "/tokens"]
    {
        all &= stage.asking.get(path).await.status == 403;
    }
    for path in ["/cases", "/cases/1/acts", "/households/search", "/households/1/file", "/users", "/tokens"] {
        all &= stage.asking.post(path, &json!({})).await.status == 403;
    }
    all
}

async fn counts_from_the_next_request(stage: &Stage) -> bool {
    give(&stage.scene, stage.machine, Role::CountyClerk, COUNTY);
    let before = stage.asking.get("/households/1").await.status;
    take(&stage.scene, stage.machine, Role::CountyClerk, COUNTY);
    (before, stage.asking.get("/households/1").await.status) == (200, 403)
}

async fn done_once(stage: &Stage) -> bool {
    let (key, body) = (fresh(), application(stage.facts.household));
    let first = stage.clerk.keyed("/cases", &key, &body).await;
    let second = stage.clerk.keyed("/cases", &key, &body).await;
    first.status == 200 && first.text == second.text
}

async fn bounded(stage: &Stage) -> bool {
    let long = json!({ "text": "长".repeat(70_000) });
    stage.clerk.post("/households/search", &long).await.status == 413
}

fn log_names_nobody(stage: &Stage) -> bool {
    let told = format!("{:?}", stage.log.lock().unwrap());
    assert!(!stage.log.lock().unwrap().is_empty());
    !told.contains(&stage.facts.head) && !told.contains(&stage.facts.number)
}

#[tokio::test]
async fn every_planted_fault_is_found_and_nothing_is_found_without_one() {
    let whole = Stage::new(None).await;
    whole.clerk.post("/households/search", &json!({ "text": whole.facts.head })).await;
    assert_eq!(broken(&whole).await, [""; 0]);
    let mut found = BTreeMap::new();
    for fault in FAULTS {
        found.insert(fault, broken(&Stage::new(Some(fault)).await).await);
    }
    let caught = found.values().filter(|names| !names.is_empty()).count();
    assert_eq!(caught, FAULTS.len(), "planted {}, found {caught}: {found:#?}", FAULTS.len());
    let checks: std::collections::BTreeSet<_> = found.values().flatten().collect();
    assert_eq!(checks.len(), 6, "a check that no fault trips proves nothing: {checks:#?}");
}
