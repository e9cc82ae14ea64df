//! The API: tokens, keys, and a case from its application to its end.

use crate::county::{BEGIN, COUNTY, Came, PASSWORD, Scene, nine, noise, sent};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use doudi_journal::{
    IdempotencyKey,
    access::{Grant, PurposeKind, Role, UserId, login::SecondFactor},
};
use doudi_kernel::Date;
use doudi_office::{Who, staff};
use doudi_web::app;
use expect_test::expect_file;
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// Somebody at the machine with a role in an area.
pub(crate) fn holder(role: Role, area: &str) -> Who {
    let grants = vec![Grant { role, area: area.parse().unwrap(), from: BEGIN, to: None }];
    Who { id: UserId(9_998), account: "holder".into(), name: "holder".into(), grants, now: nine(BEGIN) }
}

/// What the secret of RFC 6238 makes at nine on the first day.
const CODE: &str = "001947";

/// A name for a write that nobody has used.
pub(crate) fn fresh() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("0000-0000-0000-{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn give(scene: &Scene, to: UserId, role: Role, area: &str) {
    let grant = Grant { role, area: area.parse().unwrap(), from: BEGIN, to: None };
    staff::grant(&scene.bureau, &holder(Role::SecurityAdmin, area), to, &grant, None).unwrap();
}

pub(crate) fn take(scene: &Scene, from: UserId, role: Role, area: &str) {
    let security = holder(Role::SecurityAdmin, area);
    staff::take_away(&scene.bureau, &security, from, role, area.parse().unwrap(), None).unwrap();
}

/// A token for an account, good for every purpose until the end of the year.
pub(crate) fn token_for(scene: &Scene, account: UserId, area: &str) -> (i64, String) {
    let purposes = [PurposeKind::Case, PurposeKind::Task, PurposeKind::Review];
    let new = staff::NewToken { account, purposes: &purposes, until: Date::constant(2026, 12, 31) };
    taken(scene, &new, area)
}

/// A token that was proposed and taken by its holder, who has a second factor.
fn taken(scene: &Scene, new: &staff::NewToken<'_>, area: &str) -> (i64, String) {
    let (security, key) = (holder(Role::SecurityAdmin, area), || IdempotencyKey::new(fresh()).unwrap());
    let factor = SecondFactor::draw(&mut noise).unwrap();
    staff::renew_factor(&scene.bureau, &security, new.account, &factor, &key()).unwrap();
    let id = staff::propose(&scene.bureau, &security, new, &key()).unwrap();
    let own = Who { id: new.account, ..holder(Role::VillageCadre, area) };
    (id, staff::take_token(&scene.bureau, &own, id, &key(), &mut noise).unwrap().unwrap())
}

/// A program that asks.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) router: Router,
    pub(crate) token: String,
    pub(crate) id: UserId,
}

impl Program {
    /// An account with a role and its token.
    pub(crate) fn new(scene: &Scene, account: &str, role: Role, area: &str) -> Self {
        let id = scene.account(account, account, role, area);
        Self { router: app(scene.state.clone()), token: token_for(scene, id, area).1, id }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &fresh(), Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Json) -> Answer {
        self.keyed(path, &fresh(), body).await
    }

    pub(crate) async fn keyed(&self, path: &str, key: &str, body: &Json) -> Answer {
        self.send("POST", path, key, Body::from(body.to_string())).await
    }

    /// Sends a file with texts beside it.
    pub(crate) async fn file(&self, path: &str, texts: &[(&str, &str)], bytes: &[u8]) -> Answer {
        self.file_keyed(path, &fresh(), texts, bytes).await
    }

    pub(crate) async fn file_keyed(&self, path: &str, key: &str, texts: &[(&str, &str)], bytes: &[u8]) -> Answer {
        let mut body = b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\n".to_vec();
        body.extend(bytes);
        for (name, text) in texts {
            let part = format!("\r\n--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}");
            body.extend(part.bytes());
        }
        body.extend(b"\r\n--cut--\r\n");
        self.sent("POST", path, key, "multipart/form-data; boundary=cut", Body::from(body)).await
    }

    async fn send(&self, method: &str, path: &str, key: &str, body: Body) -> Answer {
        self.sent(method, path, key, "application/json", body).await
    }

    async fn sent(&self, method: &str, path: &str, key: &str, kind: &str, body: Body) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", key);
        let Came { status, text, .. } = sent(&self.router, request.body(body).unwrap()).await;
        let json = serde_json::from_str(&text).unwrap_or_default();
        Answer { status: status.as_u16(), text, json }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) json: Json,
}

