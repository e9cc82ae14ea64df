//! What pages say, they say in both languages.

use crate::{
    county::{COUNTY, Scene},
    routes::{applied, looked_into},
};
use axum::http::StatusCode;
use doudi_journal::access::Role;
use std::path::{Path, PathBuf};

fn templates() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    all.sort();
    all
}

fn chinese(text: &str) -> bool {
    text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
}

/// A template without its tags and expressions: what it says in one language only.
fn bare(text: &str) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        left += &rest[..at];
        let end = match &rest[at..] {
            it if it.starts_with("{{") => it.find("}}").map(|end| end + 2),
            it if it.starts_with("{%") => it.find("%}").map(|end| end + 2),
            it if it.starts_with('<') => tag_end(it),
            _ => Some(1),
        };
        rest = &rest[at + end.unwrap()..];
    }
    left + rest
}

/// The end of a tag whose attributes may hold expressions.
fn tag_end(text: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("{{") {
            at += rest.find("}}")? + 2;
        } else if rest.starts_with("{%") {
            at += rest.find("%}")? + 2;
        } else if rest.starts_with('>') {
            return Some(at + 1);
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
    None
}

#[test]
fn templates_say_nothing_in_one_language_only() {
    for path in templates() {
        let text = std::fs::read_to_string(&path).unwrap();
        // A block of a base page's attribute holds an address.
        let spoken: String = text
            .split("{% block back %}")
            .map(|it| {
                it.split_once("{% endblock %}").map_or(
                    it,
                    |(address, rest)| {
                        if address.starts_with('/') { rest } else { it }
                    },
                )
            })
            .collect();
        let said: String = bare(&spoken).chars().filter(|it| it.is_alphabetic()).collect();
        assert_eq!(said, "", "{}", path.display());
        for call in text.split(".t(\"").skip(1) {
            let both: Vec<&str> = call.split("\")").next().unwrap().split("\", \"").collect();
            assert!(both.len() == 2 && !both[0].is_empty(), "{}: {both:?}", path.display());
            let brand = both[1] == "兜底" || both[1] == "中文";
            assert!(brand || !chinese(both[1]), "{}: {both:?}", path.display());
        }
    }
}

#[test]
fn what_pages_take_from_the_program_is_said_in_both_languages_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![folder];
    let mut pairs = 0;
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in
                text.split("pick(").skip(1).chain(text.split(".t(").skip(1)).chain(text.split("Field::new(").skip(1))
            {
                let Some([zh, en]) = literals(call) else { continue };
                pairs += 1;
                assert!(
                    chinese(&zh) || zh == en || !zh.chars().any(|it| it.is_alphabetic()) || en == "en" || zh == "en",
                    "{}: {zh}",
                    path.display()
                );
                assert!(!chinese(&en), "{}: {en}", path.display());
            }
        }
    }
    assert!(pairs > 60, "{pairs}");
}

/// The two texts at the head of a call.
fn literals(call: &str) -> Option<[String; 2]> {
    let one = |text: &'_ str| -> Option<(String, usize)> {
        let from = text.find(|it: char| !it.is_whitespace() && it != ',')?;
        let inner = text[from..].strip_prefix('"')?;
        let end = inner.find('"')?;
        Some((inner[..end].to_owned(), from + end + 2))
    };
    let (first, at) = one(call)?;
    let (second, _) = one(&call[at..])?;
    Some([first, second])
}

#[tokio::test]
async fn every_page_comes_in_both_languages() {
    let scene = Scene::new();
    let household = scene.eligible("dibao");
    let town = (household.division / 1000).to_string();
    let colleague = scene.account("colleague", "colleague", Role::TownClerk, &town).0.to_string();
    let own = scene.account("clerk", "clerk", Role::TownClerk, &town).0.to_string();
    let mut clerk = scene.signed_in("clerk");
    let case = applied(&scene, &clerk, "oneself").await;
    looked_into(&case, &clerk, [&own, &colleague]).await;
    let file = format!("/households/{}", household.id);
    let mut pages: Vec<(String, &str, &str)> = vec![
        ("/work".into(), "我的事项", "My work"),
        ("/me".into(), "岗位与范围", "Roles and places"),
        ("/households".into(), "姓名或证件号码", "identity number"),
        (file.clone(), "因任务或复核打开", "Open it for a task"),
        (format!("{file}?task=T-1"), "家庭成员", "Members"),
        (format!("{file}/explain?programme=dibao&task=T-1"), "怎样会改变结论", "What would change it"),
        (format!("/cases/new?household={}", household.id), "申报家庭经济状况", "Income and property"),
        (case.clone(), "核对报告", "Verification report"),
        ("/notices".into(), "正在公示", "On the notice boards"),
        (format!("/notices/{}", household.division), "公示名单", "Public notice"),
        (format!("/divisions/{town}000"), "在办事项", "running cases"),
        ("/ledgers".into(), "社会救助月报表", "figures of the month"),
        ("/ledgers?kind=roster&programme=dibao".into(), "在册台账", "Roster: "),
        ("/links".into(), "还没有比对过的名单", "No lists were linked yet"),
        ("/reviews".into(), "应复核的家庭", "Households to review"),
        ("/referrals".into(), "部门归口办理", "What departments handle"),
        ("/discoveries".into(), "没有走访发现的线索", "Nothing was reported"),
        ("/imprest".into(), "乡镇备用金", "Imprest of the towns"),
        (format!("/imprest/{town}000"), "还没有收支", "Nothing yet."),
        ("/payments".into(), "发放名册", "Payments"),
        ("/relatives".into(), "近亲属备案", "Relatives of staff"),
        ("/me/relatives".into(), "登记近亲属", "Register near relatives"),
        ("/nowhere".into(), "没有找到", "Not found"),
        ("/users".into(), "没有权限", "Not allowed"),
    ];
    both(&mut clerk, &pages).await;
    let mut admin = scene.user("admin", Role::SystemAdmin, COUNTY);
    pages = vec![("/users".into(), "用户与授权", "Users and roles"), ("/users/new".into(), "新建账号", "New account")];
    both(&mut admin, &pages).await;
    let mut security = scene.user("sure", Role::SecurityAdmin, COUNTY);
    pages = vec![("/users/tokens".into(), "拟发令牌", "Propose a token"), ("/api".into(), "所需权限", "Needs one of")];
    both(&mut security, &pages).await;
    let mut auditor = scene.user("auditor", Role::Auditor, COUNTY);
    both(&mut auditor, &[("/audit".into(), "查阅记录", "Who opened what")]).await;
}

pub(crate) async fn both(user: &mut crate::county::User, pages: &[(String, &str, &str)]) {
    for (path, zh, en) in pages {
        for (lang, said, not) in [("zh", zh, en), ("en", en, zh)] {
            user.lang = lang;
            let came = user.get(path).await;
            let known = [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&came.status);
            assert!(known, "{path}: {} {}", came.status, came.text);
            assert!(came.text.contains(*said), "{path} in {lang} does not say {said}: {}", came.text);
            assert!(!came.text.contains(*not), "{path} in {lang} says {not}");
            assert_eq!(came.text.contains("lang=\"en\""), lang == "en", "{path}");
        }
    }
    user.lang = "zh";
}
