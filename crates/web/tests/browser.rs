//! The same in a real browser: Chromium, driven by its own driver.

use crate::county::{COUNTY, PASSWORD, Scene, roster, take_all};
use doudi_journal::access::{Department, Role};
use doudi_kernel::Date;
use doudi_web::serve;
use doudi_work::policy::Policy;
use fantoccini::{Client, ClientBuilder, Locator, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};
use tokio::{net::TcpListener, sync::oneshot};

/// Chromium with its driver on a free port and a profile of its own; both end with the test.
struct Browser {
    driver: Child,
    port: u16,
    client: Client,
    site: String,
    end: Option<oneshot::Sender<()>>,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver leads a group of its own, to which its browser belongs.
        let _ = Command::new("kill").args(["--", &format!("-{}", self.driver.id())]).status();
        let _ = self.driver.wait();
    }
}

/// The driver says on its first lines which port it took.
fn driver() -> (Child, u16) {
    let mut command = Command::new("chromedriver");
    let started = command.arg("--port=0").process_group(0).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.expect("chromedriver is installed (Debian package chromium-driver)");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.map_while(Result::ok).find_map(|line| {
        let rest = line.split("started successfully on port ").nth(1)?;
        rest.trim_end_matches('.').parse().ok()
    });
    (child, port.expect("the driver names its port"))
}