impl Answer {
    pub(crate) fn error(&self) -> &str {
        self.json["type"].as_str().unwrap_or_default().trim_start_matches("urn:doudi:error:")
    }
}

/// An application for dibao by oneself.
pub(crate) fn application(household: i64) -> Json {
    json!({
        "household": household,
        "procedure": "dibao_application",
        "programmes": ["dibao"],
        "channel": { "how": "oneself" },
        "authorised_until": "2026-12-31",
        "declared": {},
    })
}

#[test]
fn the_document_is_the_one_that_is_committed() {
    expect_file!["../../../docs/openapi.json"].assert_eq(doudi_web::document());
}

#[tokio::test]
async fn a_case_runs_from_its_application_to_its_end() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let town = (household.division / 1000).to_string();
    let clerk = Program::new(&scene, "clerk", Role::TownClerk, &town);
    let colleague = Program::new(&scene, "colleague", Role::TownClerk, &town);
    let leader = Program::new(&scene, "leader", Role::CountyLeader, COUNTY);
    let opened = clerk.post("/cases", &application(household.id)).await;
    let case = format!("/cases/{}", opened.json["case"]);
    let mut version = 1;
    let mut done = async |by: &Program, deed: Json| {
        let came = by.post(&format!("{case}/acts"), &json!({ "version": version, "deed": deed })).await;
        assert_eq!(came.status, 200, "{deed}: {}", came.text);
        version = came.json["version"].as_i64().unwrap();
    };
    done(&clerk, json!({ "act": "step", "step": "accept" })).await;
    done(&clerk, json!({ "act": "step", "step": "start_investigation" })).await;
    done(&clerk, json!({ "act": "verify" })).await;
    done(&clerk, json!({ "act": "assess" })).await;
    let visitors = [clerk.id.0, colleague.id.0];
    let visit =
        json!({ "act": "visit", "visitors": visitors, "on": "2026-08-03", "agrees": true, "words": "住房简陋" });
    done(&clerk, visit).await;
    let shown = clerk.get(&case).await.json;
    let found = shown["findings"][0]["amount_fen"].clone();
    assert_eq!(shown["findings"][0]["answer"], "eligible");
    let outcome = json!({ "does": "grant", "amount_fen": found });
    done(&clerk, json!({ "act": "review", "outcome": outcome, "reason": "" })).await;
    done(&clerk, json!({ "act": "publish" })).await;
    let hanging = clerk.get("/notices").await.json;
    assert_eq!(hanging["items"][0]["id"], opened.json["case"]);
    scene.turn_to(Date::constant(2026, 8, 20));
    done(&leader, json!({ "act": "decide", "outcome": outcome, "reason": "" })).await;
    done(&clerk, json!({ "act": "tell", "letter": "confirmation" })).await;
    done(&clerk, json!({ "act": "close" })).await;
    let closed = clerk.get(&case).await.json;
    assert_eq!((&closed["turn"], &closed["decision"]["outcome"]), (&json!("closed"), &outcome));
    let history: Vec<_> = closed["history"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    let told = ["opened", "done", "done", "verified", "assessed", "visited", "reviewed", "published", "decided"];
    assert_eq!(history[..9], told);
}

#[tokio::test]
async fn a_token_acts_until_it_is_taken_away_or_over_and_a_cookie_opens_nothing() {
    let scene = Scene::new();
    let clerk = Program::new(&scene, "clerk", Role::CountyClerk, COUNTY);
    assert_eq!(clerk.get("/households/1").await.status, 200);
    let user = scene.user("desk", Role::CountyClerk, COUNTY);
    for cookie in ["", &format!("doudi_session={}", user.cookie)] {
        let request = Request::get("/api/v1/me").header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let came = sent(&clerk.router, request).await;
        assert_eq!(came.status, StatusCode::UNAUTHORIZED);
        assert!(came.text.contains("urn:doudi:error:no-token"), "{}", came.text);
    }
    let other = Program { token: format!("{}0", clerk.token), ..clerk.clone() };
    assert_eq!(other.get("/me").await.error(), "no-token");
    let security = Program::new(&scene, "sure", Role::SecurityAdmin, COUNTY);
    let tokens = security.get("/tokens").await.json;
    let id = tokens["items"].as_array().unwrap().iter().find(|it| it["account"] == clerk.id.0).unwrap()["id"].clone();
    assert!(!tokens.to_string().contains(&clerk.token), "a token is shown once");
    assert_eq!(security.post(&format!("/tokens/{id}/revoke"), &json!({})).await.status, 200);
    assert_eq!(clerk.get("/me").await.error(), "no-token");
    scene.turn_to(Date::constant(2027, 1, 1));
    assert_eq!(security.get("/me").await.error(), "no-token", "its last day is over");
}

