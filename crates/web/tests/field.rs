//! The field app in a real browser whose network is cut: Chromium as a telephone, killed and opened again.

use crate::{
    accessible::violations,
    browser::{cdp, opened},
    county::{BEGIN, COUNTY, PASSWORD, Scene, User, nine},
    routes::applied,
};
use axum::http::StatusCode;
use doudi_journal::access::Role;
use doudi_office::{
    matters::{self, Signals},
    visits,
};
use doudi_web::serve;
use doudi_work::{assess::Household, watch::Raised};
use fantoccini::{
    Client, Locator,
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command},
    time::Duration,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// The office on the network, which can be cut and mended.
struct Site {
    scene: Scene,
    address: String,
    end: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Site {
    async fn over(scene: Scene) -> Self {
        let mut site = Self { scene, address: "127.0.0.1:0".into(), end: None };
        site.mend().await;
        site
    }

    async fn mend(&mut self) {
        let listener = TcpListener::bind(&self.address).await.unwrap();
        self.address = listener.local_addr().unwrap().to_string();
        let (end, ended) = oneshot::channel::<()>();
        let served = serve(listener, self.scene.state.clone(), async move {
            let _ = ended.await;
        });
        let task = tokio::spawn(async move { served.await.unwrap() });
        self.end = Some((end, task));
    }

    /// Nobody listens any more, and every connection that stood is closed.
    async fn cut(&mut self) {
        let (end, task) = self.end.take().unwrap();
        end.send(()).unwrap();
        task.await.unwrap();
        assert!(tokio::net::TcpStream::connect(&self.address).await.is_err(), "the network is cut");
    }
}

/// A browser of a telephone's size with a profile that outlives it.
struct Phone {
    driver: Child,
    port: u16,
    client: Client,
    site: String,
    profile: tempfile::TempDir,
}

impl Drop for Phone {
    fn drop(&mut self) {
        kill(&mut self.driver);
    }
}

/// The driver leads a group of its own, to which its browser belongs.
fn kill(driver: &mut Child) {
    let _ = Command::new("kill").args(["-9", "--", &format!("-{}", driver.id())]).status();
    let _ = driver.wait();
}

const PIN: &str = "260803";

impl Phone {
    async fn at(site: &Site) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (driver, port, client) = opened(profile.path()).await;
        let phone = Self { driver, port, client, site: format!("http://{}", site.address), profile };
        phone.small().await;
        phone
    }

