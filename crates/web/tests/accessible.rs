//! What a screen reader meets: axe-core over a page in a real browser (`browser/axe`, MPL-2.0, used by tests only).

use crate::{
    browser::{Browser, apply, look_into, staffed},
    matters::signalled,
};
use fantoccini::Client;

const AXE: &str = include_str!("browser/axe/axe.min.js");

/// Every rule that axe-core has, WCAG 2 A and AA and its good practice; a word for each violation with what it is about.
const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(found => done(found.violations.map(one =>
  one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | '))), why => done(['axe: ' + why]));";

/// What the page that a browser shows breaks.
pub(crate) async fn violations(client: &Client) -> Vec<String> {
    client.execute(AXE, Vec::new()).await.unwrap();
    let found = client.execute_async(RUN, Vec::new()).await.unwrap();
    found.as_array().unwrap().iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect()
}

/// Holds the page that the browser shows to it.
pub(crate) async fn without_violations(browser: &Browser, what: &str) {
    assert_eq!(violations(&browser.client).await, Vec::<String>::new(), "{what}");
}

/// Every page of some, with what it breaks; at a width.
async fn broken(browser: &Browser, account: &str, width: u32, pages: &[&str]) -> Vec<(String, Vec<String>)> {
    browser.width(1440).await;
    browser.sign_in(account).await;
    browser.width(width).await;
    let mut all = Vec::new();
    for path in pages {
        browser.go(path).await;
        let found = violations(&browser.client).await;
        if !found.is_empty() {
            all.push((format!("{path} at {width}"), found));
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_main_page_of_the_portal_breaks_a_rule_of_accessibility() {
    let (scene, head) = staffed();
    let matter = format!("/matters/{}", signalled(&scene));
    let found = scene.eligible("dibao");
    let (town, village) = (found.division / 1000, found.division);
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    let case = apply(&browser, &head, "oneself").await;
    look_into(&browser).await;
    browser.act("review", None).await;
    browser.act("publish", None).await;
    let (closed, open) = (format!("/households/{}", found.id), format!("/households/{}?task=T-1", found.id));
    let explain = format!("/households/{}/explain?programme=dibao&task=T-1", found.id);
    let (towns, notice) = (format!("/divisions/{town}"), format!("/notices/{village}"));
    let own =
        ["/work?all=1", "/households", &closed, &open, &explain, &case, "/matters", &matter, "/discoveries", "/voices"];
    let beside = ["/sent", "/reviews", "/notices", &notice, "/me", "/me/relatives", &towns, "/ledgers"];
    let clerk: Vec<&str> = own.into_iter().chain(beside).collect();
    let county =
        ["/divisions", "/imports", "/comparisons", "/doubts", "/ledgers", "/matters/feedback", "/matters/exemptions"];
    let mut all = broken(&browser, "zhang", 1440, &clerk).await;
    all.extend(broken(&browser, "zhang", 390, &own).await);
    all.extend(broken(&browser, "qian", 1440, &county).await);
    all.extend(broken(&browser, "zhao", 1440, &["/users", "/users/new"]).await);
    all.extend(broken(&browser, "sun", 1440, &["/messages", "/users/new"]).await);
    all.extend(broken(&browser, "zhou", 1440, &["/audit"]).await);
    browser.client.delete_all_cookies().await.unwrap();
    for path in ["/sign-in", "/nowhere", "/citizen/nowhere"] {
        browser.go(path).await;
        let found = violations(&browser.client).await;
        all.extend((!found.is_empty()).then(|| (path.to_owned(), found)));
    }
    assert_eq!(all, Vec::new());
    browser.close().await;
}
