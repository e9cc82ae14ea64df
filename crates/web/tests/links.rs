//! Linking review and simulation on pages.

use crate::county::{COUNTY, Scene, field};
use axum::http::StatusCode;
use doudi_journal::access::Role;

/// A batch of two pairs as `doudi link` keeps one; the second pair as batches had it before waterfalls were kept.
fn batch(scene: &Scene) -> &'static str {
    let id = "0a1b2c3d4e5f60718293a4b5";
    let folder = scene.folder.path().join("desk/link/2026-07").join(id);
    std::fs::create_dir_all(&folder).unwrap();
    let column = |field: &str, zh: &str, en: &str, kind: &str, masked: bool| serde_json::json!({ "field": field, "zh": zh, "en": en, "kind": kind, "masked": masked, "headings": [field, field] });
    let list = |name: &str| serde_json::json!({ "name": name, "rows": 900, "unused": [] });
    let plan = serde_json::json!({
        "lists": [list("土地承包"), list("户籍人口")],
        "columns": [
            column("name", "姓名", "name", "name", false),
            column("division", "村社区", "village", "division", false),
            column("phone", "电话", "phone", "text", true),
        ],
        "columns_from": "2026-01-01", "costs": [10.0, 5.0, 1.0], "limits": [0.9, 0.2], "looked_at": 10, "matches": 2.0,
        "loss": 0.0, "once": [true, true], "described": ["", ""],
        "decided": { "same": 0, "different": 0, "unclear": 0 },
    });
    let about = serde_json::json!({ "id": id, "month": "2026-07", "made": "2026-08-01", "plan": plan, "proposals": 2 });
    let step = |field: &str, zh: &str, en: &str, bits: f64| serde_json::json!({ "field": field, "level": "", "zh": zh, "en": en, "bits": bits });
    let pair = |number: u32, steps: Vec<serde_json::Value>| {
        let record =
            |name: &str| serde_json::json!([["姓名", name], ["村社区", "某村 419901001001"], ["电话", "13900001234"]]);
        let pair = serde_json::json!({
            "number": number, "look": true, "keys": [format!("a{number}"), format!("b{number}")],
            "places": [["Sheet1", 7], ["", 9]], "records": [record("林阿禾"), record("林阿合")],
            "probability": 0.7, "weight": 1.2, "why": "姓名：同音（+6.2）", "steps": steps,
        });
        format!("{pair}\n")
    };
    let steps = vec![
        step("prior", "任取两行恰为同一人", "any two rows being one person", -5.0),
        step("name", "姓名：同音", "name: sounds the same", 6.2),
    ];
    std::fs::write(folder.join("link.json"), about.to_string()).unwrap();
    std::fs::write(folder.join("asked.jsonl"), pair(1, steps) + &pair(2, Vec::new())).unwrap();
    id
}

#[tokio::test]
async fn a_pair_is_looked_at_decided_once_corrected_and_taken_back() {
    let scene = Scene::new();
    let id = batch(&scene);
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let other = scene.user("other", Role::CountyClerk, COUNTY);
    assert!(clerk.get("/links").await.text.contains("土地承包 × 户籍人口"));
    let pairs = clerk.get(&format!("/links/{id}")).await.text;
    assert!(pairs.contains("林阿禾") && pairs.contains(&format!("/links/{id}/2")), "{pairs}");
    let path = format!("/links/{id}/1");
    let page = clerk.get(&path).await.text;
    assert!(page.contains("<mark>林阿合</mark>") && page.contains("<rect class=\"for\"") && page.contains("+6.2"));
    let bare = clerk.get(&format!("/links/{id}/2")).await.text;
    assert!(!bare.contains("13900001234") && bare.contains("139****1234"), "{bare}");
    assert!(!bare.contains("<rect") && bare.contains("没有保存逐栏权重"));
    let form = |verdict: &'static str, key: String| {
        [("verdict", verdict.to_owned()), ("reason", "问过本人".into()), ("seen", "0".into()), ("key", key)]
    };
    let send = async |user: &crate::county::User, fields: &[(&'static str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        user.post(&path, &fields).await
    };
    let own = form("same", field(&page, "key"));
    let old = form("different", field(&other.get(&path).await.text, "key"));
    assert_eq!(send(&clerk, &own).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&clerk, &own).await.status, StatusCode::SEE_OTHER, "a form sent twice is done once");
    let told = send(&other, &old).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.text.contains("刚才已有其他人") && told.text.contains("是同一人"), "{}", told.text);
    assert!(clerk.get(&format!("/links/{id}?show=same")).await.text.contains("林阿禾"));
    let page = clerk.get(&path).await.text;
    let key = field(&page, "key");
    let back = clerk.post(&format!("{path}/undo"), &[("seen", "1"), ("key", &key)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    assert!(clerk.get(&path).await.text.contains("撤销"));
    let elsewhere = scene.user("elsewhere", Role::TownClerk, "419901009");
    assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND);
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    assert!(auditor.get("/audit").await.text.contains(&format!("link:{id}:1")));
}

#[tokio::test]
async fn a_pair_and_the_reforms_are_told_in_both_languages() {
    let scene = Scene::new();
    let id = batch(&scene);
    let mut clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let pair = format!("/links/{id}/1");
    for (path, zh, en) in [(pair.as_str(), "姓名", "sounds the same"), ("/simulations", "政策模拟", "Simulation")]
    {
        for (lang, said, not) in [("zh", zh, en), ("en", en, zh)] {
            clerk.lang = lang;
            let page = clerk.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.text.contains(said) && !page.text.contains(not), "{path} {lang}: {}", page.text);
        }
    }
    let cadre = scene.user("cadre", Role::VillageCadre, COUNTY);
    for path in ["/links", "/simulations"] {
        assert_eq!(cadre.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_simulation_that_cannot_run_says_why_and_one_that_is_not_there_is_not_found() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let page = clerk.get("/simulations").await.text;
    assert!(page.contains("就业成本扣减三成"), "{page}");
    let unknown = clerk.post("/simulations", &[("reform", "no_such"), ("month", "2026-07")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get("/simulations/running/no_such?month=2026-07").await.status, StatusCode::NOT_FOUND);
    let begun = clerk.post("/simulations", &[("reform", "work_pays"), ("month", "2026-07")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    // The office's lake is empty here: the job ends with a sentence.
    let mut page = clerk.get(&begun.to).await;
    for _ in 0..600 {
        if page.text.contains("role=\"alert\"") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        page = clerk.get(&begun.to).await;
    }
    assert!(page.text.contains("role=\"alert\""), "{}", page.text);
}
