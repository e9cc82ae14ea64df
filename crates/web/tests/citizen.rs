//! Citizens without an account: the calculator, applying, following under a code.

use crate::{
    accessible::without_violations,
    browser::{Browser, picture},
    county::{COUNTY, Scene, encoded, field},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use doudi_journal::access::{Purpose, PurposeKind, Role};
use doudi_office::{citizen, register};
use doudi_web::app;
use fantoccini::Locator;
use tower::ServiceExt;

/// A phone that keeps the cookies it is given.
struct Phone {
    router: Router,
    cookies: Vec<(String, String)>,
}

/// An answer with what it weighs.
struct Answer {
    status: StatusCode,
    text: String,
    cache: String,
}

impl Phone {
    fn new(scene: &Scene) -> Self {
        Self { router: app(scene.state.clone()), cookies: Vec::new() }
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(of, _)| of != name);
            self.cookies.push((name.into(), rest.split(';').next().unwrap().into()));
        }
        let cache = headers.get(header::CACHE_CONTROL).unwrap().to_str().unwrap().to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, text: String::from_utf8(bytes.to_vec()).unwrap(), cache }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path), String::new()).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.ask(Request::post(path).header(header::CONTENT_TYPE, kind), encoded(fields)).await
    }
}

/// The values of all fields of a name.
fn all(page: &str, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    page.split(&mark).skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

/// The names of the boxes that a question page shows.
fn boxes(page: &str) -> Vec<String> {
    let marks = page.split(" id=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned());
    marks.filter(|id| id.rsplit_once('.').is_some_and(|(_, row)| row.parse::<u32>().is_ok())).collect()
}

/// What a poor farmer alone, born in 1950, answers; nothing for what is not known.
fn farmer(name: &str) -> &'static str {
    match name.split('.').next().unwrap() {
        "birth_date" => "1950-03-07",
        "relation_to_head" => "head",
        "urban" | "owns_company" | "non_residential_property" | "employed" | "support_agreed" => "no",
        "in_prison" | "in_drug_rehabilitation" | "missing_declared" | "clergy_away" => "no",
        "serious_illness" | "special_hardship_confirmed" | "orphan_recognised" | "has_obligor" => "no",
        "recognised" | "hardship_event" | "disability_kind" | "disability_grade" | "study_level" => "none",
        "dwellings" => "1",
        "labour_capacity" => "none",
        "transfer_net_income" => "150.50",
        name if name.ends_with("_income") || name.ends_with("_support") || name.ends_with("_year") => "0",
        "vehicle_value" => "0",
        "financial_asset" => "1,000",
        _ => "",
    }
}

/// Answers page after page; the pages that were shown, the result last.
async fn interviewed(phone: &mut Phone, topics: &[&str]) -> Vec<Answer> {
    let begin = phone.get("/citizen/calculate").await;
    let place = field(&begin.text, "place");
    let mut fields: Vec<(String, String)> = vec![("place".into(), place)];
    fields.extend(topics.iter().map(|topic| ("topic".to_owned(), (*topic).to_owned())));
    let mut shown = Vec::new();
    for _ in 0..60 {
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = phone.post("/citizen/calculate", &pairs).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        fields.retain(|(name, _)| name == "place" || name == "topic");
        fields.extend(all(&page.text, "told").into_iter().map(|line| ("told".to_owned(), line)));
        let question = all(&page.text, "q").pop();
        let named = boxes(&page.text);
        let rows = all(&page.text, "rows").pop();
        shown.push(page);
        let Some(question) = question else { return shown };
        // One person: the other lines for members stay empty.
        let own = named.iter().filter(|name| name.ends_with(".0"));
        fields.extend(own.map(|name| (name.clone(), farmer(name).to_owned())));
        fields.extend([("q".into(), question), ("rows".into(), rows.unwrap()), ("act".into(), "next".into())]);
    }
    panic!("asked without end");
}

#[tokio::test]
async fn a_stranger_is_told_what_the_rules_give_and_leaves_no_trace() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let shown = interviewed(&mut phone, &["living"]).await;
    let result = &shown.last().unwrap().text;
    assert!(result.contains("很可能可以享受") && result.contains("以审核结果为准"), "{result}");
    // Henan's rural standard of 521 yuan less 150.50, rounded up to the yuan.
    assert!(result.contains("最低生活保障") && result.contains("371.00 元/月"), "{result}");
    assert!(result.contains("《中华人民共和国社会救助法》第18条"), "{result}");
    assert!(shown.len() < 20, "{} pages", shown.len());
    assert!(phone.cookies.is_empty(), "{:?}", phone.cookies);
    for page in &shown {
        assert_eq!(page.cache, "no-store");
        assert!(
            !page.text.contains("action=\"/citizen/calculate?") && !page.text.contains("href=\"/citizen/calculate?")
        );
    }
    let entries = |scene: &Scene| {
        let auditor = scene.somebody(Role::Auditor);
        register::looks(&scene.bureau, &auditor, &register::Looks::default()).unwrap().len()
    };
    assert_eq!(entries(&scene), 0);
}

