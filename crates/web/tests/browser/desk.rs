//! The county's desk: a file becomes doubts. And every page at every width.

use super::{Browser, apply, look_into, staffed};
use crate::county::{COUNTY, Scene, roster, take_all};
use doudi_journal::access::Role;
use fantoccini::Locator;

/// A department's file sent and taken in by the county; the browser is on its snapshot afterwards.
async fn send_in(browser: &Browser) {
    browser.go("/imports").await;
    let input = browser.client.find(Locator::Css("#send input[type=file]")).await.unwrap();
    input.send_keys(&roster("学籍").display().to_string()).await.unwrap();
    browser.click("#send button.main").await;
    browser.appears("#apply").await;
    assert!(browser.text().await.contains("将新增一份快照"));
    browser.click("#apply button").await;
    browser.appears("#complaints a").await;
    browser.follow("#complaints a").await;
    browser.appears("#rows li").await;
}

/// A comparison run and its doubts handed down; the browser lists them afterwards.
pub(super) async fn compare(browser: &Browser, scene: &Scene) {
    take_all(scene.folder.path());
    browser.go("/comparisons/pension_coverage?month=2026-07").await;
    browser.click("#run button").await;
    browser.appears("#hand-down").await;
    browser.follow("#hand-down button").await;
}

async fn first_choice(browser: &Browser) -> String {
    let option = browser.client.find(Locator::Css("[name=choice] option:nth-child(2)")).await.unwrap();
    option.prop("value").await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_becomes_doubts_and_a_town_answers_one() {
    let (scene, _) = staffed();
    scene.account("counter", "县柜台", Role::CountyClerk, COUNTY);
    for town in ["419901001", "419901002", "419901003"] {
        scene.account(&format!("town-{}", &town[8..]), "镇办", Role::TownClerk, town);
    }
    let browser = Browser::over(&scene).await;
    browser.width(1440).await;
    browser.sign_in("counter").await;
    send_in(&browser).await;
    compare(&browser, &scene).await;
    browser.follow("td.lead a[href*='/doubts/']").await;
    let doubt = browser.path().await;
    let town = browser.client.find(Locator::Css("[name=division]")).await.unwrap();
    let village = town.prop("value").await.unwrap().unwrap();
    browser.sign_in(&format!("town-{}", &village[8..9])).await;
    browser.go(&doubt).await;
    browser.choose("[name=choice]", &first_choice(&browser).await).await;
    browser.type_in("[name=note]", "入户核实，情况属实").await;
    browser.follow("#answer button").await;
    let text = browser.text().await;
    assert!(text.contains("已核实") && text.contains("入户核实，情况属实"), "{text}");
    for width in [1440, 720, 390] {
        browser.width(width).await;
        for path in ["/doubts", &doubt] {
            browser.go(path).await;
            assert!(browser.fits().await, "{path} at {width}");
        }
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_fit_a_telephone_and_a_desk_and_twice_the_size() {
    let (scene, head) = staffed();
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    let case = apply(&browser, &head, "oneself").await;
    look_into(&browser).await;
    let file = format!("/households/{}?task=T-1", scene.eligible("dibao").id);
    for width in [1440, 720, 390] {
        browser.width(width).await;
        let beside = ["/reviews", "/referrals", "/imprest", "/payments", "/relatives", "/me/relatives", "/discoveries"];
        for path in ["/work", "/households", &file, &case, "/notices", "/divisions", "/me"].into_iter().chain(beside) {
            browser.go(path).await;
            assert!(browser.fits().await, "{path} at {width}");
        }
    }
    browser.close().await;
}

/// What the keyboard reaches: marks whatever has had the focus, and says what was reached without showing it.
const FOCUSED: &str = "
    const it = document.activeElement;
    it.dataset.reached = 'yes';
    const look = getComputedStyle(it);
    return look.outlineStyle !== 'none' || look.boxShadow !== 'none' ? '' : it.outerHTML.slice(0, 120);
";
const FOCUSABLE: &str = "
    const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary');
    return [...all].filter(it => it.checkVisibility() && !it.disabled);
";

/// Walks a page with the key for the next field, and tells what it never reached or did not show.
async fn walked(browser: &Browser) -> Vec<String> {
    let count = format!("return (() => {{ {FOCUSABLE} }})().length");
    let count = browser.client.execute(&count, Vec::new()).await.unwrap().as_u64().unwrap();
    let mut faults = Vec::new();
    for _ in 0..count {
        let active = browser.client.active_element().await.unwrap();
        active.send_keys("\u{e004}").await.unwrap();
        let fault = browser.client.execute(FOCUSED, Vec::new()).await.unwrap();
        faults.extend(fault.as_str().filter(|it| !it.is_empty()).map(|it| format!("not shown: {it}")));
    }
    // Of the choices of one question the keyboard stops at one, and the arrows reach the others.
    let missed = format!(
        "return (() => {{ {FOCUSABLE} }})().filter(it => !it.dataset.reached && it.type !== 'radio').map(it => it.outerHTML.slice(0, 120))"
    );
    let missed = browser.client.execute(&missed, Vec::new()).await.unwrap();
    faults.extend(missed.as_array().unwrap().iter().map(|it| format!("never reached: {it}")));
    faults
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_reaches_everything_and_shows_where_it_is() {
    let (scene, head) = staffed();
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    let case = apply(&browser, &head, "oneself").await;
    let file = format!("/households/{}?task=T-1", scene.eligible("dibao").id);
    for path in ["/work", "/households", &file, &case, "/me"] {
        browser.go(path).await;
        assert_eq!(walked(&browser).await, Vec::<String>::new(), "{path}");
    }
    browser.close().await;
}
