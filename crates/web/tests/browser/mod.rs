//! The same in a real browser.

mod casework;
mod desk;
mod driver;
mod pictures;

pub(crate) use driver::{Browser, cdp, opened};
pub(crate) use pictures::picture;

use crate::county::{COUNTY, Scene};
use doudi_journal::access::{Department, Role};

/// Two clerks of a town where somebody may claim dibao, its leader, the county, a department, administrators.
pub(crate) fn staffed() -> (Scene, String) {
    staffed_over(Scene::new())
}

pub(super) fn staffed_over(scene: Scene) -> (Scene, String) {
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
pub(crate) async fn apply(browser: &Browser, head: &str, channel: &str) -> String {
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
pub(crate) async fn look_into(browser: &Browser) {
    browser.act("step", None).await;
    browser.act("step", None).await;
    browser.act("verify", None).await;
    browser.act("assess", None).await;
    browser.click("#act-visit [name=agrees]").await;
    browser.act("visit", Some("土坯房两间，无大件家电，与申报一致。")).await;
}
