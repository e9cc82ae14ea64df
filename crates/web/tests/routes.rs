use crate::county::{COUNTY, Scene, User, field, sent};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use doudi_journal::access::Role;
use doudi_kernel::Date;
use doudi_web::app;
use tower::ServiceExt;

/// Every page that somebody signed in may ask for.
pub(crate) const PAGES: [&str; 58] = [
    "/discoveries",
    "/households/1/visits/1?task=T-1",
    "/households/1/visits/1/photos/0?task=T-1",
    "/field/day",
    "/sent",
    "/sent/1",
    "/voices",
    "/matters/feedback/wages_collapsed",
    "/matters",
    "/matters/1",
    "/matters/exemptions",
    "/matters/feedback",
    "/matters/leaving",
    "/messages",
    "/reviews",
    "/referrals",
    "/referrals/1",
    "/imprest",
    "/imprest/419901001000",
    "/imprest/419901001000/2026-08.pdf",
    "/payments",
    "/relatives",
    "/relatives/own.pdf",
    "/me/relatives",
    "/",
    "/me",
    "/work",
    "/households",
    "/households/1",
    "/households/1/explain",
    "/households/1/change/split",
    "/households/1/departments",
    "/households/new",
    "/cases/new?household=1",
    "/cases/1",
    "/notices",
    "/notices/419901001001",
    "/divisions",
    "/ledgers",
    "/links",
    "/links/0a",
    "/links/0a/1",
    "/simulations",
    "/simulations/2026-07-0a",
    "/simulations/running/work_pays?month=2026-07",
    "/imports",
    "/imports/0123456789abcdef-0",
    "/imports/snapshots/0123456789abcdef",
    "/comparisons",
    "/comparisons/pension_coverage",
    "/doubts",
    "/doubts/0123456789abcdef/1",
    "/doubts/workbooks/0123456789abcdef-0",
    "/users",
    "/audit",
    "/api",
    "/users/tokens",
    "/me/tokens",
];

/// Every form.
const FORMS: [&str; 83] = [
    "/households/1/visits/1/withdraw",
    "/discoveries/1",
    "/field/find",
    "/field/sync",
    "/households/1/code",
    "/sent/1",
    "/sent/1/phone",
    "/voices/1",
    "/matters/1/visit",
    "/matters/1/take-up",
    "/matters/1/hand-over",
    "/matters/1/answer",
    "/matters/1/close",
    "/matters/1/reopen",
    "/matters/1/exempt",
    "/matters/exemptions",
    "/me/contact",
    "/households/1/contact",
    "/cases/1/register",
    "/cases/1/relieve",
    "/cases/1/explain",
    "/cases/1/share",
    "/cases/1/call",
    "/cases/1/grace",
    "/cases/1/class",
    "/cases/1/look",
    "/referrals/1",
    "/imprest/419901001000",
    "/payments/1",
    "/me/relatives",
    "/me/password",
    "/me/sign-out",
    "/households",
    "/households/1",
    "/households/1/reveal",
    "/households/1/change/split",
    "/households/1/undo",
    "/households/new",
    "/cases",
    "/cases/1/step",
    "/cases/1/supply",
    "/cases/1/verify",
    "/cases/1/assess",
    "/cases/1/visit",
    "/cases/1/review",
    "/cases/1/publish",
    "/cases/1/answer",
    "/cases/1/decide",
    "/cases/1/tell",
    "/cases/1/close",
    "/cases/1/hear",
    "/cases/1/object",
    "/cases/1/ask",
    "/cases/1/withdraw",
    "/imports",
    "/imports/0123456789abcdef-0/say",
    "/imports/0123456789abcdef-0/apply",
    "/imports/0123456789abcdef-0/discard",
    "/imports/0123456789abcdef-0/layout",
    "/comparisons/pension_coverage/run",
    "/comparisons/pension_coverage/hand-down",
    "/comparisons/pension_coverage/sample",
    "/doubts/workbooks",
    "/doubts/workbooks/0123456789abcdef-0/apply",
    "/doubts/workbooks/0123456789abcdef-0/discard",
    "/doubts/0123456789abcdef/1/answer",
    "/doubts/0123456789abcdef/1/reveal",
    "/users/new",
    "/users/grant",
    "/users/revoke",
    "/users/tokens",
    "/users/tokens/revoke",
    "/me/tokens/1/take",
    "/me/tokens/1/give-up",
    "/users/reset",
    "/users/factor",
    "/users/close",
    "/audit/verify",
    "/ledgers/export",
    "/links/0a/1",
    "/links/0a/1/undo",
    "/simulations",
    "/simulations/2026-07-0a/export",
];