#[tokio::test]
async fn a_token_is_proposed_to_somebody_else_within_the_area_and_acts_when_it_is_taken() {
    let scene = Scene::new();
    let security = Program::new(&scene, "sure", Role::SecurityAdmin, COUNTY);
    let machine = scene.account("machine", "machine", Role::named("department:housing").unwrap(), COUNTY);
    let far = scene.account("far", "far", Role::TownClerk, "419901001");
    give(&scene, far, Role::TownClerk, "429901001");
    let wanted = |account: i64, until: &str| json!({ "account": account, "purposes": ["case"], "until": until });
    let key = fresh();
    let given = security.keyed("/tokens", &key, &wanted(machine.0, "2026-12-31")).await;
    assert!(!given.text.contains("doudi_"), "who proposes sees no token");
    let again = security.keyed("/tokens", &key, &wanted(machine.0, "2026-12-31")).await;
    assert_eq!(again.json["id"], given.json["id"]);
    assert_eq!(security.keyed("/tokens", &key, &wanted(machine.0, "2026-12-30")).await.error(), "key-reused");
    let state = async || {
        let all = security.get("/tokens").await.json;
        all["items"].as_array().unwrap().iter().find(|it| it["id"] == given.json["id"]).unwrap()["state"].clone()
    };
    assert_eq!(state().await, "proposed");
    let user = scene.signed_in("machine");
    let take = format!("/me/tokens/{}/take", given.json["id"]);
    let form = format!("{:032}", 7);
    let refused = user.post(&take, &[("key", &form)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("动态口令"), "the page says what is missing");
    let factor = SecondFactor::from_bytes(b"12345678901234567890").unwrap();
    let (admin, own) = (holder(Role::SecurityAdmin, COUNTY), IdempotencyKey::new(fresh()).unwrap());
    staff::renew_factor(&scene.bureau, &admin, machine, &factor, &own).unwrap();
    let user = scene.signed_in_by("machine", CODE);
    let page = user.post(&take, &[("key", &form)]).await.text;
    let text = page.split_once("doudi_").map(|(_, rest)| format!("doudi_{}", &rest[..64])).unwrap();
    assert!(!user.post(&take, &[("key", &form)]).await.text.contains(&text), "sent twice, shown once");
    assert_eq!(state().await, "taken");
    let bearer = Program { token: text, ..security.clone() };
    assert_eq!(bearer.get("/me").await.json["account"], machine.0);
    user.post(&format!("/me/tokens/{}/give-up", given.json["id"]), &[("key", &format!("{:032}", 8))]).await;
    assert_eq!(bearer.get("/me").await.error(), "no-token", "given back");
    for (account, until, error) in [
        (security.id.0, "2026-12-31", "denied"),
        (far.0, "2026-12-31", "not-found"),
        (9_999, "2026-12-31", "not-found"),
        (machine.0, "2026-08-02", "form"),
        (machine.0, "2030-01-01", "form"),
    ] {
        assert_eq!(security.post("/tokens", &wanted(account, until)).await.error(), error, "{account} {until}");
    }
}

#[tokio::test]
async fn a_file_opens_only_for_the_purposes_of_the_token() {
    let scene = Scene::new();
    let household = scene.eligible("dibao").id;
    let clerk = Program::new(&scene, "clerk", Role::CountyClerk, COUNTY);
    let new =
        staff::NewToken { account: clerk.id, purposes: &[PurposeKind::Review], until: Date::constant(2026, 9, 1) };
    let narrow = Program { token: taken(&scene, &new, COUNTY).1, ..clerk.clone() };
    let path = format!("/households/{household}/file");
    let purpose = |kind: &str| json!({ "purpose": { "for": kind, "number": "R-2026-7" } });
    assert_eq!(clerk.post(&path, &purpose("task")).await.status, 200);
    assert_eq!(narrow.post(&path, &purpose("task")).await.error(), "purpose");
    let file = narrow.post(&path, &purpose("review")).await;
    assert_eq!(file.json["id"], household);
    let number = file.json["members"][0]["number"].as_str().unwrap();
    assert!(number.contains("****"), "{number}");
    let auditor = Program::new(&scene, "auditor", Role::Auditor, COUNTY);
    let asked = json!({ "subject": format!("household:{household}") });
    let records = auditor.post("/access-records/search", &asked).await.json;
    let told: Vec<_> = records["items"].as_array().unwrap().iter().map(|it| it["purpose"].as_str().unwrap()).collect();
    assert_eq!(told, ["review:R-2026-7", "task:R-2026-7"], "a look that was refused is none");
}

#[tokio::test]
async fn a_write_needs_a_key_and_a_body_that_fits() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let clerk = Program::new(&scene, "clerk", Role::CountyClerk, COUNTY);
    let good = application(household.id);
    assert_eq!(clerk.keyed("/cases", "short", &good).await.error(), "key");
    for (name, value) in [
        ("household", json!("1")),
        ("authorised_until", json!("2026-8-3")),
        ("channel", json!({ "how": "flying" })),
        ("declared", json!({ "wage_income": -1 })),
        ("more", json!(1)),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        assert_eq!(clerk.post("/cases", &bad).await.error(), "body", "{name}");
    }
    let key = fresh();
    let first = clerk.keyed("/cases", &key, &good).await;
    assert_eq!(first.status, 200, "{}", first.text);
    assert_eq!(clerk.keyed("/cases", &key, &good).await.text, first.text, "sent twice, done once");
    let mut other = good.clone();
    other["declared"] = json!({ "wage_income": 100 });
    assert_eq!(clerk.keyed("/cases", &key, &other).await.error(), "key-reused");
    let acts = format!("/cases/{}/acts", first.json["case"]);
    let ask = json!({ "version": 7, "deed": { "act": "ask", "words": "银行流水" } });
    assert_eq!(clerk.post(&acts, &ask).await.error(), "overtaken");
}

