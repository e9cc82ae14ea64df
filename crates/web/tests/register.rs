//! Acts on the register through their forms: a plan first, then the act, then back.

use crate::county::{COUNTY, Scene, User, field};
use axum::http::StatusCode;
use doudi_journal::access::{Purpose, PurposeKind, Role};
use doudi_office::register::{self, Found};

const ACTS: [&str; 11] =
    ["join", "leave", "death", "head", "split", "merge", "renew", "move", "away", "seat", "correct"];

/// A household of four or more, with its members' numbers.
fn large(scene: &Scene) -> (Found, Vec<String>) {
    let clerk = scene.somebody(Role::CountyClerk);
    let mut after = None;
    loop {
        let page = register::search(&scene.bureau, &clerk, &register::Query { after, ..Default::default() }).unwrap();
        after = page.last().map(|it| (it.division, it.id));
        if let Some(found) = page.into_iter().find(|it| it.size >= 4) {
            let people = members(scene, found.id);
            return (found, people);
        }
    }
}

fn members(scene: &Scene, household: i64) -> Vec<String> {
    let purpose = Purpose::new(PurposeKind::Task, "T-1").unwrap();
    let file = register::open(&scene.bureau, &scene.somebody(Role::CountyClerk), household, purpose).unwrap();
    file.members.iter().map(|it| it.id.to_string()).collect()
}

fn common<'f>(fields: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut all = vec![("task", "T-1"), ("on", "2026-08-03"), ("evidence", "hukou_book"), ("reason", "户口簿已变更")];
    all.extend(fields);
    all
}

/// Fills in a form, looks at the plan, says yes; where it leads.
async fn written(user: &User, path: &str, fields: &[(&str, &str)]) -> String {
    let plan = user.post(path, &common(fields)).await;
    assert_eq!(plan.status, StatusCode::OK, "{path}: {}", plan.text);
    assert!(plan.text.contains("id=\"confirm\""), "{path}: {}", plan.text);
    let (key, seen) = (field(&plan.text, "key"), field(&plan.text, "seen"));
    let mut all = common(fields);
    all.extend([("key", key.as_str()), ("seen", seen.as_str())]);
    let done = user.post(path, &all).await;
    let refused = done.text.split("class=\"refused\"").nth(1).unwrap_or_default();
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", refused.chars().take(200).collect::<String>());
    assert_eq!(user.post(path, &all).await.to, done.to, "a form sent twice is done once");
    done.to
}