/// Takes an application for a household that may claim dibao; the case's path.
pub(crate) async fn applied(scene: &Scene, clerk: &User, channel: &str) -> String {
    let household = scene.eligible("dibao").id;
    let page = clerk.get(&format!("/cases/new?household={household}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (key, number) = (field(&page.text, "key"), household.to_string());
    let fields = [
        ("key", key.as_str()),
        ("household", &number),
        ("procedure", "dibao_application"),
        ("programme", "dibao"),
        ("channel", channel),
        ("authorised_until", "2026-12-31"),
    ];
    let opened = clerk.post("/cases", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let again = clerk.post("/cases", &fields).await;
    assert_eq!(again.to, opened.to, "a form sent twice is done once");
    opened.to
}

/// Sends one of a case's forms as the page has it.
pub(crate) async fn act(user: &User, case: &str, name: &str, fields: &[(&str, &str)]) -> crate::county::Came {
    let page = user.get(case).await;
    let (key, version) = (field(&page.text, "key"), field(&page.text, "version"));
    let mut all = vec![("key", key.as_str()), ("version", version.as_str())];
    all.extend(fields);
    user.post(&format!("{case}/{name}"), &all).await
}

async fn done(user: &User, case: &str, name: &str, fields: &[(&str, &str)]) {
    let came = act(user, case, name, fields).await;
    let said = came.text.split("class=\"refused\"").nth(1).unwrap_or_default();
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{name}: {}", said.chars().take(160).collect::<String>());
}

/// From acceptance to the visit.
pub(crate) async fn looked_into(case: &str, clerk: &User, visitors: [&str; 2]) {
    for step in ["accept", "start_investigation"] {
        done(clerk, case, "step", &[("step", step)]).await;
    }
    done(clerk, case, "verify", &[]).await;
    done(clerk, case, "assess", &[]).await;
    let visit = [
        ("first", visitors[0]),
        ("second", visitors[1]),
        ("on", "2026-08-03"),
        ("agrees", "yes"),
        ("words", "住房简陋"),
    ];
    done(clerk, case, "visit", &visit).await;
}

#[tokio::test]
async fn without_a_session_every_page_leads_to_signing_in() {
    let scene = Scene::new();
    let router = app(scene.state.clone());
    for path in PAGES.iter().filter(|path| **path != "/") {
        let came = sent(&router, Request::get(*path).body(Body::empty()).unwrap()).await;
        assert_eq!(came.status, StatusCode::SEE_OTHER, "{path}");
        assert!(came.to.starts_with("/sign-in"), "{path} leads to {}", came.to);
        let request = Request::get(*path).header(header::ACCEPT, "application/json").body(Body::empty()).unwrap();
        let came = sent(&router, request).await;
        assert_eq!(came.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(came.text.contains("urn:doudi:error:no-session"), "{}", came.text);
    }
}

#[tokio::test]
async fn a_form_without_the_sessions_token_is_refused_and_does_nothing() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let other = scene.user("other", Role::CountyClerk, COUNTY);
    for path in FORMS {
        for fields in [vec![], vec![("form", other.form.as_str())]] {
            let came = clerk.post_bare(path, &fields).await;
            assert_eq!(came.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    let router = app(scene.state.clone());
    let bare = |path: &str| Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for path in ["/sign-in", "/language"] {
        let request = bare(path).body(Body::from("account=clerk&password=x&lang=en")).unwrap();
        assert_eq!(sent(&router, request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(clerk.get("/work").await.status, StatusCode::OK, "nobody was signed out");
}

#[tokio::test]
async fn every_answer_is_dressed_against_other_sites() {
    let scene = Scene::new();
    let router = app(scene.state.clone());
    for path in ["/sign-in", "/nowhere", "/work", "/static/app.css"] {
        let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let header =
            |name: &str| response.headers().get(name).unwrap_or_else(|| panic!("{path}: {name}")).to_str().unwrap();
        assert!(header("content-security-policy").contains("default-src 'none'"));
        assert!(!header("content-security-policy").contains("unsafe"));
        assert_eq!((header("x-content-type-options"), header("referrer-policy")), ("nosniff", "no-referrer"));
        assert_eq!(
            header("cache-control"),
            if path.starts_with("/static") { "public, max-age=3600" } else { "no-store" }
        );
        assert_eq!(header("x-request-id").len(), 16);
    }
    let response = router.oneshot(Request::get("/sign-in").body(Body::empty()).unwrap()).await.unwrap();
    let cookie = response.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let router = app(scene.state.clone().secure());
    let response = router.oneshot(Request::get("/sign-in").body(Body::empty()).unwrap()).await.unwrap();
    assert!(response.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap().contains("; Secure"));
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_and_a_method_that_no_page_takes_too() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let came = clerk.post("/households", &[("text", &"x".repeat(70_000))]).await;
    assert_eq!(came.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(clerk.post("/work", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(clerk.get("/nowhere").await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.post("/cases/1/burn", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rights_open_columns_and_what_lies_elsewhere_is_not_found() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let town = (household.division / 1000).to_string();
    let other = if town.ends_with("001") { "419901002" } else { "419901001" };
    let (own, far) = (scene.user("own", Role::TownClerk, &town), scene.user("far", Role::TownClerk, other));
    let path = format!("/households/{}?task=T-1", household.id);
    assert_eq!(own.get(&path).await.status, StatusCode::OK);
    assert_eq!(far.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(own.get("/users").await.status, StatusCode::FORBIDDEN);
    assert_eq!(own.get("/audit").await.status, StatusCode::FORBIDDEN);
    let admin = scene.user("admin", Role::SecurityAdmin, COUNTY);
    assert_eq!(admin.get(&path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/households").await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/work").await.to, "/users");
}

#[tokio::test]
async fn a_file_opens_for_a_purpose_only_and_the_auditor_reads_who_opened_it() {
    let scene = Scene::new();
    let household = scene.eligible("dibao").id;
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let path = format!("/households/{household}");
    let closed = clerk.get(&path).await;
    assert!(!closed.text.contains("class=\"reveal\"") && closed.text.contains("name=\"number\""));
    let refused = clerk.post(&path, &[("kind", "task"), ("number", "只是看看")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = clerk.post(&path, &[("kind", "task"), ("number", "R-2026-7")]).await;
    assert_eq!(opened.to, format!("{path}?task=R-2026-7"));
    let file = clerk.get(&opened.to).await;
    let person = field(&file.text, "person");
    let reveal = |reason: &'static str| {
        let (path, person) = (format!("{path}/reveal"), person.clone());
        let clerk = &clerk;
        async move { clerk.post(&path, &[("task", "R-2026-7"), ("person", &person), ("reason", reason)]).await }
    };
    assert!(!reveal("看").await.text.contains("code class=\"plain\""), "a reason of one sign is none");
    assert!(reveal("核对证件是否换发").await.text.contains("code class=\"plain\""));
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    let seen = auditor.get(&format!("/audit?subject=household:{household}&month=2026-08")).await.text;
    assert!(seen.contains("任务 R-2026-7") && seen.contains("核对证件是否换发") && seen.contains("查看原文"));
    assert!(auditor.get("/audit?month=2026-07").await.text.contains("没有符合条件"));
    let verified = auditor.post("/audit/verify", &[]).await;
    assert!(verified.text.contains("日志链完整"), "{}", verified.text);
}

#[tokio::test]
async fn a_case_that_is_not_of_the_household_opens_no_file() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let town = (scene.eligible("dibao").division / 1000).to_string();
    let taker = scene.user("taker", Role::TownClerk, &town);
    let case = applied(&scene, &taker, "oneself").await;
    let number = case.rsplit('/').next().unwrap();
    let own = scene.eligible("dibao").id;
    assert_eq!(clerk.get(&format!("/households/{own}?case={number}")).await.status, StatusCode::OK);
    let other = own + 1;
    let came = clerk.get(&format!("/households/{other}?case={number}")).await;
    assert_eq!(came.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn from_an_application_to_a_closed_case() {
    let scene = Scene::new();
    let town = (scene.eligible("dibao").division / 1000).to_string();
    let colleague = scene.account("colleague", "colleague", Role::TownClerk, &town).0.to_string();
    let own = scene.account("clerk", "clerk", Role::TownClerk, &town).0.to_string();
    scene.account("leader", "leader", Role::CountyLeader, COUNTY);
    let clerk = scene.signed_in("clerk");
    let case = applied(&scene, &clerk, "oneself").await;
    looked_into(&case, &clerk, [&own, &colleague]).await;
    let amount = field(&clerk.get(&case).await.text, "amount");
    done(&clerk, &case, "review", &[("does", "grant"), ("amount", &amount)]).await;
    done(&clerk, &case, "publish", &[]).await;
    assert!(clerk.get("/notices").await.text.contains("/notices/"));
    let leader = scene.signed_in("leader");
    // The leader's page has no such form yet, so it is sent as if it were there.
    let (key, version) = ("0123456789abcdef".repeat(2), field(&clerk.get(&case).await.text, "version"));
    let early = [("key", key.as_str()), ("version", &version), ("does", "grant"), ("amount", &amount)];
    let early = leader.post(&format!("{case}/decide"), &early).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("期满后方可决定"));
    scene.turn_to(Date::constant(2026, 8, 20));
    let (clerk, leader) = (scene.signed_in("clerk"), scene.signed_in("leader"));
    done(&leader, &case, "decide", &[("does", "grant"), ("amount", &amount)]).await;
    done(&clerk, &case, "tell", &[("letter", "confirmation")]).await;
    done(&clerk, &case, "close", &[]).await;
    assert!(clerk.get(&case).await.text.contains("已办结"));
}

#[tokio::test]
async fn nothing_is_cut_before_the_person_was_heard() {
    let scene = Scene::new();
    let town = (scene.eligible("dibao").division / 1000).to_string();
    let colleague = scene.account("colleague", "colleague", Role::TownClerk, &town).0.to_string();
    let own = scene.account("clerk", "clerk", Role::TownClerk, &town).0.to_string();
    scene.account("leader", "leader", Role::CountyLeader, COUNTY);
    let clerk = scene.signed_in("clerk");
    let case = applied(&scene, &clerk, "review").await;
    looked_into(&case, &clerk, [&own, &colleague]).await;
    let cut = [("does", "reduce"), ("from", "900"), ("amount", "500"), ("reason", "家庭收入增加")];
    done(&clerk, &case, "review", &cut).await;
    done(&clerk, &case, "publish", &[]).await;
    scene.turn_to(Date::constant(2026, 8, 20));
    let (clerk, leader) = (scene.signed_in("clerk"), scene.signed_in("leader"));
    let unheard = act(&leader, &case, "decide", &cut).await;
    assert_eq!(unheard.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unheard.text.contains("调减、终止前应当听取救助对象意见"));
    done(&clerk, &case, "hear", &[("on", "2026-08-20"), ("came", "yes"), ("words", "本人无异议")]).await;
    done(&leader, &case, "decide", &cut).await;
}

#[tokio::test]
async fn of_two_who_act_on_what_they_saw_the_second_is_told() {
    let scene = Scene::new();
    let town = (scene.eligible("dibao").division / 1000).to_string();
    let clerk = scene.user("clerk", Role::TownClerk, &town);
    let case = applied(&scene, &clerk, "oneself").await;
    let page = clerk.get(&case).await.text;
    let (key, version) = (field(&page, "key"), field(&page, "version"));
    let other: String = key.chars().rev().collect();
    let fields = |key| [("key", key), ("version", &*version), ("step", "accept")];
    let path = format!("{case}/step");
    assert_eq!(clerk.post(&path, &fields(&*key)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clerk.post(&path, &fields(&*key)).await.status, StatusCode::SEE_OTHER, "sent twice, done once");
    let late = clerk.post(&path, &fields(&*other)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("刚才已有其他人办理了本件"));
    assert_eq!(field(&clerk.get(&case).await.text, "version"), "2");
}

#[tokio::test]
async fn a_role_that_was_taken_away_counts_from_the_next_request() {
    let scene = Scene::new();
    let clerk = scene.account("clerk", "clerk", Role::TownClerk, "419901001");
    scene.account("sure", "sure", Role::SecurityAdmin, COUNTY);
    let (user, admin) = (scene.signed_in("clerk"), scene.signed_in("sure"));
    assert_eq!(user.get("/households").await.status, StatusCode::OK);
    let id = clerk.0.to_string();
    let taken = admin
        .post(
            "/users/revoke",
            &[("account", &id), ("role", "town_clerk"), ("area", "419901001"), ("key", &format!("{:032}", 1))],
        )
        .await;
    assert_eq!(taken.to, "/users");
    assert_eq!(user.get("/households").await.status, StatusCode::FORBIDDEN);
    let given = [
        ("account", &*id),
        ("role", "system_admin"),
        ("area", COUNTY),
        ("from", "2026-08-03"),
        ("key", &*format!("{:032}", 91)),
    ];
    assert_eq!(admin.post("/users/grant", &given).await.to, "/users");
    let given = [
        ("account", &*id),
        ("role", "town_clerk"),
        ("area", COUNTY),
        ("from", "2026-08-03"),
        ("key", &*format!("{:032}", 92)),
    ];
    let both = admin.post("/users/grant", &given).await;
    assert_eq!(both.status, StatusCode::FORBIDDEN);
    assert!(both.text.contains("不能兼任"));
}

#[tokio::test]
async fn signing_in_says_not_what_was_wrong_and_makes_wait_after_failures() {
    let scene = Scene::new();
    scene.account("clerk", "clerk", Role::TownClerk, "419901001");
    let router = app(scene.state.clone());
    let response = router.clone().oneshot(Request::get("/sign-in").body(Body::empty()).unwrap()).await.unwrap();
    let cookie =
        response.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
    let page = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let form = field(std::str::from_utf8(&page).unwrap(), "form");
    let try_in = async |account: &str| {
        let body = format!("form={form}&account={account}&password=wrong");
        let request = Request::post("/sign-in")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        sent(&router, request.body(Body::from(body)).unwrap()).await
    };
    let (known, unknown) = (try_in("clerk").await, try_in("nobody").await);
    assert_eq!((known.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert!(known.text.contains("账号、密码或动态口令不正确") && unknown.text.contains("账号、密码或动态口令不正确"));
    let mut last = known.status;
    for _ in 0..12 {
        last = try_in("clerk").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_log_names_routes_and_never_what_was_asked_for() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    clerk.post("/households", &[("text", &household.head)]).await;
    clerk.get(&format!("/households/{}?task=T-1", household.id)).await;
    clerk.get("/households/abc").await;
    let log = scene.log.lock().unwrap();
    let paths: Vec<&str> = log.iter().map(|line| line.path.as_str()).collect();
    assert_eq!(paths, ["/households", "/households/{id}", "/households/{id}"]);
    assert!(!format!("{log:?}").contains(&household.head));
}

#[tokio::test]
async fn a_tile_says_what_its_list_shows() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let root = clerk.get("/divisions").await.to;
    let page = clerk.get(&root).await.text;
    let dibao =
        page.split("programme=dibao\">").skip(1).map(|rest| rest.split('<').next().unwrap().parse::<usize>().unwrap());
    let links: Vec<String> = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&"))
        .filter(|link| link.ends_with("programme=dibao"))
        .collect();
    let counts: Vec<usize> = dibao.collect();
    assert!(!links.is_empty() && links.len() == counts.len());
    for (link, count) in links.iter().zip(counts) {
        let list = clerk.get(link).await.text;
        let rows = list.matches("<td class=\"lead\"").count();
        assert_eq!(rows, count.min(50), "{link}");
    }
}

#[tokio::test]
async fn a_forgotten_password_is_drawn_anew_shown_once_and_changed_by_its_owner() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::TownClerk, "419901001");
    let system = scene.user("system", Role::SystemAdmin, COUNTY);
    let id = scene.account_id("clerk").to_string();
    let shown = system.post("/users/reset", &[("account", &id), ("key", &format!("{:032}", 2))]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let drawn = shown.text.split("plain wrap\">").nth(1).and_then(|it| it.split('<').next()).unwrap().to_owned();
    assert!(!system.get("/users").await.text.contains(&drawn), "shown once");
    let again = system.post("/users/reset", &[("account", &id), ("key", &format!("{:032}", 2))]).await;
    assert_eq!(
        (again.status, &*again.to),
        (StatusCode::SEE_OTHER, "/users"),
        "sent twice, done once: the first one opens"
    );
    assert!(clerk.get("/work").await.to.starts_with("/sign-in"), "the old session is over");
    let door = scene.at_the_door("clerk", &drawn).await;
    assert_eq!(door.to, "/me", "who was given a password is asked to choose one");
    let clerk = scene.signed_in_with("clerk", &drawn);
    assert!(clerk.get("/me").await.text.contains("由管理员设置"));
    let new = "竹影扫阶 尘不动心 之外";
    let differ = clerk.post("/me/password", &[("old", &drawn), ("new", new), ("again", "别的")]).await;
    assert!(differ.status == StatusCode::UNPROCESSABLE_ENTITY && differ.text.contains("不一致"), "{}", differ.text);
    let wrong = clerk.post("/me/password", &[("old", "猜的"), ("new", new), ("again", new)]).await;
    assert!(wrong.status == StatusCode::UNAUTHORIZED && wrong.text.contains("原密码不正确"), "{}", wrong.text);
    let changed = clerk.post("/me/password", &[("old", &drawn), ("new", new), ("again", new)]).await;
    assert!(changed.text.contains("密码已更换") && !changed.text.contains("由管理员设置"), "{}", changed.text);
    assert_eq!(scene.at_the_door("clerk", new).await.to, "/work");
}

#[tokio::test]
async fn the_security_administrator_renews_a_second_factor_and_resets_no_password() {
    let scene = Scene::new();
    scene.account("clerk", "clerk", Role::TownClerk, "419901001");
    let security = scene.user("security", Role::SecurityAdmin, COUNTY);
    let id = scene.account_id("clerk").to_string();
    let shown = security.post("/users/factor", &[("account", &id), ("key", &format!("{:032}", 3))]).await;
    assert!(shown.text.contains("otpauth://totp/"), "{}", shown.text);
    assert_eq!(
        security.post("/users/reset", &[("account", &id), ("key", &format!("{:032}", 4))]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        security
            .post("/users/close", &[("account", &id), ("closed", "yes"), ("key", &format!("{:032}", 5))])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}
