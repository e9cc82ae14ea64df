//! Comparisons run, doubts handed down and answered, on screen and by workbook.

use crate::{
    county::{COUNTY, Came, Scene, User, take_all},
    imports::settled,
    texts::both,
};
use axum::http::StatusCode;
use doudi_journal::access::Role;
use doudi_lake::{Limits, Roster};
use std::ops::ControlFlow;

const SPEC: &str = "pension_coverage";

/// Runs a comparison and hands its doubts down; how many the plan has promised.
pub(crate) async fn handed_down(scene: &Scene, county: &User) -> usize {
    take_all(scene.folder.path());
    let path = format!("/comparisons/{SPEC}");
    assert!(county.get(&path).await.text.contains("开始比对"));
    assert_eq!(county.post(&format!("{path}/hand-down"), &[("month", "2026-07")]).await.status, StatusCode::NOT_FOUND);
    let run = county.post(&format!("{path}/run"), &[("month", "2026-07")]).await;
    assert_eq!(run.status, StatusCode::SEE_OTHER, "{}", run.text);
    settled(county, &path).await;
    let page = county.get(&run.to).await.text;
    let many = page.split("<dt>疑点</dt><dd><b>").nth(1).unwrap_or_else(|| panic!("{page}"));
    let many: usize = many.split('<').next().unwrap().replace(',', "").parse().unwrap();
    for _ in 0..2 {
        let handed = county.post(&format!("{path}/hand-down"), &[("month", "2026-07")]).await;
        assert_eq!(handed.to, format!("/doubts?spec={SPEC}&month=2026-07"), "{}", handed.text);
    }
    assert!(county.get(&run.to).await.text.contains("同样的结果已经下发"));
    many
}

/// The number on a tile.
fn tile(page: &str, name: &str) -> usize {
    let before = page.split(&format!("</b>{name}</a>")).next().unwrap();
    before.rsplit("<b>").next().unwrap().replace(',', "").parse().unwrap()
}

/// The paths of the doubts of a page.
fn doubts(page: &str) -> Vec<String> {
    let links = page.split("class=\"lead\"").skip(1).filter_map(|it| it.split("href=\"").nth(1));
    let paths = links.map(|it| it.split('"').next().unwrap().to_owned());
    paths.filter(|it| it.matches('/').count() == 3).collect()
}

/// The town with the most doubts, nine digits.
fn town(page: &str) -> String {
    let codes: Vec<&str> = page.split("within=").skip(1).map(|it| &it[..9]).collect();
    let towns = codes.iter().filter(|it| it.starts_with(COUNTY));
    (*towns.max_by_key(|it| codes.iter().filter(|other| other == it).count()).unwrap()).to_owned()
}

async fn answer(user: &User, doubt: &str, choice: &str, note: &str) -> Came {
    let page = user.get(doubt).await.text;
    let (key, division) = (crate::county::field(&page, "key"), crate::county::field(&page, "division"));
    let town: String = page.split("division\" value=\"").nth(1).unwrap().chars().take(9).collect();
    let division = if division.is_empty() { format!("{town}001") } else { division };
    let fields = [
        ("key", key.as_str()),
        ("choice", choice),
        ("note", note),
        ("division", &division),
        ("checked_by", "张经办"),
        ("checked_on", "2026-08-03"),
    ];
    user.post(&format!("{doubt}/answer"), &fields).await
}

