//! Every page as a picture, for people to look at.

use super::{Browser, apply, desk::compare, look_into, staffed};
use crate::county::{COUNTY, roster};
use doudi_journal::access::Role;
use doudi_kernel::Date;
use fantoccini::Locator;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws a picture of every page of the desk, for people to look at"]
async fn the_desk_as_pictures() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    let (scene, _) = staffed();
    scene.account("counter", "县柜台", Role::CountyClerk, COUNTY);
    let browser = Browser::over(&scene).await;
    browser.width(1440).await;
    browser.sign_in("counter").await;
    draw(&browser, &folder, "imports-empty", "/imports").await;
    browser.go("/imports").await;
    let input = browser.client.find(Locator::Css("#send input[type=file]")).await.unwrap();
    input.send_keys(&roster("学籍").display().to_string()).await.unwrap();
    browser.click("#send button.main").await;
    browser.appears("#apply").await;
    let plan = browser.path().await;
    draw(&browser, &folder, "import-plan", &plan).await;
    browser.go(&plan).await;
    browser.follow("#apply button").await;
    // While a file is taken in, the page is shown anew whenever there is news.
    browser.appears("body:not(:has([data-status])) #complaints a").await;
    browser.follow("#complaints a").await;
    let snapshot = browser.client.current_url().await.unwrap();
    draw(&browser, &folder, "snapshot", &format!("{}?{}", snapshot.path(), snapshot.query().unwrap_or_default())).await;
    draw(&browser, &folder, "comparisons", "/comparisons?month=2026-07").await;
    compare(&browser, &scene).await;
    draw(&browser, &folder, "comparison", "/comparisons/pension_coverage?month=2026-07").await;
    draw(&browser, &folder, "doubts", "/doubts?spec=pension_coverage").await;
    browser.go("/doubts?spec=pension_coverage").await;
    browser.follow("td.lead a[href*='/doubts/']").await;
    let doubt = browser.path().await;
    draw(&browser, &folder, "doubt", &doubt).await;
    draw(&browser, &folder, "imports", "/imports").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws a picture of every page, for people to look at"]
async fn every_page_as_a_picture() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    let (scene, head) = staffed();
    let browser = Browser::over(&scene).await;
    browser.width(1440).await;
    browser.sign_in("zhang").await;
    let new = format!("/cases/new?household={}", scene.eligible("dibao").id);
    let file = format!("/households/{}", scene.eligible("dibao").id);
    let opened = format!("{file}?task=T-1");
    let why = format!("{file}/explain?programme=dibao&task=T-1");
    let case = apply(&browser, &head, "oneself").await;
    draw(&browser, &folder, "case-begun", &case).await;
    browser.go(&case).await;
    look_into(&browser).await;
    draw(&browser, &folder, "case-seen", &case).await;
    browser.go(&case).await;
    browser.act("review", None).await;
    browser.act("publish", None).await;
    let village = format!("/notices/{}", scene.eligible("dibao").division);
    let town = format!("/divisions/{}", scene.eligible("dibao").division / 1000);
    let pages = [
        ("work", "/work?all=1"),
        ("households", "/households"),
        ("closed", &file),
        ("file", &opened),
        ("why", &why),
        ("new", &new),
        ("case-published", &case),
        ("notices", "/notices"),
        ("notice", &village),
        ("town", &town),
        ("me", "/me"),
        ("reviews", "/reviews"),
        ("referrals", "/referrals"),
        ("imprest", "/imprest"),
        ("payments", "/payments?month=2026-09"),
        ("relatives", "/me/relatives"),
        ("missing", "/nowhere"),
    ];
    for (name, path) in pages {
        draw(&browser, &folder, name, path).await;
    }
    browser.sign_in("wang").await;
    draw(&browser, &folder, "county", "/divisions").await;
    browser.sign_in("zhou").await;
    draw(&browser, &folder, "audit", "/audit").await;
    browser.go("/audit").await;
    browser.follow("#verify").await;
    picture(&browser, &folder, "verified").await;
    browser.sign_in("zhao").await;
    draw(&browser, &folder, "users", "/users").await;
    browser.sign_in("sun").await;
    draw(&browser, &folder, "user-new", "/users/new").await;
    browser.client.delete_all_cookies().await.unwrap();
    draw(&browser, &folder, "sign-in", "/sign-in").await;
    scene.turn_to(Date::constant(2026, 9, 20));
    browser.sign_in("zhang").await;
    draw(&browser, &folder, "work-late", "/work?all=1").await;
    browser.close().await;
}

async fn draw(browser: &Browser, folder: &std::path::Path, name: &str, path: &str) {
    for width in [1440, 390] {
        browser.width(width).await;
        browser.go(path).await;
        picture(browser, folder, &format!("{name}-{width}")).await;
    }
    browser.width(1440).await;
}

/// The whole page, below the window's edge too.
pub(crate) async fn picture(browser: &Browser, folder: &std::path::Path, name: &str) {
    let asked = json!({ "format": "png", "captureBeyondViewport": true });
    let data = browser.cdp("Page.captureScreenshot", asked).await["data"].as_str().unwrap().to_owned();
    std::fs::write(folder.join(format!("{name}.png.base64")), data).unwrap();
    // What is clicked next must stand where it is seen.
    browser.still().await;
}