#[tokio::test]
async fn a_box_that_does_not_read_is_marked_and_what_was_typed_stays() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let place = field(&phone.get("/citizen/calculate").await.text, "place");
    let nothing = phone.post("/citizen/calculate", &[("place", &place)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("请至少选一项"));
    let first = [("place", place.as_str()), ("topic", "living")];
    let members = |extra: &[(&'static str, &'static str)]| {
        let mut fields = first.to_vec();
        fields.extend(extra);
        fields
    };
    let empty = members(&[("q", "members"), ("rows", "3"), ("act", "next")]);
    let page = phone.post("/citizen/calculate", &empty).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.text.contains("请至少写上您自己"), "{}", page.text);
    let wrong =
        [("q", "members"), ("rows", "3"), ("relation_to_head.0", "head"), ("birth_date.0", "昨天"), ("act", "next")];
    let page = phone.post("/citizen/calculate", &members(&wrong)).await;
    assert!(page.text.contains("aria-invalid") && page.text.contains("value=\"昨天\""), "{}", page.text);
    let more = [("q", "members"), ("rows", "3"), ("relation_to_head.0", "head"), ("act", "more")];
    let page = phone.post("/citizen/calculate", &members(&more)).await;
    assert!(page.text.contains("relation_to_head.3") && page.text.contains("value=\"head\" selected"), "{}", page.text);
    let garbled = members(&[("told", "members rows=9999")]);
    assert_eq!(phone.post("/citizen/calculate", &garbled).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn every_first_view_weighs_less_than_two_hundred_kilobytes() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let everything = ["living", "illness", "school", "work", "housing", "disability", "children", "old_age", "sudden"];
    let mut pages = interviewed(&mut phone, &everything).await;
    for path in ["/citizen", "/citizen/calculate", "/citizen/apply", "/citizen/follow"] {
        pages.push(phone.get(path).await);
    }
    for page in pages {
        let mut bytes = page.text.len();
        for part in page.text.split("href=\"/static/").chain(page.text.split("src=\"/")).skip(1) {
            let name = &part[..part.find('"').unwrap()];
            if name.ends_with(".css") || name.ends_with(".js") {
                bytes += phone.get(&format!("/static/{name}")).await.text.len();
            }
        }
        assert!(bytes < 200_000, "{bytes} bytes");
    }
}

#[tokio::test]
async fn pages_for_citizens_say_everything_in_both_languages() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let everything = ["living", "illness", "school", "work", "housing", "disability", "children", "old_age", "sudden"];
    for (lang, other) in [("en", "zh"), ("zh", "en")] {
        let back = phone.post("/citizen/view", &[("view", lang), ("back", "/citizen")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        let mut pages = interviewed(&mut phone, &everything).await;
        for path in ["/citizen", "/citizen/calculate", "/citizen/apply", "/citizen/follow"] {
            pages.push(phone.get(path).await);
        }
        for page in pages {
            let named: String = page.text.replace(&format!("value=\"{other}\""), "").replace("中文", "");
            let places = named.split("<optgroup").next().unwrap();
            let chinese = places.chars().filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it)).count();
            assert_eq!(chinese > 12, lang == "zh", "{places}");
        }
    }
}

#[tokio::test]
async fn what_goes_wrong_leads_a_citizen_to_the_first_page_and_not_to_the_office() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let page = phone.get("/citizen/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.contains("href=\"/citizen\"") && !page.text.contains("/work"), "{}", page.text);
    assert!(phone.get("/nowhere").await.text.contains("href=\"/work\""), "who works here finds the own page");
}

#[tokio::test]
async fn chinese_questions_end_in_a_chinese_mark() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let everything = ["living", "illness", "school", "work", "housing", "disability", "children", "old_age", "sudden"];
    for page in interviewed(&mut phone, &everything).await {
        let shown: String =
            page.text.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text)).collect();
        assert!(!shown.contains('?'), "{shown}");
    }
}

/// A household's code and what proves it.
fn code(scene: &Scene, household: i64) -> (String, String) {
    let clerk = scene.somebody(Role::CountyClerk);
    let purpose = Purpose::new(PurposeKind::Task, "T-1").unwrap();
    let head = register::open(&scene.bureau, &clerk, household, purpose.clone()).unwrap().members[0].id;
    let number = register::reveal(&scene.bureau, &clerk, household, head, purpose, "核对查询码的归属").unwrap();
    (citizen::code_of(&scene.bureau, &clerk, household).unwrap().to_string(), number)
}