#[tokio::test]
async fn accounts_and_roles_are_made_and_taken_by_those_whose_duty_it_is() {
    let scene = Scene::new();
    let system = Program::new(&scene, "keeper", Role::SystemAdmin, COUNTY);
    let security = Program::new(&scene, "sure", Role::SecurityAdmin, COUNTY);
    let new = json!({ "account": "li.ming", "name": "李明", "area": COUNTY, "password": PASSWORD });
    let key = fresh();
    let made = system.keyed("/users", &key, &new).await;
    assert_eq!(system.keyed("/users", &key, &new).await.text, made.text);
    assert_eq!(system.post("/users", &new).await.error(), "account-exists");
    let path = format!("/users/{}/grants", made.json["account"]);
    let given = json!({ "role": "town_clerk", "area": "419901001", "from": "2026-08-03" });
    assert_eq!(system.post(&path, &given).await.error(), "denied");
    assert_eq!(security.post(&path, &given).await.status, 200);
    assert_eq!(security.post("/users/999/grants", &given).await.error(), "not-found");
    let both = json!({ "role": "auditor", "area": COUNTY, "from": "2026-08-03" });
    assert_eq!(security.post(&path, &both).await.error(), "denied", "no two powers in one hand");
    let listed = security.get("/users").await.json;
    let held = |listed: &Json| {
        let user = listed["items"].as_array().unwrap().iter().find(|it| it["account"] == "li.ming").unwrap();
        user["grants"][0]["now"].clone()
    };
    assert_eq!(held(&listed), true);
    let old = json!({ "role": "town_clerk", "area": "419901001" });
    assert_eq!(security.post(&format!("{path}/revoke"), &old).await.status, 200);
    assert_eq!(held(&security.get("/users").await.json), false);
}