impl Browser {
    async fn over(scene: &Scene) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(serve(listener, scene.state.clone(), async move {
            let _ = ended.await;
        }));
        let (driver, port) = driver();
        let profile = tempfile::tempdir().unwrap();
        let data = format!("--user-data-dir={}", profile.path().display());
        let flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            "--lang=zh-CN",
            &data,
        ];
        let mut wanted = Capabilities::new();
        wanted.insert("goog:chromeOptions".into(), json!({ "args": flags }));
        let connected = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        Self { driver, port, client: connected.unwrap(), site, end: Some(end), _profile: profile }
    }

    async fn close(mut self) {
        let _ = self.client.clone().close().await;
        let _ = self.end.take().map(|end| end.send(()));
    }

    async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    async fn type_in(&self, css: &str, text: &str) {
        let field = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn click(&self, css: &str) {
        let found = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        found.click().await.unwrap();
    }

    /// Clicks what leads to another page, and waits for it.
    async fn follow(&self, css: &str) {
        self.client.execute("window.before = true", Vec::new()).await.unwrap();
        self.click(css).await;
        let come = "return window.before === undefined && document.readyState === 'complete'";
        for _ in 0..600 {
            match self.client.execute(come, Vec::new()).await {
                Ok(Value::Bool(true)) => return,
                _ => tokio::time::sleep(std::time::Duration::from_millis(25)).await,
            }
        }
        panic!("{css} led nowhere");
    }

    /// Waits for what a page shows once something is done.
    async fn appears(&self, css: &str) {
        let waited =
            self.client.wait().at_most(std::time::Duration::from_secs(60)).for_element(Locator::Css(css)).await;
        assert!(waited.is_ok(), "no {css} on {}: {}", self.path().await, self.text().await);
    }

    async fn choose(&self, css: &str, value: &str) {
        let found = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        found.select_by_value(value).await.unwrap();
    }

    async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    async fn text(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }

    async fn sign_in(&self, account: &str) {
        self.client.delete_all_cookies().await.unwrap();
        self.go("/sign-in").await;
        self.type_in("[name=account]", account).await;
        self.type_in("[name=password]", PASSWORD).await;
        self.follow("button.main").await;
        self.client.find(Locator::Css("#sign-out")).await.expect("signed in");
    }

    /// Sends one of the forms of the case that is open, with its words filled in.
    async fn act(&self, name: &str, words: Option<&str>) {
        let form = format!("#act-{name}");
        if let Some(words) = words {
            self.type_in(&format!("{form} textarea"), words).await;
        }
        self.follow(&format!("{form} button")).await;
    }

    /// A command of the browser's own protocol, for sizes and pictures that the driver's has not.
    async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let session = self.client.session_id().await.unwrap().unwrap();
        let body = json!({ "cmd": command, "params": parameters }).to_string();
        let head = format!(
            "POST /session/{session}/goog/cdp/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        // The driver keeps the connection open, so its answer ends where its length says.
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line).unwrap();
            if let Some(stated) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = stated.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).unwrap();
        serde_json::from_slice::<Value>(&body).unwrap()["value"].clone()
    }

    async fn width(&self, pixels: u32) {
        let metrics = json!({ "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 500 });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Nothing of the page reaches over the window's edge.
    async fn fits(&self) -> bool {
        let script = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        self.client.execute(script, Vec::new()).await.unwrap() == json!(true)
    }
}

/// A place to which the province has given the decision, without a notice before it, as in Anqiu (art. 44 para. 2).
const TOWN_DECIDES: &str = r#"
within 419901

amend county_decides
  from 2026-01-01: no   [anqiu2020 "审批权限下放"]

amend town_decides
  from 2026-01-01: yes   [anqiu2020 "审批权限下放"]

amend publicises_first_review
  from 2026-01-01: no   [anqiu2020 "取消审核阶段公示"]
"#;

/// Two clerks of a town where somebody may claim dibao, its leader, the county, a department, administrators.
fn staffed() -> (Scene, String) {
    staffed_over(Scene::new())
}

fn staffed_over(scene: Scene) -> (Scene, String) {
    let found = scene.eligible("dibao");
    let town = (found.division / 1000).to_string();
    scene.account("zhang", "张经办", Role::TownClerk, &town);
    scene.account("li", "李经办", Role::TownClerk, &town);
    scene.account("feng", "冯镇长", Role::TownLeader, &town);
    scene.account("qian", "钱县办", Role::CountyClerk, COUNTY);
    scene.account("wu", "吴教育", Role::Department(Department::Education), COUNTY);
    scene.account("zheng", "郑医保", Role::Department(Department::MedicalInsurance), COUNTY);
    scene.account("wang", "王审核", Role::CountyLeader, COUNTY);
    scene.account("zhao", "赵安全", Role::SecurityAdmin, COUNTY);
    scene.account("sun", "孙系统", Role::SystemAdmin, COUNTY);
    scene.account("zhou", "周审计", Role::Auditor, COUNTY);
    (scene, found.head)
}

/// Finds a household by its head's name and takes an application; the case is open afterwards.
async fn apply(browser: &Browser, head: &str, channel: &str) -> String {
    browser.go("/households").await;
    browser.type_in("#text", head).await;
    browser.follow("form.bar button").await;
    browser.follow("td.act a").await;
    browser.click(&format!("[name=channel][value={channel}]")).await;
    browser.type_in("[name=wage_income]", "300").await;
    browser.follow("#open button").await;
    browser.path().await
}

/// From acceptance to the visit.
async fn look_into(browser: &Browser) {
    browser.act("step", None).await;
    browser.act("step", None).await;
    browser.act("verify", None).await;
    browser.act("assess", None).await;
    browser.click("#act-visit [name=agrees]").await;
    browser.act("visit", Some("土坯房两间，无大件家电，与申报一致。")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clerk_takes_an_application_and_the_county_decides() {
    let (scene, head) = staffed();
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    let case = apply(&browser, &head, "oneself").await;
    look_into(&browser).await;
    let text = browser.text().await;
    assert!(text.contains("核对报告") && text.contains("张经办 · 李经办"), "{text}");
    browser.act("review", None).await;
    browser.act("publish", None).await;
    browser.sign_in("wang").await;
    browser.go(&case).await;
    assert!(browser.text().await.contains("期满后方可决定"));
    assert!(browser.client.find(Locator::Css("#act-decide")).await.is_err(), "what cannot be done has no form");
    scene.turn_to(Date::constant(2026, 8, 20));
    browser.sign_in("wang").await;
    browser.go(&case).await;
    browser.act("decide", None).await;
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    browser.act("tell", None).await;
    browser.act("close", None).await;
    let text = browser.text().await;
    assert!(text.contains("已办结") && text.contains("救助确认通知书"), "{text}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reduction_without_a_hearing_is_refused_beside_its_form() {
    let (scene, head) = staffed();
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    let case = apply(&browser, &head, "review").await;
    look_into(&browser).await;
    let does = browser.client.find(Locator::Css("#act-review [name=does]")).await.unwrap();
    does.select_by_value("reduce").await.unwrap();
    browser.type_in("#act-review [name=from]", "900").await;
    browser.type_in("#act-review [name=amount]", "500").await;
    browser.act("review", Some("长子就业，收入增加。")).await;
    browser.act("publish", None).await;
    scene.turn_to(Date::constant(2026, 8, 20));
    browser.sign_in("wang").await;
    browser.go(&case).await;
    browser.act("decide", Some("同意初审意见。")).await;
    let refused = browser.client.find(Locator::Css("#act-decide .refused")).await.unwrap().text().await.unwrap();
    assert!(refused.contains("调减、终止前应当听取救助对象意见"), "{refused}");
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    browser.act("hear", Some("本人知晓，无异议。")).await;
    browser.sign_in("wang").await;
    browser.go(&case).await;
    browser.act("decide", Some("同意初审意见。")).await;
    assert!(browser.text().await.contains("调减 900.00 → 500.00"));
    browser.close().await;
}

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
async fn compare(browser: &Browser, scene: &Scene) {
    take_all(scene.folder.path());
    browser.go("/comparisons/pension_coverage?month=2026-07").await;
    browser.click("#run button").await;
    browser.appears("#hand-down").await;
    browser.follow("#hand-down button").await;
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

async fn first_choice(browser: &Browser) -> String {
    let option = browser.client.find(Locator::Css("[name=choice] option:nth-child(2)")).await.unwrap();
    option.prop("value").await.unwrap().unwrap()
}

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
    browser.click("#apply button").await;
    browser.appears("#complaints a").await;
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
async fn where_the_town_decides_no_notice_hangs_and_the_letter_prints() {
    let named = "region 419901 \"虚构县\" \"a county that never existed\"\n";
    let policy = Policy::embedded().with("national/regions_of_a_test.law", named);
    let (scene, head) = staffed_over(Scene::under(&policy.with("provinces/41_henan/419901.law", TOWN_DECIDES)));
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    let case = apply(&browser, &head, "oneself").await;
    look_into(&browser).await;
    browser.act("review", None).await;
    assert!(
        browser.client.find(Locator::Css("#act-publish")).await.is_err(),
        "nothing is published before the decision"
    );
    browser.sign_in("wang").await;
    browser.go(&case).await;
    assert!(browser.client.find(Locator::Css("#act-decide")).await.is_err(), "the county does not decide here");
    browser.sign_in("feng").await;
    browser.go(&case).await;
    browser.act("decide", None).await;
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    browser.act("tell", None).await;
    browser.act("close", None).await;
    assert!(browser.text().await.contains("已办结"));
    let letter = scene.signed_in("zhang").get(&format!("{case}/papers/decision.pdf")).await;
    assert!(letter.status.is_success() && letter.text.starts_with("%PDF"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relief_goes_first_when_the_county_has_filled_the_imprest() {
    let (scene, head) = staffed();
    let town = scene.eligible("dibao").division / 1000 * 1000;
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    browser.go("/households").await;
    browser.type_in("#text", &head).await;
    browser.follow("form.bar button").await;
    browser.follow("td.act a").await;
    let procedure = browser.client.find(Locator::Css("[name=procedure]")).await.unwrap();
    procedure.select_by_value("fast_lane").await.unwrap();
    browser.follow("#open button").await;
    let case = browser.path().await;
    let cause = browser.client.find(Locator::Css("#act-register [name=cause]")).await.unwrap();
    cause.select_by_value("fire").await.unwrap();
    browser.type_in("#act-register [name=amount]", "300").await;
    browser.act("register", Some("厨房失火，无处做饭。")).await;
    browser.act("relieve", None).await;
    let refused = browser.client.find(Locator::Css("#act-relieve .refused")).await.unwrap().text().await.unwrap();
    assert!(refused.contains("备用金余额0.00元"), "{refused}");
    browser.sign_in("qian").await;
    browser.go(&format!("/imprest/{town}")).await;
    browser.type_in("#replenish [name=amount]", "5000").await;
    browser.follow("#replenish button").await;
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    browser.act("relieve", None).await;
    browser.go(&format!("/imprest/{town}")).await;
    assert!(browser.text().await.contains("4,700.00"));
    scene.turn_to(Date::constant(2026, 8, 20));
    browser.sign_in("qian").await;
    browser.go("/work").await;
    assert!(browser.text().await.contains("超期上报"), "late papers go up to the county");
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    browser.act("explain", Some("村委会证明已收。")).await;
    browser.act("close", None).await;
    assert!(browser.text().await.contains("已办结"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_application_is_answered_by_two_departments_in_one_letter() {
    let (scene, head) = staffed();
    let browser = Browser::over(&scene).await;
    browser.sign_in("zhang").await;
    browser.go("/households").await;
    browser.type_in("#text", &head).await;
    browser.follow("form.bar button").await;
    browser.follow("td.act a").await;
    for programme in ["medical_assistance", "education_assistance"] {
        browser.click(&format!("[name=programme][value={programme}]")).await;
    }
    browser.follow("#open button").await;
    let case = browser.path().await;
    look_into(&browser).await;
    browser.act("review", None).await;
    browser.act("publish", None).await;
    browser.sign_in("wu").await;
    browser.go("/referrals").await;
    browser.follow("td.lead a").await;
    browser.type_in("#reply-education [name=amount]", "750").await;
    browser.follow("#reply-education button").await;
    scene.turn_to(Date::constant(2026, 8, 20));
    browser.sign_in("wang").await;
    browser.go(&case).await;
    browser.act("decide", None).await;
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    let text = browser.text().await;
    assert!(text.contains("医疗保障部门尚未反馈办理结果"), "{text}");
    browser.sign_in("zheng").await;
    browser.go("/referrals").await;
    browser.follow("td.lead a").await;
    assert!(browser.text().await.contains("不再重复审核"), "what was recognised is shared");
    let does = browser.client.find(Locator::Css("#reply-medical_insurance [name=does]")).await.unwrap();
    does.select_by_value("refuse").await.unwrap();
    browser.type_in("#reply-medical_insurance textarea", "本年度未发生住院费用。").await;
    browser.follow("#reply-medical_insurance button").await;
    browser.sign_in("zhang").await;
    browser.go(&case).await;
    browser.act("tell", None).await;
    let letter = scene.signed_in("zhang").get(&format!("{case}/papers/answers.pdf")).await;
    assert!(letter.status.is_success() && letter.text.starts_with("%PDF"));
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
        let beside = ["/reviews", "/referrals", "/imprest", "/payments", "/relatives", "/me/relatives"];
        for path in ["/work", "/households", &file, &case, "/notices", "/divisions", "/me"].into_iter().chain(beside) {
            browser.go(path).await;
            assert!(browser.fits().await, "{path} at {width}");
        }
    }
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
async fn picture(browser: &Browser, folder: &std::path::Path, name: &str) {
    let asked = json!({ "format": "png", "captureBeyondViewport": true });
    let data = browser.cdp("Page.captureScreenshot", asked).await["data"].as_str().unwrap().to_owned();
    std::fs::write(folder.join(format!("{name}.png.base64")), data).unwrap();
}
