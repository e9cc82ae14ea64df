//! Files from a browser into the lake, through the router.

use crate::county::{COUNTY, Came, Scene, User, roster};
use axum::http::StatusCode;
use doudi_journal::access::{Department, Role};
use doudi_office::imports;
use doudi_web::serve;
use std::path::Path;

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

/// Sends one file as the page does.
async fn upload(user: &User, name: &str, bytes: &[u8]) -> Came {
    let form = user.form.clone();
    let parts = [("form", None, form.as_bytes()), ("key", None, KEY), ("file", Some(name), bytes)];
    user.send("/imports", &parts).await
}

pub(crate) fn read(path: &Path) -> (String, Vec<u8>) {
    (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
}

/// Waits until a page has news.
pub(crate) async fn settled(user: &User, path: &str) {
    for _ in 0..2_000 {
        let came = user.get(&format!("{path}/status")).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.text);
        if came.text.contains("settled") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{path} never settles");
}

/// Sends a roster and takes it in; the snapshot's path.
pub(crate) async fn taken_in(user: &User, word: &str) -> String {
    let (name, bytes) = read(&roster(word));
    let sent = upload(user, &name, &bytes).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    settled(user, &sent.to).await;
    let apply = user.post(&format!("{}/apply", sent.to), &[]).await;
    assert_eq!(apply.to, sent.to, "{}", apply.text);
    settled(user, &sent.to).await;
    let done = user.get(&sent.to).await;
    assert!(done.to.starts_with("/imports/snapshots/"), "{}", done.text);
    done.to
}

fn spooled(scene: &Scene) -> usize {
    std::fs::read_dir(scene.folder.path().join("spool")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_file_is_sent_looked_at_taken_in_and_answered() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let (name, bytes) = read(&roster("学籍"));
    let sent = upload(&clerk, &name, &bytes).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let again = upload(&clerk, &name, &bytes).await;
    assert_eq!(again.to, sent.to, "a form sent twice is one file");
    settled(&clerk, &sent.to).await;
    let plan = clerk.get(&sent.to).await.text;
    assert!(plan.contains("学籍名册") && plan.contains("2026-07") && plan.contains("将新增一份快照"), "{plan}");
    assert!(clerk.get("/imports").await.text.contains("待确认导入"));
    assert!(!scene.folder.path().join("lake/snapshots/student").exists(), "a plan changes nothing");
    let snapshot = taken_in(&clerk, "学籍").await;
    let page = clerk.get(&snapshot).await.text;
    assert!(page.contains("确认人") && page.contains("clerk") && page.contains("下载给来文单位的回执"), "{page}");
    let rule = page.split("?rule=").nth(1).unwrap().split('#').next().unwrap();
    let rows = clerk.get(&format!("{snapshot}?rule={rule}")).await.text;
    assert!(rows.contains("所在的行") && rows.contains("第"), "{rows}");
    let answer = clerk.get(&format!("{snapshot}/answer")).await;
    assert!(answer.status == StatusCode::OK && answer.text.starts_with("PK"));
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    assert!(auditor.get("/audit").await.text.contains("snapshot:"), "a list that was taken out is on record");
    assert!(auditor.post("/audit/verify", &[]).await.text.contains("日志链完整"));
    assert!(clerk.get("/imports").await.text.contains(&snapshot), "the month has its cell");
}

#[tokio::test]
async fn nothing_is_taken_of_a_file_without_the_sessions_token_or_that_breaks_off() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let other = scene.user("other", Role::CountyClerk, COUNTY);
    let (own, theirs) = (clerk.form.clone(), other.form.clone());
    let file = ("file", Some("a.csv"), &b"a,b\n1,2\n"[..]);
    let (form, key) = (("form", None, own.as_bytes()), ("key", None, KEY));
    let bad = ("form", None, theirs.as_bytes());
    for parts in [vec![file], vec![key, form, file], vec![bad, key, file], vec![]] {
        assert_eq!(clerk.send("/imports", &parts).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(spooled(&scene), 0);
    let head = |name: &str| format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"");
    let key = String::from_utf8(KEY.to_vec()).unwrap();
    let cut = format!(
        "{}\r\n\r\n{own}\r\n{}\r\n\r\n{key}\r\n{}; filename=\"a.csv\"\r\n\r\n1,2\n3,4",
        head("form"),
        head("key"),
        head("file")
    );
    assert_eq!(clerk.send_raw("/imports", cut.into_bytes()).await.status, StatusCode::BAD_REQUEST);
    let none = clerk.send("/imports", &[form, ("key", None, KEY), ("file", Some(""), &b""[..])]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..200 {
        if spooled(&scene) == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("a file that broke off is still there");
}

#[tokio::test]
async fn a_department_sends_the_county_takes_in_and_nobody_else_sees_it() {
    let scene = Scene::new();
    let school = scene.user("school", Role::Department(Department::Education), COUNTY);
    let clinic = scene.user("clinic", Role::Department(Department::Health), COUNTY);
    let (clerk, town) =
        (scene.user("clerk", Role::CountyClerk, COUNTY), scene.user("town", Role::TownClerk, "419901001"));
    let (name, bytes) = read(&roster("学籍"));
    let sent = upload(&school, &name, &bytes).await.to;
    settled(&school, &sent).await;
    assert!(school.get(&sent).await.text.contains("由县级经办确认导入"));
    assert_eq!(school.post(&format!("{sent}/apply"), &[]).await.status, StatusCode::FORBIDDEN);
    for path in [sent.clone(), format!("{sent}/status")] {
        assert_eq!(clinic.get(&path).await.status, StatusCode::NOT_FOUND, "another department's");
        assert_eq!(town.get(&path).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(clinic.post(&format!("{sent}/discard"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.get("/imports").await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&town, &name, &bytes).await.status, StatusCode::FORBIDDEN);
    assert_eq!(clerk.post(&format!("{sent}/apply"), &[]).await.status, StatusCode::SEE_OTHER);
    settled(&clerk, &sent).await;
    assert!(clerk.get(&sent).await.to.starts_with("/imports/snapshots/"));
    assert!(school.get(&sent).await.text.contains("已导入"));
}

#[tokio::test]
async fn what_was_decided_before_the_machine_stopped_is_taken_in_when_it_runs_again() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let (name, bytes) = read(&roster("学籍"));
    let sent = upload(&clerk, &name, &bytes).await.to;
    settled(&clerk, &sent).await;
    let id = sent.rsplit('/').next().unwrap();
    let who = scene.somebody(Role::CountyClerk);
    let decided = imports::apply_planned(&scene.bureau, &who, id).unwrap();
    assert!(matches!(decided.stage, imports::Stage::Applying { .. }));
    let half = scene.folder.path().join("spool").join("incoming-x");
    std::fs::create_dir_all(&half).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    serve(listener, scene.state.clone(), async {}).await.unwrap();
    assert!(!half.exists(), "what was being received is gone");
    settled(&clerk, &sent).await;
    let snapshot = clerk.get(&sent).await.to;
    assert!(clerk.get(&snapshot).await.text.contains("下载给来文单位的回执"));
    // As if it had stopped between the snapshot and the answer: done again, it is there once, with its answer.
    let outbox = scene.folder.path().join("outbox");
    std::fs::remove_dir_all(&outbox).unwrap();
    std::fs::write(scene.folder.path().join("spool").join(id).join("file").join(&name), &bytes).unwrap();
    let manifest = imports::apply(&scene.bureau, &decided, &Default::default()).unwrap();
    assert!(snapshot.ends_with(manifest.id.as_str()) && outbox.is_dir());
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    assert!(auditor.post("/audit/verify", &[]).await.text.contains("日志链完整"));
}

#[tokio::test]
async fn a_file_that_does_not_tell_what_it_is_asks_and_one_never_seen_is_offered_a_layout() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let (_, bytes) = read(&roster("学籍"));
    let sent = upload(&clerk, "学籍名册.xlsx", &bytes).await.to;
    settled(&clerk, &sent).await;
    let page = clerk.get(&sent).await.text;
    assert!(page.contains("请在下面写明月份") && !page.contains("--month"), "{page}");
    clerk.post(&format!("{sent}/say"), &[("month", "2026-07"), ("feed", "")]).await;
    settled(&clerk, &sent).await;
    assert!(clerk.get(&sent).await.text.contains("由您指明"));
    assert_eq!(clerk.post(&format!("{sent}/discard"), &[]).await.to, "/imports");
    assert_eq!(clerk.get(&sent).await.status, StatusCode::NOT_FOUND);

    let text = "姓名,联系电话,走访次数\n王小二,,3\n张三,,1\n";
    let sent = upload(&clerk, "关爱名单2026-07.csv", text.as_bytes()).await.to;
    settled(&clerk, &sent).await;
    let page = clerk.get(&sent).await.text;
    assert!(page.contains("认不出这是哪一类文件") && page.contains("拟定的版式"), "{page}");
    let toml = page.split("spellcheck=\"false\">").nth(1).unwrap().split("</textarea>").next().unwrap();
    let toml = toml.replace("&#34;", "\"").replace("&quot;", "\"").replace("&#39;", "'").replace("&#38;", "&");
    let accepted = clerk.post(&format!("{sent}/layout"), &[("toml", &toml)]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
    settled(&clerk, &sent).await;
    assert!(clerk.get(&sent).await.text.contains("确认导入"));
}