#[tokio::test]
async fn errors_are_problems_in_the_language_that_was_asked_for() {
    let scene = Scene::new();
    let router = app(scene.state.clone());
    for (lang, said) in [("zh-CN", "接口令牌"), ("en-GB,en;q=0.9", "no token that holds")] {
        let request = Request::get("/api/v1/work").header(header::ACCEPT_LANGUAGE, lang).body(Body::empty()).unwrap();
        let came = sent(&router, request).await;
        assert!(came.text.contains(said), "{}", came.text);
    }
    let request = Request::delete("/api/v1/work").body(Body::empty()).unwrap();
    assert_eq!(sent(&router, request).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let request = Request::get("/api/v1/nowhere").body(Body::empty()).unwrap();
    let came = sent(&router, request).await;
    assert!(came.status == StatusCode::NOT_FOUND && came.text.contains("no-page"));
    let request = Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap();
    assert_eq!(sent(&router, request).await.text, doudi_web::document());
}

#[tokio::test]
async fn who_guesses_tokens_waits_and_the_machine_beside_goes_on() {
    let scene = Scene::new();
    let machine = Program::new(&scene, "machine", Role::CountyClerk, COUNTY);
    let asked = async |token: &str, from: &str| {
        let request = Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {token}"));
        let from = format!("{from}:4711").parse::<std::net::SocketAddr>().unwrap();
        let request = request.extension(axum::extract::ConnectInfo(from)).body(Body::empty()).unwrap();
        sent(&machine.router, request).await.status.as_u16()
    };
    let (stranger, elsewhere) = ("10.3.0.7", "10.3.0.8");
    assert_eq!(asked(&machine.token, stranger).await, 200);
    for at in 0..50 {
        assert_eq!(asked(&format!("doudi_{at:064}"), stranger).await, 401);
    }
    assert_eq!(asked("doudi_guess", stranger).await, 429);
    assert_eq!(asked(&machine.token, stranger).await, 200, "a token that was right waits for nobody");
    let other = Program::new(&scene, "other", Role::CountyClerk, COUNTY);
    assert_eq!(asked(&other.token, stranger).await, 429, "a new one there waits");
    assert_eq!(asked(&other.token, elsewhere).await, 200, "and is not locked out elsewhere");
    scene.later(11_000);
    assert_eq!(asked("doudi_guess", stranger).await, 401, "the wait is over");
    scene.later(3_600_000);
    assert_eq!(asked("doudi_guess", stranger).await, 401, "and an hour later all is forgotten");
}

#[tokio::test]
async fn a_file_is_sent_once_looked_at_and_says_what_is_wrong_with_it() {
    let scene = Scene::new();
    let clerk = Program::new(&scene, "clerk", Role::CountyClerk, COUNTY);
    let key = fresh();
    let first = clerk.file_keyed("/imports", &key, &[("month", "2026-07")], b"a,b\n1,2\n").await;
    assert_eq!((first.status, &first.json["month"]), (202, &json!("2026-07")), "{}", first.text);
    let again = clerk.file_keyed("/imports", &key, &[("month", "2026-07")], b"a,b\n1,2\n").await;
    assert_eq!(again.json["file"], first.json["file"], "sent twice, done once");
    assert_eq!(clerk.get("/imports").await.json["items"].as_array().unwrap().len(), 1);
    let path = format!("/imports/{}", first.json["file"].as_str().unwrap());
    let mut far = clerk.get(&path).await;
    while ["waiting", "reading"].contains(&far.json["state"].as_str().unwrap()) {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        far = clerk.get(&path).await;
    }
    assert_eq!(far.json["state"], "refused", "{}", far.text);
    assert!(far.json["refused"].as_str().unwrap().contains("认不出"));
    assert_eq!(clerk.file("/imports", &[("month", "七月")], b"a").await.error(), "body");
    assert_eq!(clerk.file("/imports", &[("who", "me")], b"a").await.error(), "body");
    assert_eq!(clerk.file("/imports", &[], b"").await.error(), "form");
}

#[tokio::test]
async fn a_ledger_has_the_same_rows_for_a_program_and_is_taken_out_on_record() {
    let scene = Scene::new();
    let clerk = Program::new(&scene, "clerk", Role::CountyClerk, COUNTY);
    let wanted = json!({ "kind": "roster", "within": COUNTY, "month": "2026-08", "programme": "dibao" });
    let told = clerk.post("/ledgers/show", &wanted).await;
    assert_eq!(told.status, 200, "{}", told.text);
    let rows = told.json["tables"][0]["rows"].as_array().unwrap().len();
    let figures = json!({ "kind": "figures", "within": COUNTY, "month": "2026-08", "programme": "dibao" });
    let figures = clerk.post("/ledgers/show", &figures).await.json;
    assert!(figures["checks"].as_array().unwrap().iter().all(|check| check["holds"] == true), "{figures}");
    assert_eq!(told.json["tables"][0]["all"], rows);
    let taken = json!({ "ledger": wanted, "format": "xlsx", "taken_for": "archive" });
    let file = clerk.post("/ledgers/export", &taken).await;
    assert!(file.status == 200 && file.text.starts_with("PK"), "{}", file.status);
    let auditor = Program::new(&scene, "auditor", Role::Auditor, COUNTY);
    let records = auditor.post("/access-records/search", &json!({})).await;
    assert!(records.text.contains("archive-202608"), "{}", records.text);
    let no = json!({ "kind": "roster", "within": COUNTY, "month": "2026-08" });
    assert_eq!(clerk.post("/ledgers/show", &no).await.error(), "form");
}
