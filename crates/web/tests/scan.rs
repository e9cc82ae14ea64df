//! Everything that a small office emits is read for what must not stand there: identity numbers, phones, accounts, and in
//! what leaves without a purpose also names and health.

use crate::{
    county::{COUNTY, Scene, User, files, nine},
    matters::signalled,
    routes::PAGES,
};
use axum::http::StatusCode;
use doudi_journal::access::{Role, UserId};
use doudi_kernel::{Date, IdKey};
use doudi_office::{
    Who, matters,
    messages::{self, Holder, Kind},
};
use doudi_synth::{Leak, leaks};
use std::collections::{BTreeSet, VecDeque};

/// The people of the county: names of three signs and more, and numbers.
fn people(scene: &Scene) -> (BTreeSet<String>, Vec<String>) {
    let (mut names, mut numbers) = (BTreeSet::new(), Vec::new());
    for it in scene.bureau.month.as_ref().unwrap().all().unwrap() {
        for member in it.unwrap().household.members {
            numbers.extend(member.key.and_then(IdKey::from_packed).map(IdKey::reveal));
            if member.name.chars().count() >= 3 {
                names.insert(member.name);
            }
        }
    }
    (names, numbers)
}

#[test]
fn the_scan_finds_what_is_planted() {
    let scene = Scene::new();
    let (names, numbers) = people(&scene);
    let name = names.first().unwrap().clone();
    let number = numbers.iter().find(|it| it.len() == 18).unwrap();
    let wide: String =
        number.chars().map(|it| it.to_digit(10).map_or(it, |d| char::from_u32(0xff10 + d).unwrap())).collect();
    let planted = [
        (format!("<td>{number}</td>"), Leak::IdentityNumber),
        (format!("id={number}&x"), Leak::IdentityNumber),
        (number.to_ascii_lowercase(), Leak::IdentityNumber),
        (wide, Leak::IdentityNumber),
        ("旧证419901620307001号".into(), Leak::OldIdentityNumber),
        ("电话13800000000。".into(), Leak::Phone),
        ("账号6222020000000000000".into(), Leak::Account),
        ("患尿毒症".into(), Leak::Health),
        (format!("请走访{name}家"), Leak::Name),
    ];
    for (text, leak) in planted {
        assert_eq!(leaks(&text, &names, true), BTreeSet::from([leak]), "{}", text.len());
    }
    for plain in ["2026-08-03 09:00", "419901001002", "4199****0014", "第1786000000000号", &"0".repeat(32)] {
        assert_eq!(leaks(plain, &names, true), BTreeSet::new(), "{plain}");
    }
}

/// Where a page's links lead, within the office.
fn links(text: &str) -> Vec<String> {
    let all = text.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next());
    let plain = |path: &&str| !path.starts_with("static") && !path.ends_with(".pdf") && !path.ends_with(".xlsx");
    all.filter(plain).map(|path| format!("/{}", path.replace("&amp;", "&"))).collect()
}

/// Pages that a user reaches from the columns and from every page by name, at most so many.
async fn crawled(user: &User, most: usize) -> Vec<(String, StatusCode, String)> {
    let mut waiting: VecDeque<String> = PAGES.iter().map(|it| (*it).to_owned()).collect();
    let (mut seen, mut pages) = (BTreeSet::new(), Vec::new());
    while let Some(path) = waiting.pop_front() {
        if pages.len() >= most || path.ends_with(".pdf") || !seen.insert(path.clone()) {
            continue;
        }
        let came = user.get(&path).await;
        waiting.extend(links(&came.text));
        pages.push((path, came.status, format!("{}\n{}", came.to, came.text)));
    }
    pages
}

fn told(role: &Role, path: &str, leaks: &BTreeSet<Leak>) -> Option<String> {
    (!leaks.is_empty()).then(|| format!("{role} {path}: {leaks:?}"))
}

#[tokio::test]
async fn nothing_that_an_office_emits_tells_a_number_a_phone_or_an_account() {
    let scene = Scene::new();
    signalled(&scene);
    let (names, numbers) = people(&scene);
    let town = (scene.eligible("dibao").division / 1000).to_string();
    let clerk = scene.user("taker", Role::TownClerk, &town);
    crate::routes::applied(&scene, &clerk, "oneself").await;
    let cadre = scene.account("cadre", "cadre", Role::VillageCadre, COUNTY);
    reminded(&scene, cadre);
    let (mut wrong, mut read) = (Vec::new(), 0);
    for (number, role) in Role::all().enumerate() {
        let user = scene.user(&format!("u{number}"), role, COUNTY);
        for (path, status, text) in crawled(&user, 70).await {
            read += 1;
            // Addresses and refusals leave without a purpose; a page that opened may name whom it is about.
            let refused = !status.is_success();
            wrong.extend(told(&role, &path, &leaks(&text, &names, refused)));
            wrong.extend(told(&role, "an address", &leaks(&links(&text).join("\n"), &names, true)));
            if numbers.iter().any(|number| text.contains(number.as_str())) {
                wrong.push(format!("{role} {path}: a number of the county's people"));
            }
        }
    }
    for line in scene.log.lock().unwrap().iter() {
        wrong.extend(told(&Role::SystemAdmin, "the log", &leaks(&format!("{line:?}"), &names, true)));
    }
    wrong.extend(emitted(&scene, &names));
    assert!(read > 400, "{read} pages");
    assert!(wrong.is_empty(), "{} of {read}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Somebody is late and is told by both ways.
fn reminded(scene: &Scene, cadre: UserId) {
    let late = nine(Date::constant(2026, 8, 28));
    for way in ["sms", "email", "webhook"] {
        std::fs::create_dir_all(scene.folder.path().join("outbox/messages").join(way)).unwrap();
    }
    let own = Who { id: cadre, ..scene.somebody(Role::VillageCadre) };
    messages::note_contact(&scene.bureau, &own, Holder::Account(cadre.0), Kind::Email, "cadre@example.org").unwrap();
    matters::late(&scene.bureau, late).unwrap();
    assert!(matters::remind(&scene.bureau, late).unwrap() > 0);
    assert!(messages::send(&scene.bureau, late).unwrap().sent > 0);
}

/// Files that leave the office: their names and their texts.
fn emitted(scene: &Scene, names: &BTreeSet<String>) -> Vec<String> {
    let outbox = files(&scene.folder.path().join("outbox"));
    assert!(!outbox.is_empty());
    let one = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = format!("{name}\n{}", std::fs::read_to_string(&path).unwrap_or_default());
        told(&Role::SystemAdmin, &name, &leaks(&text, names, true))
    };
    outbox.into_iter().filter_map(one).collect()
}