/// Codes of the answers that a doubt's form offers.
fn choices(page: &str) -> Vec<String> {
    let form = page.split("name=\"choice\"").nth(1).unwrap().split("</select>").next().unwrap();
    form.split("value=\"").skip(2).map(|it| it.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_a_comparison_finds_is_handed_down_and_lists_count_what_they_show() {
    let scene = Scene::new();
    let county = scene.user("county", Role::CountyClerk, COUNTY);
    let leader = scene.user("leader", Role::TownLeader, "419901001");
    let many = handed_down(&scene, &county).await;
    let all = county.get(&format!("/doubts?spec={SPEC}")).await.text;
    assert!(many > 0 && tile(&all, "全部疑点") == many, "{all}");
    assert_eq!(tile(&all, "待核实") + tile(&all, "逾期") + tile(&all, "已核实"), many);
    assert_eq!(doubts(&all).len(), many.min(50));
    let mut county = county;
    let pages = [
        ("/comparisons".to_owned(), "数据比对", "What it rests on"),
        (format!("/comparisons/{SPEC}?month=2026-07"), "下发给乡镇", "Handing down to towns"),
        (format!("/doubts?spec={SPEC}"), "各乡镇进度", "How far the towns are"),
        (doubts(&all)[0].clone(), "各部门数据对照", "What each source says"),
        ("/imports".to_owned(), "各来源逐月情况", "Every feed, month by month"),
    ];
    both(&mut county, &pages).await;
    scene.turn_to(doudi_kernel::Date::constant(2026, 9, 20));
    let county = scene.signed_in("county");
    let late = county.get(&format!("/doubts?spec={SPEC}&state=overdue")).await.text;
    assert_eq!(tile(&late, "逾期"), many, "the day is over");
    assert_eq!(leader.get(&format!("/comparisons/{SPEC}")).await.status, StatusCode::SEE_OTHER, "an old session");
    let leader = scene.signed_in("leader");
    assert_eq!(leader.get("/comparisons").await.status, StatusCode::FORBIDDEN);
    assert_eq!(leader.get(&format!("/comparisons/{SPEC}")).await.status, StatusCode::NOT_FOUND);
    let sample = [("month", "2026-07"), ("size", "40"), ("seed", "7")];
    let first = county.post(&format!("/comparisons/{SPEC}/sample"), &sample).await;
    assert!(first.status == StatusCode::OK && first.text.starts_with("PK"), "{}", first.text);
}

#[tokio::test]
async fn a_doubt_is_opened_on_record_and_of_two_who_answer_it_the_second_is_told() {
    let scene = Scene::new();
    let county = scene.user("county", Role::CountyClerk, COUNTY);
    handed_down(&scene, &county).await;
    let all = county.get(&format!("/doubts?spec={SPEC}")).await.text;
    let town = town(&all);
    let other = if town.ends_with("001") { "419901002" } else { "419901001" };
    let (zhang, li) = (scene.user("zhang", Role::TownClerk, &town), scene.user("li", Role::TownClerk, &town));
    let far = scene.user("far", Role::TownClerk, other);
    let own = zhang.get("/doubts").await.text;
    let doubt = doubts(&own).into_iter().next().unwrap();
    for path in [doubt.clone(), format!("{doubt}/answer")] {
        let came = if path == doubt { far.get(&path).await } else { answer_bare(&far, &path).await };
        assert_eq!(came.status, StatusCode::NOT_FOUND, "another town's");
    }
    let page = zhang.get(&doubt).await.text;
    assert!(page.contains("各部门数据对照") && page.contains("查无此人") && page.contains("419***"), "{page}");
    let choices = choices(&page);
    let refused = answer(&zhang, &doubt, &choices[0], "").await;
    let note = if refused.status == StatusCode::UNPROCESSABLE_ENTITY { "入户核实" } else { "" };
    if !note.is_empty() {
        assert!(refused.text.contains("须填说明") || refused.text.contains("岁"), "{}", refused.text);
        assert_eq!(answer(&zhang, &doubt, &choices[0], note).await.to, doubt);
    }
    assert_eq!(answer(&zhang, &doubt, &choices[0], note).await.to, doubt, "who answers twice alike has answered once");
    let same = answer(&li, &doubt, &choices[0], note).await;
    assert_eq!(same.status, StatusCode::CONFLICT);
    assert!(same.text.contains("刚才已有其他人回报了相同"), "{}", same.text);
    let otherwise = answer(&li, &doubt, &choices[1], "另有说明").await;
    assert_eq!(otherwise.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(otherwise.text.contains("此前已回报"), "{}", otherwise.text);
    assert_eq!(answer(&li, &doubt, &choices[1], "更正：另有说明").await.to, doubt);
    let page = zhang.get(&doubt).await.text;
    assert!(page.matches("核实人 张经办").count() == 2 && page.contains("已核实"), "{page}");
    let before = tile(&own, "已核实");
    assert_eq!(tile(&zhang.get("/doubts").await.text, "已核实"), before + 1);
    let shown = zhang.post(&format!("{doubt}/reveal"), &[("reason", "电话通知本人")]).await.text;
    assert!(shown.contains("code class=\"plain\""));
    assert!(!zhang.post(&format!("{doubt}/reveal"), &[("reason", "看")]).await.text.contains("code class=\"plain\""));
    let auditor = scene.user("auditor", Role::Auditor, COUNTY);
    let seen = auditor.get("/audit").await.text;
    assert!(seen.contains("doubt:") && seen.contains("电话通知本人"));
    assert!(auditor.post("/audit/verify", &[]).await.text.contains("日志链完整"));
}

async fn answer_bare(user: &User, path: &str) -> Came {
    let fields = [("key", "0123456789abcdef0123456789abcdef"), ("choice", "1"), ("checked_on", "2026-08-03")];
    user.post(path, &fields).await
}

/// The sheets of a town's workbook as text, every row answered alike.
fn filled(bytes: &[u8], choice: &str, village: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let mut roster = Roster::open(&path, &Limits::default()).unwrap();
    let mut text = String::new();
    for sheet in 1..roster.sheets().len() {
        let mut at: Option<(usize, usize)> = None;
        let mut lines = String::new();
        roster
            .for_each_row(sheet, &mut |_, cells| {
                let mut words: Vec<String> =
                    cells.iter().map(|cell| cell.shown().replace(['\n', '"', ','], " ")).collect();
                let heading = |name: &str| words.iter().position(|word| word.replace(' ', "") == name);
                match (at, heading("核实情况类型")) {
                    (None, Some(answer)) => at = heading("序号").map(|number| (number, answer)),
                    (Some((number, answer)), _) if words[number].parse::<u32>().is_ok() => {
                        words.resize(words.len().max(answer + 5), String::new());
                        for (offset, word) in [choice, "入户核实", village, "王主任", "2026-08-03"].iter().enumerate()
                        {
                            words[answer + offset] = (*word).to_owned();
                        }
                    }
                    _ => {}
                }
                lines += &format!("{}\n", words.join(","));
                ControlFlow::Continue(())
            })
            .unwrap();
        if at.is_some() {
            text += &lines;
            break;
        }
    }
    text
}

#[tokio::test]
async fn a_workbook_is_taken_out_filled_in_looked_at_and_kept_like_answers_on_screen() {
    let scene = Scene::new();
    let county = scene.user("county", Role::CountyClerk, COUNTY);
    handed_down(&scene, &county).await;
    let all = county.get(&format!("/doubts?spec={SPEC}")).await.text;
    let town = town(&all);
    let clerk = scene.user("clerk", Role::TownClerk, &town);
    let other = if town.ends_with("001") { "419901002" } else { "419901001" };
    let far = scene.user("far", Role::TownClerk, other);
    let own = clerk.get(&format!("/doubts?spec={SPEC}")).await.text;
    let book =
        own.split("href=\"").find(|it| it.contains("/book?town=")).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(far.get(&book).await.status, StatusCode::NOT_FOUND);
    let bytes = clerk.get_bytes(&book).await;
    let doubt = doubts(&own).into_iter().next().unwrap();
    let choice = choices(&clerk.get(&doubt).await.text)[0].clone();
    let text = filled(&bytes, &choice, &format!("{town}001"));
    let empty = sent_back(&clerk, &bytes, "book.xlsx", "0123456789abcdef0123456789abcde0").await;
    let page = clerk.get(&empty.to).await.text;
    assert_eq!(tile_of(&page, "条采纳"), 0);
    assert!(tile_of(&page, "条未填") > 0, "{page}");
    assert_eq!(far.get(&empty.to).await.status, StatusCode::NOT_FOUND, "another's workbook");
    let sent = sent_back(&clerk, text.as_bytes(), "回报.csv", "0123456789abcdef0123456789abcde1").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = clerk.get(&sent.to).await.text;
    let accepted = tile_of(&page, "条采纳");
    assert!(accepted > 0, "{page}");
    assert_eq!(tile(&clerk.get("/doubts").await.text, "已核实"), 0, "looking keeps nothing");
    assert_eq!(clerk.post(&format!("{}/apply", sent.to), &[]).await.to, "/doubts");
    assert_eq!(tile(&clerk.get("/doubts").await.text, "已核实"), accepted, "{page}");
    assert_eq!(clerk.get(&sent.to).await.status, StatusCode::NOT_FOUND, "what is kept is out of the spool");
}

/// Sends a workbook as the page does.
async fn sent_back(user: &User, bytes: &[u8], name: &str, key: &str) -> Came {
    let form = user.form.clone();
    let parts = [("form", None, form.as_bytes()), ("key", None, key.as_bytes()), ("file", Some(name), bytes)];
    user.send("/doubts/workbooks", &parts).await
}

fn tile_of(page: &str, name: &str) -> usize {
    let before = page.split(&format!("</b>{name}")).next().unwrap();
    before.rsplit("<b>").next().unwrap().replace(',', "").parse().unwrap()
}
