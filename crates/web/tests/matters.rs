//! Matters on pages: seen by whom they wait for, acted on by forms, printed, and told to nobody else.

use crate::{
    county::{BEGIN, COUNTY, Came, Scene, User, field, nine},
    texts::both,
};
use axum::http::StatusCode;
use doudi_journal::access::{Department, Role};
use doudi_kernel::Date;
use doudi_office::matters::{self, Order, Signals};
use doudi_work::{
    assess::Household,
    score::{Drift, Placed, Reason},
    watch::Raised,
};

/// Signals about everybody: every household has a matter. Gives one of whoever may claim dibao.
pub(crate) fn signalled(scene: &Scene) -> i64 {
    let month = scene.bureau.month.as_ref().unwrap();
    let households: Vec<Household> = month.all().unwrap().map(|it| it.unwrap().household).collect();
    let raise = |household: u32| {
        let of = |signal: &str, member| Raised { household, member, signal: signal.into() };
        [of("wages_collapsed", None), of("work_lost", Some(0)), of("seriously_ill_anew", Some(0))]
    };
    let raised: Vec<Raised> = (0..households.len() as u32).flat_map(raise).collect();
    let signals = Signals { month: month.kept.month, households: &households, raised: &raised };
    matters::take(&scene.bureau, signals, nine(BEGIN), |_| ()).unwrap();
    of(scene, scene.eligible("dibao").id)
}

pub(crate) fn of(scene: &Scene, household: i64) -> i64 {
    matters::of_household(&scene.bureau, &scene.somebody(Role::CountyClerk), household).unwrap()[0].0.id
}