#[tokio::test]
async fn who_applies_from_home_gets_a_code_and_the_town_takes_it_up() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let (_, number) = code(&scene, household.id);
    let mut phone = Phone::new(&scene);
    let form = phone.get("/citizen/apply").await.text;
    let (token, key, village) = (field(&form, "form"), field(&form, "key"), household.division.to_string());
    let mut fields = vec![
        ("form", token.as_str()),
        ("key", &key),
        ("applies", "oneself"),
        ("name", "石桥某"),
        ("number", &number),
        ("village", &village),
        ("phone", "138"),
        ("topic", "living"),
    ];
    let page = phone.post("/citizen/apply", &fields).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.text.contains("联系电话"), "{}", page.text);
    assert!(page.text.contains("value=\"石桥某\""), "what was typed stays");
    fields[6].1 = "13800001234";
    let page = phone.post("/citizen/apply", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(
        page.text.contains("<svg class=\"square\"") && !page.text.contains("<svg class=\"square\" viewBox=\"0 0 0")
    );
    let after = page.text.split("class=\"code\">").nth(1).unwrap();
    let code = after[..after.find('<').unwrap()].to_owned();
    let form = field(&phone.get("/citizen/follow").await.text, "form");
    let proof = &number[14..];
    let follow = [("form", form.as_str()), ("code", &code), ("proof", proof)];
    let page = phone.post("/citizen/follow", &follow).await;
    assert!(page.text.contains("时限已从提交之日起算"), "{}", page.text);
    let wrong = phone.post("/citizen/follow", &[("form", &form), ("code", &code), ("proof", "none")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("查询码或者后四位不对"));
    let town = (household.division / 1000).to_string();
    let clerk = scene.user("zhang", Role::TownClerk, &town);
    let tile = "<a href=\"/sent\"><b>1</b>网上申请待受理</a>";
    assert!(clerk.get("/work").await.text.contains(tile), "what came in is counted where work is looked for");
    assert!(clerk.get("/sent").await.text.contains("/sent/1"));
    let sent = clerk.get("/sent/1").await.text;
    assert!(sent.contains("石桥某") && !sent.contains(&number) && !sent.contains("13800001234"), "{sent}");
    let shown = clerk.post("/sent/1/phone", &[("reason", "联系申请人核对情况")]).await;
    assert!(shown.text.contains("13800001234"));
    let new = clerk.get(&format!("/cases/new?household={}&sent=1", household.id)).await.text;
    let (key, id) = (field(&new, "key"), household.id.to_string());
    let fields = [
        ("key", key.as_str()),
        ("household", &id),
        ("sent", "1"),
        ("procedure", "dibao_application"),
        ("programme", "dibao"),
        ("channel", "oneself"),
        ("authorised_until", "2026-12-31"),
    ];
    let opened = clerk.post("/cases", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    assert!(clerk.get(&opened.to).await.text.contains("时限自提交之日起算"));
    assert!(!clerk.get("/work").await.text.contains("网上申请待受理"), "and is taken up once");
    let page = phone.post("/citizen/follow", &follow).await.text;
    assert!(page.contains("办到哪一步") && page.contains("受理") && !page.contains("石桥某"), "{page}");
    let told = scene.log.lock().unwrap().iter().any(|line| line.path.contains(&code) || line.path.contains(&number));
    assert!(!told, "a code is in no log");
}

#[tokio::test]
async fn a_complaint_made_on_the_page_is_answered_by_the_county_and_read_under_the_code() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let (code, number) = code(&scene, household.id);
    let mut phone = Phone::new(&scene);
    let form = field(&phone.get("/citizen/follow").await.text, "form");
    let seen = phone.post("/citizen/follow", &[("form", &form), ("code", &code), ("proof", &number[14..])]).await.text;
    let key = field(&seen, "key");
    let said = "经办人让我跑了四趟";
    let fields = [("form", form.as_str()), ("key", &key), ("code", &code), ("proof", &number[14..]), ("words", said)];
    let page = phone.post("/citizen/object", &fields).await.text;
    assert!(page.contains("已收到") && page.contains("等待答复") && !page.contains(said), "{page}");
    let town = scene.user("zhang", Role::TownClerk, &(household.division / 1000).to_string());
    assert!(!town.get("/voices").await.text.contains(said), "not to whom it is about");
    assert!(!town.get("/work").await.text.contains("异议投诉待答复"));
    let county = scene.user("qian", Role::CountyClerk, COUNTY);
    assert!(county.get("/voices").await.text.contains(said));
    let answer = [("upheld", "yes"), ("words", "属实，已改为一次告知")];
    assert_eq!(county.post("/voices/1", &answer).await.status, StatusCode::SEE_OTHER);
    let page = phone.post("/citizen/follow", &[("form", &form), ("code", &code), ("proof", &number[14..])]).await.text;
    assert!(page.contains("成立") && page.contains("属实，已改为一次告知"), "{page}");
    let forged = phone.post("/citizen/object", &[("form", "elsewhere"), ("code", &code), ("words", said)]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_for_citizens_breaks_a_rule_of_accessibility() {
    let scene = Scene::new();
    let (code, number) = code(&scene, scene.eligible("dibao").id);
    let browser = Browser::over(&scene).await;
    for large in [false, true] {
        if large {
            browser.go("/citizen").await;
            browser.follow("button[value=large]").await;
        }
        for width in [390, 1440] {
            browser.width(width).await;
            for path in ["/citizen", "/citizen/calculate", "/citizen/apply", "/citizen/follow"] {
                browser.go(path).await;
                without_violations(&browser, path).await;
                assert!(browser.fits().await, "{path} at {width}, large {large}");
            }
        }
        browser.width(390).await;
        browser.go("/citizen/calculate").await;
        browser.click("[value=living]").await;
        browser.click("[value=sudden]").await;
        browser.follow("button.main").await;
        for at in 0..40 {
            without_violations(&browser, &format!("question {at}, large {large}")).await;
            assert!(browser.fits().await, "question {at}, large {large}");
            if browser.client.find(Locator::Css("#where")).await.is_ok() {
                break;
            }
            answer(&browser).await;
        }
        browser.client.find(Locator::Css("#where")).await.expect("a result");
        browser.go("/citizen/follow").await;
        browser.type_in("#code", &code).await;
        browser.type_in("#proof", &number[14..]).await;
        browser.follow("button.main").await;
        without_violations(&browser, "what is followed").await;
        assert!(browser.fits().await, "what is followed, large {large}");
    }
    browser.close().await;
}

/// Fills the boxes of the page as the farmer does, and goes on by the keyboard.
async fn answer(browser: &Browser) {
    for named in browser.client.find_all(Locator::Css("form#q [id$='.0']")).await.unwrap() {
        let id = named.attr("id").await.unwrap().unwrap();
        let value = farmer(&id);
        match named.tag_name().await.unwrap().as_str() {
            "select" => named.select_by_value(value).await.unwrap(),
            _ if id.starts_with("birth_date") => {
                let script = "document.getElementById(arguments[0]).value = arguments[1]";
                browser.client.execute(script, vec![id.into(), value.into()]).await.unwrap();
            }
            _ => {
                named.clear().await.unwrap();
                named.send_keys(value).await.unwrap();
            }
        }
    }
    browser.follow("form#q button.main").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "draws a picture of every page for citizens, for people to look at"]
async fn the_pages_for_citizens_as_pictures() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    let scene = Scene::new();
    let (code, number) = code(&scene, scene.eligible("dibao").id);
    let browser = Browser::over(&scene).await;
    for (width, large) in [(390, false), (1440, false), (390, true)] {
        let size = if large { "large" } else { "usual" };
        browser.width(width).await;
        browser.go("/citizen").await;
        if large {
            browser.follow("button[value=large]").await;
        }
        for name in ["", "/calculate", "/apply", "/follow"] {
            browser.go(&format!("/citizen{name}")).await;
            picture(&browser, &folder, &format!("citizen{}-{width}-{size}", name.replace('/', "-"))).await;
        }
        browser.type_in("#code", &code).await;
        browser.type_in("#proof", &number[14..]).await;
        browser.follow("button.main").await;
        picture(&browser, &folder, &format!("citizen-followed-{width}-{size}")).await;
        browser.go("/citizen/calculate").await;
        browser.click("[value=living]").await;
        browser.click("[value=sudden]").await;
        browser.follow("button.main").await;
        for at in 0..40 {
            let over = browser.client.find(Locator::Css("#where")).await.is_ok();
            let name = if over { "result".to_owned() } else { format!("question-{at:02}") };
            picture(&browser, &folder, &format!("citizen-{name}-{width}-{size}")).await;
            if over {
                let printed = browser.cdp("Page.printToPDF", serde_json::json!({})).await["data"].clone();
                let name = folder.join(format!("citizen-result-{width}-{size}.pdf.base64"));
                std::fs::write(name, printed.as_str().unwrap()).unwrap();
                break;
            }
            answer(&browser).await;
        }
    }
    browser.close().await;
}
