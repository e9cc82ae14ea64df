//! Signing in with the unified identity of an office, against a provider on this machine.

use crate::{
    county::{BEGIN, COUNTY, Scene, nine},
    standing::Standing,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use doudi_journal::{IdempotencyKey, access::Role};
use doudi_oidc::Provider;
use doudi_web::app;
use tower::ServiceExt;

async fn got(router: &Router, path: &str, cookie: &str) -> (StatusCode, HeaderMap, String) {
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, headers, String::from_utf8_lossy(&bytes).into_owned())
}

fn set(headers: &HeaderMap, name: &str) -> String {
    let mut all = headers.get_all(header::SET_COOKIE).iter().map(|it| it.to_str().unwrap());
    all.rfind(|it| it.starts_with(&format!("{name}="))).unwrap_or_default().to_owned()
}

fn pair(cookie: &str) -> String {
    cookie.split(';').next().unwrap().to_owned()
}

/// Goes to the provider, which says `account`, and comes back.
async fn round(scene: &Scene, standing: &Standing, account: &str) -> (StatusCode, HeaderMap, String) {
    let router = app(scene.state.clone().unified(Provider::read(&standing.settings("")).unwrap()));
    let (status, headers, _) = got(&router, "/sign-in/unified?next=/households", "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let to = headers[header::LOCATION].to_str().unwrap();
    let attempt = pair(&set(&headers, "doudi_attempt"));
    let mut claims = standing.claims(attempt.split_once('=').unwrap().1, nine(BEGIN).millis() / 1000);
    claims["sub"] = account.into();
    standing.answer(&claims);
    let state = to.split(['?', '&']).find(|it| it.starts_with("state=")).unwrap();
    got(&router, &format!("/sign-in/unified/back?code=c&{state}"), &attempt).await
}

#[tokio::test]
async fn whoever_the_offices_identity_has_seen_has_a_session_that_no_other_site_sends() {
    let (scene, standing) = (Scene::new(), Standing::new());
    scene.account("li", "li", Role::CountyClerk, COUNTY);
    let (status, headers, text) = round(&scene, &standing, "li").await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert!(text.contains("url=/households\""), "{text}");
    let session = set(&headers, "doudi_session");
    assert!(session.contains("SameSite=Strict"), "{session}");
    assert!(set(&headers, "doudi_attempt").ends_with("Max-Age=0"));
    let (status, ..) = got(&app(scene.state.clone()), "/households", &pair(&session)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_has_no_account_or_a_closed_one_or_comes_back_alone_stays_outside() {
    let (scene, standing) = (Scene::new(), Standing::new());
    let id = scene.account("li", "li", Role::CountyClerk, COUNTY);
    let (status, headers, text) = round(&scene, &standing, "wang").await;
    assert_eq!((status, set(&headers, "doudi_session").as_str()), (StatusCode::UNAUTHORIZED, ""));
    assert!(!text.contains("wang"), "the browser is not told the name");
    let key = IdempotencyKey::new("close-the-account-of-li").unwrap();
    doudi_office::staff::close(&scene.bureau, &scene.somebody(Role::SystemAdmin), id, true, &key).unwrap();
    assert_eq!(round(&scene, &standing, "li").await.0, StatusCode::UNAUTHORIZED);
    let router = app(scene.state.clone().unified(Provider::read(&standing.settings("")).unwrap()));
    let (status, _, text) = got(&router, "/sign-in/unified/back?code=c&state=s", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(text.contains("不是从本页面开始"), "{text}");
}

#[tokio::test]
async fn an_office_without_one_shows_no_such_door() {
    let (scene, standing) = (Scene::new(), Standing::new());
    let router = app(scene.state.clone());
    assert!(!got(&router, "/sign-in", "").await.2.contains("/sign-in/unified"));
    for path in ["/sign-in/unified", "/sign-in/unified/back"] {
        assert_eq!(got(&router, path, "").await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let router = app(scene.state.clone().unified(Provider::read(&standing.settings("")).unwrap()));
    assert!(got(&router, "/sign-in", "").await.2.contains("/sign-in/unified?next=/work"));
}