/// Sends one of a matter's forms as the page has it.
async fn act(user: &User, id: i64, name: &str, fields: &[(&str, &str)]) -> Came {
    let page = user.get(&format!("/matters/{id}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (key, version) = (field(&page.text, "key"), field(&page.text, "version"));
    let mut all = vec![("key", key.as_str()), ("version", version.as_str())];
    all.extend(fields);
    user.post(&format!("/matters/{id}/{name}"), &all).await
}

#[tokio::test]
async fn a_matter_is_visited_by_the_village_and_closed_by_the_town() {
    let scene = Scene::new();
    let id = signalled(&scene);
    let village = scene.eligible("dibao").division.to_string();
    let town = village[..9].to_owned();
    let (cadre, clerk) =
        (scene.user("cadre", Role::VillageCadre, &village), scene.user("clerk", Role::TownClerk, &town));
    let listed = cadre.get("/matters?mine=1").await;
    assert!(listed.text.contains(&format!("/matters/{id}\"")), "{}", listed.text);
    assert!(cadre.get("/work").await.text.contains("/matters?mine=1"));
    let page = cadre.get(&format!("/matters/{id}")).await.text;
    assert!(page.contains("失去工作") && page.contains("社会救助法") && page.contains("id=\"visit\""));
    assert!(!page.contains("id=\"close\""), "whoever visits does not conclude");
    let early = act(&clerk, id, "close", &[("outcome", "confirmed_helped")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("尚未登记走访"), "said beside the form");
    let person = page.split("found.work_lost.").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let found = format!("found.work_lost.{person}");
    let visit = [("on", "2026-08-03"), (found.as_str(), "yes"), ("note", "确已停工两个月")];
    assert_eq!(act(&cadre, id, "visit", &visit).await.status, StatusCode::SEE_OTHER);
    let closed = act(&clerk, id, "close", &[("outcome", "confirmed_helped")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let after = clerk.get(&format!("/matters/{id}")).await.text;
    assert!(after.contains("属实，已帮扶") && after.contains("确已停工两个月") && after.contains("id=\"reopen\""));
    let told = clerk.get("/matters/feedback?from=2026-07&to=2026-08").await.text;
    assert!(told.contains("失去工作") && told.contains("100"), "{told}");
}

#[tokio::test]
async fn a_department_finds_what_it_was_asked_for_and_nothing_else() {
    let scene = Scene::new();
    let id = signalled(&scene);
    let county = scene.user("county", Role::CountyClerk, COUNTY);
    let medical = scene.user("medical", Role::Department(Department::MedicalInsurance), COUNTY);
    let path = format!("/matters/{id}");
    assert_eq!(medical.get(&path).await.status, StatusCode::NOT_FOUND);
    let asked = [("department", "medical_insurance"), ("note", "自付费用较高，请核实")];
    assert_eq!(act(&county, id, "hand-over", &asked).await.status, StatusCode::SEE_OTHER);
    assert!(medical.get("/matters").await.text.contains(&format!("{path}\"")));
    assert!(medical.get(&path).await.text.contains("自付费用较高"));
    let school = scene.user("school", Role::Department(Department::Education), COUNTY);
    assert_eq!(school.get(&path).await.status, StatusCode::NOT_FOUND);
    let answer = [("department", "medical_insurance"), ("note", "已纳入医疗救助")];
    assert_eq!(act(&medical, id, "answer", &answer).await.status, StatusCode::SEE_OTHER);
    assert!(county.get(&path).await.text.contains("已纳入医疗救助"));
}

#[tokio::test]
async fn an_exemption_stands_on_its_list_and_is_ended_there() {
    let scene = Scene::new();
    let id = signalled(&scene);
    let county = scene.user("county", Role::CountyClerk, COUNTY);
    let exempt = [("signal", "wages_collapsed.0"), ("reason", "steady"), ("until", "2026-12-31")];
    assert_eq!(act(&county, id, "exempt", &exempt).await.status, StatusCode::SEE_OTHER);
    let listed = county.get("/matters/exemptions").await.text;
    assert!(listed.contains("2026-12-31") && listed.contains("长期如此"));
    let [key, household] = ["key", "household"].map(|name| field(&listed, name));
    let end = [("key", key.as_str()), ("household", &household), ("signal", "wages_collapsed"), ("person", "0")];
    assert_eq!(county.post("/matters/exemptions", &end).await.to, "/matters/exemptions");
    assert!(county.get("/matters/exemptions").await.text.contains("没有有效的豁免"));
}

#[tokio::test]
async fn the_list_of_visits_is_taken_out_by_who_may_and_that_is_kept() {
    let scene = Scene::new();
    signalled(&scene);
    let town = scene.eligible("dibao").division / 1000;
    let clerk = scene.user("clerk", Role::TownClerk, &town.to_string());
    let pdf = clerk.get_bytes(&format!("/matters/list/{town}000.pdf")).await;
    assert!(pdf.starts_with(b"%PDF"));
    assert!(clerk.get_bytes(&format!("/matters/list/{town}000.xlsx")).await.starts_with(b"PK"));
    let cadre = scene.user("cadre", Role::VillageCadre, &town.to_string());
    assert_eq!(cadre.get(&format!("/matters/list/{town}000.pdf")).await.status, StatusCode::FORBIDDEN);
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    assert!(auditor.get("/audit").await.text.contains("visiting-list"));
}

#[tokio::test]
async fn the_list_is_ordered_by_points_and_the_matter_says_where_they_come_from() {
    let scene = Scene::new();
    let id = signalled(&scene);
    let month = scene.bureau.month.as_ref().unwrap();
    let households: Vec<Household> = month.all().unwrap().map(|it| it.unwrap().household).collect();
    let reason = |points| vec![Reason { feature: "left_to_live_on", answer: 5, points }];
    let place = |household: u32| {
        let points = (household * 37 % 101) as i32;
        Placed { household, points, why: reason(points) }
    };
    let mut placed: Vec<Placed> = (0..households.len() as u32).map(place).collect();
    let give = |placed: Result<&[Placed], &Drift>| {
        let order = Order { month: month.kept.month, card: "0123", ahead: 3, households: &households, placed };
        matters::point(&scene.bureau, order, nine(BEGIN)).unwrap()
    };
    assert!(give(Ok(&placed)) > 0);
    placed.sort_by_key(|it| std::cmp::Reverse(it.points));
    let county = scene.user("county", Role::CountyClerk, COUNTY);
    let listed = county.get("/matters").await.text;
    let (most, least) = (placed[0].points, placed[placed.len() - 1].points);
    let at = |points: i32| listed.find(&format!("data-th=\"分数\">{points}<"));
    assert!(at(most).is_some(), "{listed}");
    assert!(at(least).is_none_or(|least| at(most).unwrap() < least));
    assert!(listed.contains("此后3个月内陷入困难") && listed.contains("不决定任何待遇"));
    assert!(county.get("/matters?by=day").await.text.contains("value=\"day\" selected"));
    let page = county.get(&format!("/matters/{id}")).await.text;
    assert!(page.contains("扣除医疗、教育、康复支出后与低保标准之比") && page.contains("入不敷出"), "{page}");
    let medical = scene.user("medical", Role::Department(Department::MedicalInsurance), COUNTY);
    let asked = [("department", "medical_insurance"), ("note", "请核实")];
    assert_eq!(act(&county, id, "hand-over", &asked).await.status, StatusCode::SEE_OTHER);
    let theirs = medical.get(&format!("/matters/{id}")).await.text;
    assert!(!theirs.contains("入不敷出"), "a department sees no facts that it was not asked about");
    give(Err(&Drift { feature: "savings", label: ["", ""], thousandths: 300 }));
    let refused = county.get("/matters").await.text;
    assert!(refused.contains("评分卡不适用于本月数据") && !refused.contains("data-th=\"分数\""));
}

#[tokio::test]
async fn pages_of_matters_come_in_both_languages() {
    let scene = Scene::new();
    let id = signalled(&scene);
    let mut county = scene.user("county", Role::CountyClerk, COUNTY);
    let pages = [
        ("/matters".into(), "本辖区全部", "All of our area"),
        (format!("/matters/{id}"), "预警内容", "What was signalled"),
        ("/matters/exemptions".into(), "有效的豁免", "Exemptions that hold"),
        ("/matters/feedback".into(), "按首次触发月份", "By the month first raised"),
        ("/matters/leaving".into(), "连贯性监测", "Month by month"),
    ];
    both(&mut county, &pages).await;
    let mut system = scene.user("system", Role::SystemAdmin, COUNTY);
    both(&mut system, &[("/messages".into(), "消息发送", "fixed words")]).await;
}

#[tokio::test]
async fn what_is_late_stands_on_the_desk_above() {
    let scene = Scene::new();
    let id = signalled(&scene);
    let town = (scene.eligible("dibao").division / 1000).to_string();
    scene.account("clerk", "clerk", Role::TownClerk, &town);
    scene.turn_to(Date::constant(2026, 8, 28));
    let clerk = scene.signed_in("clerk");
    let page = clerk.get(&format!("/matters/{id}")).await.text;
    assert!(page.contains("id=\"take-up\"") && page.contains("已提级"));
    assert_eq!(act(&clerk, id, "take-up", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!clerk.get(&format!("/matters/{id}")).await.text.contains("id=\"take-up\""));
}
