//! An application, from the window to the letter.

use super::{Browser, apply, look_into, staffed, staffed_over};
use crate::county::Scene;
use doudi_kernel::Date;
use doudi_work::policy::Policy;
use fantoccini::Locator;

/// A place to which the province has given the decision, without a notice before it, as in Anqiu (art. 44 para. 2).
const TOWN_DECIDES: &str = include_str!("../../../office/tests/town_decides.law");

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