    async fn small(&self) {
        let metrics = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
        cdp(&self.client, self.port, "Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Killed, without a word to it, and opened again.
    async fn killed_and_opened(&mut self) {
        kill(&mut self.driver);
        let (driver, port, client) = opened(self.profile.path()).await;
        (self.driver, self.port, self.client) = (driver, port, client);
        self.small().await;
    }

    async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    /// Waits for what a page shows once something is done.
    async fn appears(&self, css: &str) {
        let waited = self.client.wait().at_most(Duration::from_secs(60)).for_element(Locator::Css(css)).await;
        assert!(waited.is_ok(), "no {css}: {}", self.text().await);
    }

    async fn click(&self, css: &str) {
        // As a finger does, wherever on the page it is; a screen that is drawn anew meanwhile is looked at again.
        let script = "const it = document.querySelector(arguments[0]); if (!it) return false; \
                      it.scrollIntoView({ block: 'center' }); it.click(); return true";
        for _ in 0..20 {
            self.appears(css).await;
            if self.client.execute(script, vec![json!(css)]).await.unwrap() == json!(true) {
                return;
            }
        }
        panic!("{css} never stands still");
    }

    async fn type_in(&self, css: &str, text: &str) {
        self.appears(css).await;
        let field = self.client.find(Locator::Css(css)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Waits until a script says so.
    async fn until(&self, script: &str) {
        for _ in 0..600 {
            if self.client.execute(&format!("return Boolean({script})"), Vec::new()).await.unwrap() == json!(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("never: {script}: {}", self.text().await);
    }

    /// Waits for what writes to the telephone's storage or derives a key, and shows nothing.
    async fn settled(&self) {
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }

    async fn text(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }

    async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    async fn sign_in(&self, account: &str) {
        self.go("/sign-in").await;
        self.type_in("[name=account]", account).await;
        self.type_in("[name=password]", PASSWORD).await;
        self.click("button.main").await;
        self.appears("#sign-out").await;
    }

    /// Signed in, with a PIN and the day's tasks, and the app's files kept.
    async fn loaded(&self, account: &str) {
        self.sign_in(account).await;
        self.go("/field").await;
        self.type_in("#pin", PIN).await;
        self.type_in("#again", PIN).await;
        self.click("#unlock button").await;
        self.click("#fetch").await;
        self.appears(".houses a").await;
        let ready = "const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(true))";
        assert_eq!(self.client.execute_async(ready, Vec::new()).await.unwrap(), json!(true));
    }

    async fn unlock(&self) {
        self.go("/field").await;
        self.type_in("#pin", PIN).await;
        self.click("#unlock button").await;
        self.appears("#sync").await;
    }

    /// Chooses an answer of an item of the household.
    async fn answer(&self, item: &str, value: &str) {
        self.click(&format!("[data-item='|{item}'] input[type=radio][value='{value}']")).await;
    }

    async fn otherwise(&self, item: &str, value: &str) {
        self.answer(item, "other").await;
        self.type_in(&format!("[data-item='|{item}'] .pills input[type=text]"), value).await;
        // What was written counts once the field is left.
        self.client.execute("document.activeElement.blur()", Vec::new()).await.unwrap();
    }

    /// Draws two strokes over the field.
    async fn sign(&self) {
        let script = "const it = document.querySelector('#sign'); it.scrollIntoView({ block: 'center' }); \
                      const box = it.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]";
        let found = self.client.execute(script, Vec::new()).await.unwrap();
        let at = |index: usize| found[index].as_f64().unwrap();
        let to = |x: f64, y: f64| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(60)),
            x: (at(0) + at(2) * x).round(),
            y: (at(1) + at(3) * y).round(),
        };
        let (down, up) =
            (PointerAction::Down { button: MOUSE_BUTTON_LEFT }, PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        let mut pen = MouseActions::new("finger".into());
        for (from, over) in [((0.2, 0.3), (0.7, 0.35)), ((0.5, 0.15), (0.4, 0.85))] {
            pen = pen.then(to(from.0, from.1)).then(down.clone()).then(to(over.0, over.1)).then(up.clone());
        }
        self.client.perform_actions(pen).await.unwrap();
    }

    /// Takes a photograph: a picture of 1600 by 1200 as a camera might give it.
    async fn photograph(&self, picture: &Path) {
        let input = self.client.find(Locator::Css("#photo")).await.unwrap();
        input.send_keys(&picture.display().to_string()).await.unwrap();
        self.appears(".photos img").await;
    }

    /// The telephone knows where it is.
    async fn stands(&self, lat: f64, lon: f64) {
        let granted = json!({ "origin": self.site, "permissions": ["geolocation"] });
        cdp(&self.client, self.port, "Browser.grantPermissions", granted).await;
        let place = json!({ "latitude": lat, "longitude": lon, "accuracy": 25 });
        cdp(&self.client, self.port, "Emulation.setGeolocationOverride", place).await;
    }

    /// Every record that the telephone keeps, as a text.
    async fn kept(&self) -> String {
        let script = "const done = arguments[0]; const open = indexedDB.open('doudi-field'); open.onsuccess = () => { \
            const all = open.result.transaction('sealed').objectStore('sealed'); const values = all.getAll(); \
            values.onsuccess = () => done(values.result.map((it) => new TextDecoder().decode(it.data)).join('|')); }";
        self.client.execute_async(script, Vec::new()).await.unwrap().as_str().unwrap().to_owned()
    }

    async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        let asked = json!({ "format": "png", "captureBeyondViewport": true });
        let data =
            cdp(&self.client, self.port, "Page.captureScreenshot", asked).await["data"].as_str().unwrap().to_owned();
        std::fs::write(folder.join(format!("{name}.png.base64")), data).unwrap();
    }
}

/// A picture of 1600 by 1200 with colours that change, as an uncompressed bitmap.
fn picture(folder: &Path) -> PathBuf {
    let (width, height) = (1600u32, 1200u32);
    let mut bytes = b"BM".to_vec();
    let head: [u32; 13] =
        [54 + width * height * 3, 0, 54, 40, width, height, 1 | 24 << 16, 0, width * height * 3, 2835, 2835, 0, 0];
    bytes.extend(head.iter().flat_map(|word| word.to_le_bytes()));
    for row in 0..height {
        bytes.extend((0..width).flat_map(|column| [(row / 5) as u8, (column / 7) as u8, ((row + column) / 11) as u8]));
    }
    let path = folder.join("photo.bmp");
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A household with a case that waits for a visit, two cadres of its village, the town.
async fn village() -> (Site, i64, String) {
    let scene = Scene::new();
    let found = scene.eligible("dibao");
    let (village, town) = (found.division.to_string(), (found.division / 1000).to_string());
    scene.account("zhang", "张经办", Role::TownClerk, &town);
    scene.account("chen", "陈支书", Role::VillageCadre, &village);
    scene.account("liu", "刘会计", Role::VillageCadre, &village);
    let clerk = scene.signed_in("zhang");
    applied(&scene, &clerk, "oneself").await;
    (Site::over(scene).await, found.id, village)
}

/// Signals about a household: its matter.
fn signalled(scene: &Scene, household: i64) -> i64 {
    let month = scene.bureau.month.as_ref().unwrap();
    let households: Vec<Household> = month.all().unwrap().map(|it| it.unwrap().household).collect();
    // Files are numbered from 1 in the order of the month.
    let number = u32::try_from(household - 1).unwrap();
    let raised = ["seriously_ill_anew", "work_lost"].map(|signal| Raised {
        household: number,
        member: Some(0),
        signal: signal.into(),
    });
    let signals = Signals { month: month.kept.month, households: &households, raised: &raised };
    matters::take(&scene.bureau, signals, nine(BEGIN), |_| ()).unwrap();
    crate::matters::of(scene, household)
}

async fn visits(clerk: &User, household: i64) -> usize {
    let page = clerk.get(&format!("/households/{household}?task=T-1")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.text.matches(&format!("/households/{household}/visits/")).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_without_a_network_survives_a_killed_browser_and_arrives_once() {
    let (mut site, household, _) = village().await;
    let clerk = site.scene.signed_in("zhang");
    let matter = signalled(&site.scene, household);
    let mut phone = Phone::at(&site).await;
    phone.loaded("chen").await;
    let head = site.scene.eligible("dibao").head;
    assert!(phone.text().await.contains(&head));
    assert!(!phone.kept().await.contains(&head), "what is kept is sealed");
    site.cut().await;
    phone.unlock().await;
    phone.stands(33.123_46, 113.987_65).await;
    phone.click(&format!(".houses a[href='#/visit/{household}']")).await;
    phone.appears("#visit").await;
    phone.answer("wage_income", "told").await;
    phone.answer("income_unsteady", "yes").await;
    phone.answer("guarantee:housing", "no").await;
    assert_eq!(phone.count("[data-signal]").await, 1, "what tells of health is not told to a telephone");
    phone.click("[data-signal=work_lost] input[value=yes]").await;
    phone.click("[data-item='|need:care']").await;
    let companion = phone.client.find(Locator::Css("#companion")).await.unwrap();
    companion.select_by_label("刘会计").await.unwrap();
    phone.type_in("#words", "屋顶漏雨，需要修缮").await;
    phone.photograph(&picture(site.scene.folder.path())).await;
    phone.click("#place").await;
    phone.until("document.getElementById('app').textContent.includes('33.1235, 113.9877')").await;
    phone.sign().await;
    phone.settled().await;
    // Half of a visit survives as the whole does.
    phone.killed_and_opened().await;
    phone.unlock().await;
    phone.click(&format!(".houses a[href='#/visit/{household}']")).await;
    phone.appears(".photos img").await;
    assert_eq!(phone.count("[data-item='|guarantee:housing'] input[value=no]:checked").await, 1);
    phone.click("#finish").await;
    phone.until("document.querySelector('#refused').textContent.includes('走访结论')").await;
    phone.click("#finding input[value=needs_help]").await;
    phone.click("#finish").await;
    phone.appears("#unsent li").await;
    phone.killed_and_opened().await;
    phone.unlock().await;
    phone.appears("#unsent li").await;
    assert_eq!(visits(&clerk, household).await, 0, "nothing has reached the office");
    site.mend().await;
    // A session ends with the browser; what was done stays until its maker has signed in again.
    phone.click("#sync").await;
    phone.appears("a[href='/sign-in?next=/field']").await;
    phone.sign_in("chen").await;
    phone.go("/field").await;
    // The office has it, and its answer is lost on the way: the telephone sends it again.
    let lose = "const ask = window.fetch; window.fetch = async (...all) => { const answer = await ask(...all); \
                if (String(all[0]) === '/field/sync') { window.fetch = ask; window.lost = true; throw new TypeError('lost'); } \
                return answer; }";
    phone.appears("#pin").await;
    phone.client.execute(lose, Vec::new()).await.unwrap();
    phone.type_in("#pin", PIN).await;
    phone.click("#unlock button").await;
    phone.until("window.lost").await;
    phone.settled().await;
    assert_eq!((visits(&clerk, household).await, phone.count("#unsent li").await), (1, 1));
    phone.click("#sync").await;
    phone.until("!document.querySelector('#unsent')").await;
    phone.appears("#became [data-fate=taken]").await;
    assert_eq!(visits(&clerk, household).await, 1, "sent twice, kept once");
    let sheet = clerk.get(&format!("/households/{household}/visits/1?task=T-1")).await.text;
    for said in ["屋顶漏雨，需要修缮", "陈支书", "照料护理、助餐助洁", "33.1235, 113.9877", "照片 1", "<path d=\"M"]
    {
        assert!(sheet.contains(said), "{said}: {sheet}");
    }
    assert!(phone.text().await.contains("已记入办理事项") && phone.text().await.contains("已记入预警事项"));
    let page = clerk.get(&format!("/matters/{matter}")).await.text;
    for said in
        ["id=\"seen\"", "有困难，需要帮扶", "住房安全有保障", "照料护理、助餐助洁", "屋顶漏雨", "已走访，待办结"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(clerk.get("/cases/1").await.text.contains("陈支书 · 刘会计"), "a visit by two is the case's");
    let photo = clerk.get_bytes(&format!("/households/{household}/visits/1/photos/0?task=T-1")).await;
    assert!(photo.starts_with(&[0xff, 0xd8]) && photo.len() <= visits::PHOTO_BYTES, "{} bytes", photo.len());
    phone.click("#fetch").await;
    phone.appears("svg.map circle").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_view_can_be_read_aloud_and_whoever_met_nobody_goes_again() {
    let (site, household, _) = village().await;
    let matter = signalled(&site.scene, household);
    let phone = Phone::at(&site).await;
    let mut broken = Vec::new();
    phone.sign_in("chen").await;
    phone.go("/field").await;
    phone.appears("#unlock").await;
    broken.push(("lock", violations(&phone.client).await));
    phone.loaded("chen").await;
    broken.push(("today", violations(&phone.client).await));
    phone.click("#report").await;
    phone.appears("#other").await;
    broken.push(("who", violations(&phone.client).await));
    phone.click("#other").await;
    phone.appears("[data-cause=illness]").await;
    broken.push(("what", violations(&phone.client).await));
    phone.click("[data-cause=illness]").await;
    phone.appears("#send").await;
    broken.push(("send", violations(&phone.client).await));
    phone.go("/field").await;
    phone.unlock().await;
    phone.click(&format!(".houses a[href='#/visit/{household}']")).await;
    phone.appears("#visit").await;
    phone
        .client
        .execute("document.querySelectorAll('details').forEach((it) => { it.open = true; })", Vec::new())
        .await
        .unwrap();
    broken.push(("visit", violations(&phone.client).await));
    phone.click("#finding input[value=not_at_home]").await;
    phone.answer("guarantee:water", "yes").await;
    phone.click("#finish").await;
    phone.until("document.querySelector('#refused').textContent.includes('家中无人')").await;
    phone.click("[data-item='|guarantee:water'] input[value='']").await;
    phone.click("#finish").await;
    phone.appears("#became [data-fate=taken]").await;
    broken.push(("sent", violations(&phone.client).await));
    let text = phone.text().await;
    assert!(text.contains("未遇，再访") && text.contains("家中无人，择日再访"), "{text}");
    let page = site.scene.signed_in("zhang").get(&format!("/matters/{matter}")).await.text;
    assert!(page.contains("走访未遇") && page.contains("待走访"), "{page}");
    broken.retain(|(_, found)| !found.is_empty());
    assert_eq!(broken, Vec::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_cadres_at_one_household_without_a_network_both_see_what_became_of_it() {
    let (mut site, household, _) = village().await;
    let (chen, liu) = (Phone::at(&site).await, Phone::at(&site).await);
    chen.loaded("chen").await;
    liu.loaded("liu").await;
    site.cut().await;
    for (phone, wage, paper) in [(&chen, "500", false), (&liu, "1200", true)] {
        phone.click(&format!(".houses a[href='#/visit/{household}']")).await;
        phone.appears("#visit").await;
        phone.otherwise("wage_income", wage).await;
        if paper {
            phone.click("[data-item='|wage_income'] .paper input").await;
        }
        phone.answer("guarantee:water", "yes").await;
        phone.click("#finish").await;
        phone.appears("#unsent li").await;
    }
    site.mend().await;
    // Who saw a paper is sent first, and counts nevertheless.
    liu.click("#sync").await;
    liu.appears("#became [data-fate=taken]").await;
    chen.click("#sync").await;
    chen.appears("#became [data-fate=conflict]").await;
    let text = chen.text().await;
    assert!(text.contains("500.00 元") && text.contains("1200.00 元") && text.contains("以对方的为准"), "{text}");
    assert!(text.contains("看过材料的为准"), "{text}");
    liu.click("#sync").await;
    liu.appears("#became [data-fate=conflict]").await;
    let text = liu.text().await;
    assert!(text.contains("以我的为准") && text.contains("500.00 元"), "{text}");
    assert!(!text.contains("饮水安全有保障"), "what both say alike is no difference");
    let clerk = site.scene.signed_in("zhang");
    assert_eq!(visits(&clerk, household).await, 2);
    let first = clerk.get(&format!("/households/{household}/visits/2?task=T-1")).await.text;
    assert!(first.contains("另一次走访：1200.00 元"), "{first}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_neighbour_in_need_is_told_in_three_taps_and_the_town_answers() {
    let (mut site, ..) = village().await;
    let phone = Phone::at(&site).await;
    phone.loaded("chen").await;
    site.cut().await;
    phone.click("#report").await;
    phone.click("#other").await;
    phone.click("[data-cause=illness]").await;
    phone.click("#send").await;
    phone.appears("#unsent li").await;
    site.mend().await;
    phone.click("#sync").await;
    phone.appears("#became [data-fate=reported]").await;
    let clerk = site.scene.signed_in("zhang");
    let page = clerk.get("/discoveries").await.text;
    assert!(page.contains("生病花费大") && page.contains("陈支书") && page.contains("1 件待处理"), "{page}");
    let key = crate::county::field(&page, "key");
    let told = clerk.post("/discoveries/1", &[("key", &key), ("outcome", "applied")]).await;
    assert_eq!(told.to, "/discoveries");
    assert!(clerk.get("/discoveries").await.text.contains("已帮助提出申请"));
    let cadre = site.scene.signed_in("chen").get("/discoveries").await.text;
    assert!(!cadre.contains("id=\"answer-1\""), "the village sees what came of it and decides nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telephone_forgets_after_a_day_after_five_wrong_pins_and_when_the_right_has_ended() {
    let (site, ..) = village().await;
    let phone = Phone::at(&site).await;
    phone.loaded("chen").await;
    let over = "const done = arguments[0]; const open = indexedDB.open('doudi-field'); open.onsuccess = () => { \
        const it = open.result.transaction('plain', 'readwrite'); it.objectStore('plain').put(1, 'until'); \
        it.oncomplete = () => done(true); }";
    phone.client.execute_async(over, Vec::new()).await.unwrap();
    phone.unlock().await;
    assert_eq!(phone.count(".houses a").await, 0, "a day is over");
    phone.click("#fetch").await;
    phone.appears(".houses a").await;
    let id = site.scene.account_id("chen").to_string();
    let sure = site.scene.user("sure", Role::SecurityAdmin, COUNTY);
    let village = site.scene.eligible("dibao").division.to_string();
    let key = format!("{:032}", 77);
    let taken = [("account", &*id), ("role", "village_cadre"), ("area", &village), ("key", &key)];
    assert_eq!(sure.post("/users/revoke", &taken).await.to, "/users");
    phone.click("#sync").await;
    phone.appears("#again").await;
    assert_eq!(phone.kept().await, "", "the right has ended");
    let other = Phone::at(&site).await;
    other.loaded("liu").await;
    other.go("/field").await;
    for _ in 0..5 {
        other.type_in("#pin", "000000").await;
        other.click("#unlock button").await;
        other.settled().await;
    }
    other.appears("#again").await;
    assert_eq!(other.kept().await, "", "five wrong PINs");
}

#[tokio::test]
async fn the_app_is_given_to_anybody_and_the_day_to_who_may_visit() {
    let scene = Scene::new();
    let nobody = scene.user("reader", Role::CountyLeader, COUNTY);
    for path in ["/field", "/field/app.js", "/field/sw.js", "/field/manifest.webmanifest", "/field/icon.svg"] {
        assert_eq!(nobody.get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["/field/session", "/field/day"] {
        assert_eq!(nobody.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let worker = nobody.get("/field/sw.js").await.text;
    assert!(worker.contains("\"/field/visit.js\"") && !worker.contains("{files}") && !worker.contains("{version}"));
    let clerk = scene.user("clerk", Role::TownClerk, "419901001");
    let parts: [(&str, Option<&str>, &[u8]); 3] =
        [("form", None, clerk.form.as_bytes()), ("sent", None, b"0"), ("operation", None, b"{\"kind\":\"visit\"}")];
    assert_eq!(clerk.send("/field/sync", &parts).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = clerk.get("/field/session").await;
    let told: Value = serde_json::from_str(&own.text).unwrap();
    assert_eq!(told["form"], json!(clerk.form));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws a picture of each step, for people to look at"]
async fn the_field_app_as_pictures() {
    let (site, household, _) = village().await;
    let matter = signalled(&site.scene, household);
    let phone = Phone::at(&site).await;
    phone.sign_in("chen").await;
    phone.go("/field").await;
    phone.appears("#unlock").await;
    phone.picture("field-1-lock").await;
    phone.loaded("chen").await;
    phone.picture("field-2-today").await;
    phone.stands(33.123_46, 113.987_65).await;
    phone.click(&format!(".houses a[href='#/visit/{household}']")).await;
    phone.appears("#visit").await;
    phone.answer("wage_income", "told").await;
    phone.otherwise("business_net_income", "200").await;
    phone.answer("guarantee:housing", "no").await;
    phone.click("[data-item='|need:care']").await;
    phone.photograph(&picture(site.scene.folder.path())).await;
    phone.click("#place").await;
    phone.sign().await;
    phone.click("[data-signal=work_lost] input[value=yes]").await;
    phone.click("#finding input[value=needs_help]").await;
    phone.picture("field-3-visit").await;
    phone.click("#finish").await;
    phone.appears("#became [data-fate=taken]").await;
    phone.click("#fetch").await;
    phone.appears("svg.map circle").await;
    phone.picture("field-4-sent").await;
    phone.click("#report").await;
    phone.appears("#other").await;
    phone.picture("field-5-who").await;
    phone.click("#other").await;
    phone.appears("[data-cause=illness]").await;
    phone.picture("field-6-what").await;
    phone.click("[data-cause=illness]").await;
    phone.appears("#send").await;
    phone.picture("field-7-send").await;
    phone.click("#send").await;
    phone.appears("#became [data-fate=reported]").await;
    for (name, path) in [
        ("visit", format!("/households/{household}/visits/1?task=T-1")),
        ("matter", format!("/matters/{matter}")),
        ("discoveries", "/discoveries".into()),
        ("file", format!("/households/{household}?task=T-1")),
    ] {
        phone.go(&path).await;
        phone.picture(&format!("field-8-{name}")).await;
    }
}
