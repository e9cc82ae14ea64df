//! Ledgers in the browser: seen, counted, taken away.

use crate::county::{COUNTY, Scene};
use axum::http::StatusCode;
use doudi_journal::access::Role;

#[tokio::test]
async fn a_ledger_is_shown_for_each_kind_and_a_figure_leads_to_its_list() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    for kind in ["figures", "roster", "additions", "stops", "adjusted"] {
        let page = clerk.get(&format!("/ledgers?kind={kind}&month=2026-07&programme=dibao")).await;
        assert_eq!(page.status, StatusCode::OK, "{kind}: {}", page.text);
        assert!(page.text.contains("导出 Excel"), "{kind}");
    }
    let roster = clerk.get("/ledgers?kind=roster&month=2026-07&programme=dibao").await.text;
    assert!(roster.contains("href=\"/households/") && roster.contains("大写"));
    let page = clerk.get("/ledgers?kind=roster&month=2026-13").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let elsewhere = clerk.get("/ledgers?kind=roster&month=2026-07&within=419902").await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_ledger_is_taken_for_a_purpose_by_who_may_and_the_auditor_sees_it() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let asked =
        [("kind", "roster"), ("month", "2026-07"), ("programme", "dibao"), ("within", COUNTY), ("format", "xlsx")];
    let nothing = clerk.post("/ledgers/export", &asked).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "no purpose");
    let mut all = asked.to_vec();
    all.push(("use", "report"));
    let status = clerk.take("/ledgers/export", &all).await;
    assert_eq!(status, (StatusCode::OK, format!("attachment; filename=\"roster-dibao-{COUNTY}-202607.xlsx\"")));
    let cadre = scene.user("cadre", Role::VillageCadre, COUNTY);
    assert!(!cadre.get("/ledgers?kind=roster&month=2026-07").await.text.contains("/ledgers/export"));
    assert_eq!(cadre.post("/ledgers/export", &all).await.status, StatusCode::FORBIDDEN);
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    let audit = auditor.get("/audit").await.text;
    assert!(audit.contains("导出") && audit.contains("ledger:roster-dibao"), "{audit}");
}