#[tokio::test]
async fn every_act_has_a_form_in_both_languages_and_no_file_opens_without_a_purpose() {
    let scene = Scene::new();
    let mut clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let (found, _) = large(&scene);
    for act in ACTS {
        let path = format!("/households/{}/change/{act}", found.id);
        assert_eq!(clerk.get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        for lang in ["zh", "en"] {
            clerk.lang = lang;
            let came = clerk.get(&format!("{path}?task=T-1")).await;
            assert_eq!(came.status, StatusCode::OK, "{act}");
            let title =
                register::Act::label(act, if lang == "zh" { doudi_kernel::Lang::Zh } else { doudi_kernel::Lang::En });
            assert!(came.text.contains(title), "{act} in {lang}");
        }
    }
    assert_eq!(
        clerk.get(&format!("/households/{}/change/burn?task=T-1", found.id)).await.status,
        StatusCode::NOT_FOUND
    );
    let file = clerk.get(&format!("/households/{}?task=T-1", found.id)).await;
    assert!(file.text.contains("class=\"kin\"") && file.text.contains("The chain of assistance"), "{}", file.text);
    let leader = scene.user("leader", Role::CountyLeader, COUNTY);
    let refused = leader.get(&format!("/households/{}/change/split?task=T-1", found.id)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "a leader looks and changes nothing");
}

#[tokio::test]
async fn a_household_is_split_merged_renewed_and_moved_through_the_forms() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let (found, people) = large(&scene);
    let path = |id: &str, act: &str| format!("/households/{id}/change/{act}");
    let id = found.id.to_string();
    let (third, fourth) = (people[2].as_str(), people[3].as_str());
    written(&clerk, &path(&id, "split"), &[("goes", third), ("goes", fourth), ("head", third)]).await;
    let new = newest(&scene);
    assert_eq!(members(&scene, new), [third, fourth]);
    let other = new.to_string();
    let listed = clerk.post(&path(&id, "merge"), &[("task", "T-1"), ("step", "form"), ("other", &other)]).await;
    assert!(listed.text.contains(&format!("relation_{third}")), "{}", listed.text);
    let told = |people: &[String]| people.iter().map(|it| format!("relation_{it}")).collect::<Vec<_>>();
    let both = told(&people[2..4]);
    let merge = [("other", other.as_str()), (both[0].as_str(), "son"), (both[1].as_str(), "")];
    written(&clerk, &path(&id, "merge"), &merge).await;
    assert_eq!(members(&scene, found.id).len(), people.len());
    let all = told(&people);
    let mut renew: Vec<(&str, &str)> = all.iter().map(|it| (it.as_str(), "")).collect();
    renew.push(("head", people[1].as_str()));
    let to = written(&clerk, &path(&id, "renew"), &renew).await;
    let new = to.rsplit('/').next().unwrap().to_owned();
    assert_ne!(new, id);
    assert_eq!(members(&scene, new.parse().unwrap())[0], people[1]);
    let closed = clerk.get(&format!("/households/{id}?task=T-1")).await;
    assert!(closed.text.contains(&format!("href=\"/households/{new}\"")), "{}", closed.text);
    let form = clerk.get(&format!("{}?task=T-1", path(&new, "move"))).await;
    let village = form.text.split("<option value=\"4199").nth(1).map(|it| format!("4199{}", &it[..8])).unwrap();
    if village != found.division.to_string() {
        written(&clerk, &path(&new, "move"), &[("to", &village)]).await;
    }
    written(&clerk, &path(&new, "death"), &[("person", people[2].as_str())]).await;
    written(&clerk, &path(&new, "leave"), &[("person", people[3].as_str()), ("why", "married")]).await;
    let file = clerk.get(&format!("/households/{new}?task=T-1&on=2026-07-31&known=2026-08-03")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
}

fn newest(scene: &Scene) -> i64 {
    let clerk = scene.somebody(Role::CountyClerk);
    let (mut after, mut last) = (None, 0);
    loop {
        let page = register::search(&scene.bureau, &clerk, &register::Query { after, ..Default::default() }).unwrap();
        let Some(end) = page.last() else { return last };
        after = Some((end.division, end.id));
        last = page.iter().map(|it| it.id).fold(last, i64::max);
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_form_and_nothing_is_lost_of_it() {
    let scene = Scene::new();
    let clerk = scene.user("clerk", Role::CountyClerk, COUNTY);
    let (found, people) = large(&scene);
    let path = format!("/households/{}/change/split", found.id);
    let head = people[0].as_str();
    let came = clerk.post(&path, &common(&[("goes", head), ("head", head)])).await;
    assert_eq!(came.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(came.text.contains("role=\"alert\"") && came.text.contains("户口簿已变更"), "{}", came.text);
    let none: [(&str, &str); 3] = [("task", "T-1"), ("on", "2026-08-03"), ("evidence", "visit")];
    let join = format!("/households/{}/change/join", found.id);
    assert_eq!(clerk.post(&join, &none).await.status, StatusCode::UNPROCESSABLE_ENTITY, "no name, no reason");
    let far = clerk.post(&join, &common(&[("name", "甲乙"), ("number", "123")])).await;
    assert_eq!(far.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(members(&scene, found.id), people);
}

#[tokio::test]
async fn somebody_without_a_number_gets_a_file_and_an_act_is_undone_on_the_page() {
    let scene = Scene::new();
    let town = (large(&scene).0.division / 1000).to_string();
    let clerk = scene.user("clerk", Role::TownClerk, &town);
    let form = clerk.get("/households/new").await;
    let code = form.text.split(&format!("<option value=\"{town}")).nth(1).expect("a village of the town");
    let village = format!("{town}{}", &code[..3]);
    let fields =
        [("name", "无名氏乙"), ("birth", "1958-05-06"), ("sex", "m"), ("to", village.as_str()), ("name_1", "无名氏丙")];
    let to = written(&clerk, "/households/new", &fields).await;
    let file = clerk.get(&format!("{to}?task=T-1")).await;
    assert!(file.text.contains("无名氏乙") && file.text.contains("无名氏丙"), "{}", file.text);
    let id: i64 = to.rsplit('/').next().unwrap().parse().unwrap();
    let second = members(&scene, id)[1].clone();
    let seat = [("person", second.as_str()), ("relation", "sibling"), ("basis", "duty")];
    let back = written(&clerk, &format!("{to}/change/seat"), &seat).await;
    let file = clerk.get(&back).await;
    assert!(file.text.contains("有法定赡养、抚养、扶养义务并长期共同居住"), "{}", file.text);
    let (key, seq) = (field(&file.text, "key"), field(&file.text, "seq"));
    let undo = [("task", "T-1"), ("key", key.as_str()), ("seq", seq.as_str()), ("reason", "登记错误")];
    assert_eq!(clerk.post(&format!("{to}/undo"), &undo).await.status, StatusCode::SEE_OTHER);
    let file = clerk.get(&back).await;
    assert!(!file.text.contains("有法定赡养、抚养、扶养义务并长期共同居住"));
}
