//! Whether two records are one person: listed, opened on record, decided once, corrected, taken back.

use crate::county::{BEGIN, COUNTY, MONTH, Scene};
use doudi_journal::{
    IdempotencyKey,
    access::{Action, Role},
};
use doudi_kernel::{Division, Lang, Say};
use doudi_lake::Limits;
use doudi_office::{
    Bureau, OfficeError, Who,
    links::{self, Filter, Said},
    register,
};
use doudi_work::{
    link::{Ask, Fixed, From, Overrides, Verdict, plan, prepare},
    policy::Policy,
};
use std::path::Path;

/// Every third person of a list again in another, one in four of them with a slip of the pen.
fn lists(villages: &[String]) -> [String; 2] {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马"];
    let given: Vec<char> = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰秀珍建国庆文辉志玲红梅".chars().collect();
    let mut state = 7u64;
    let mut below = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let mut texts = ["姓名,出生日期,性别,行政村\n".to_owned(), "姓名,出生年月日,性别,村\n".to_owned()];
    for at in 0..900 {
        let name = format!("{}{}{}", surnames[below(13)], given[below(given.len())], given[below(given.len())]);
        let (year, month, day) = (1940 + below(70), 1 + below(12), 1 + below(28));
        let (sex, village) = (["男", "女"][below(2)], &villages[below(villages.len())]);
        texts[0] += &format!("{name},{year}-{month:02}-{day:02},{sex},{village}\n");
        if at % 3 == 0 {
            let (name, day) = match at % 12 {
                0 => (format!("{}伟", name.chars().take(2).collect::<String>()), 9),
                _ => (name, day),
            };
            texts[1] += &format!("{name},{year}-{month:02}-{day:02},{sex},{village}\n");
        }
    }
    texts
}

/// An office with two linked lists of one town's villages, and the batch's name.
fn office(folder: &Path) -> (Scene, String, Division) {
    let mut scene = Scene::new();
    scene.bureau = scene.bureau.with_data(folder);
    let county: Division = COUNTY.parse().unwrap();
    let town = scene.bureau.divisions.children(county).next().unwrap().0;
    let villages: Vec<String> =
        scene.bureau.divisions.children(town).map(|(_, name)| name.to_owned()).take(5).collect();
    let paths = ["甲.csv", "乙.csv"].map(|name| folder.join(name));
    paths.iter().zip(lists(&villages)).for_each(|(path, text)| std::fs::write(path, text).unwrap());
    let policy = Policy::embedded();
    let ask = Ask {
        policy: &policy,
        lake: None,
        divisions: Some(&scene.bureau.divisions),
        month: MONTH.parse().unwrap(),
        overrides: Overrides::default(),
        limits: Limits::default(),
    };
    let prepared = prepare(&paths.map(From::File), &ask).unwrap_or_else(|why| panic!("{}", why.say(Lang::En)));
    let fixed = Fixed::of(&prepared, &[]);
    let options = fixed.over(Default::default());
    let found = plan(&prepared, &prepared.link(&options), &options, &fixed);
    let desk = scene.bureau.links().unwrap();
    let kept = desk.keep(&found, &prepared, MONTH.parse().unwrap(), BEGIN).unwrap();
    (scene, kept.batch.id.to_string(), town)
}

fn key(number: i64, at: u32) -> IdempotencyKey {
    IdempotencyKey::new(format!("user:{number}:form{at}")).unwrap()
}

fn said(verdict: Verdict, reason: &str, corrects: bool, seen: u32) -> Said {
    Said { verdict, reason: reason.into(), corrects, seen }
}

/// The first pair that a filter shows.
fn first(bureau: &Bureau, who: &Who, id: &str) -> u32 {
    let all = Filter::ALL.into_iter().flat_map(|(filter, _)| links::pairs(bureau, who, id, filter).unwrap().1);
    all.into_iter().next().expect("somebody is asked about").number
}

#[test]
fn pairs_are_counted_on_the_rows_that_are_listed_and_only_where_both_records_are_the_users() {
    let folder = tempfile::tempdir().unwrap();
    let (scene, id, town) = office(folder.path());
    let county = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let clerk = scene.who(2, Role::TownClerk, &town.to_string(), BEGIN);
    for who in [&county, &clerk] {
        let pairing = links::pairings(&scene.bureau, who).unwrap().remove(0);
        let counts = Filter::ALL.map(|(filter, _)| links::pairs(&scene.bureau, who, &id, filter).unwrap().1.len());
        let it = pairing.progress;
        assert_eq!(counts, [it.look, it.proposed, it.same, it.different, it.unclear]);
        assert!(it.all() > 10, "{it:?}");
    }
    let number = first(&scene.bureau, &county, &id);
    let other = scene.who(3, Role::TownClerk, "419901999", BEGIN);
    assert_eq!(links::pairings(&scene.bureau, &other).unwrap()[0].progress.all(), 0);
    assert!(matches!(links::open(&scene.bureau, &other, &id, number), Err(OfficeError::NotFound)));
    let cadre = scene.who(4, Role::VillageCadre, COUNTY, BEGIN);
    assert!(matches!(links::pairings(&scene.bureau, &cadre), Err(OfficeError::Denied(_))));
}

#[test]
fn a_pair_opens_with_a_waterfall_that_adds_up_and_the_opening_is_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let (scene, id, _) = office(folder.path());
    let clerk = scene.who(1, Role::CountyClerk, COUNTY, BEGIN);
    let number = first(&scene.bureau, &clerk, &id);
    let opened = links::open(&scene.bureau, &clerk, &id, number).unwrap();
    let sum: f64 = opened.steps.iter().filter_map(|step| step.bits).sum();
    assert!((sum - opened.weight).abs() < 1e-6, "{sum} is not {}", opened.weight);
    assert!(opened.steps.iter().any(|step| step.title[0] == "姓名" && step.values.is_some()));
    let auditor = scene.who(9, Role::Auditor, COUNTY, BEGIN);
    let looks = register::looks(&scene.bureau, &auditor, &register::Looks::default()).unwrap();
    assert_eq!(looks.iter().map(|it| &*it.subject).collect::<Vec<_>>(), [format!("link:{id}:{number}")]);
    assert_eq!(looks[0].action, Action::Read.name());
}

#[test]
fn a_form_sent_twice_decides_once_and_who_comes_second_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (scene, id, _) = office(folder.path());
    let bureau = &scene.bureau;
    let [one, two] = [1, 2].map(|number| scene.who(number, Role::CountyClerk, COUNTY, BEGIN));
    let number = first(bureau, &one, &id);
    let same = said(Verdict::Same, "问过本人", false, 0);
    for _ in 0..2 {
        links::decide(bureau, &one, &id, number, &same, &key(1, 1)).unwrap();
    }
    let late = said(Verdict::Different, "不是一个人", false, 0);
    let told = links::decide(bureau, &two, &id, number, &late, &key(2, 2));
    assert!(matches!(told, Err(OfficeError::Overtaken { seen: 0, is: 1 })), "{told:?}");
    let known = said(Verdict::Different, "不是一个人", false, 1);
    let told = links::decide(bureau, &two, &id, number, &known, &key(2, 3));
    assert!(matches!(told, Err(OfficeError::Pair(_))), "a correction says so: {told:?}");
    let corrected = said(Verdict::Different, "不是一个人", true, 1);
    links::decide(bureau, &two, &id, number, &corrected, &key(2, 4)).unwrap();
    let opened = links::open(bureau, &one, &id, number).unwrap();
    assert_eq!(opened.said.iter().map(|it| it.0).collect::<Vec<_>>(), [Verdict::Same, Verdict::Different]);
    assert!(opened.said[1].1.starts_with("更正"));
    let empty = said(Verdict::Same, "  ", true, 2);
    assert!(matches!(links::decide(bureau, &one, &id, number, &empty, &key(1, 5)), Err(OfficeError::Form(_))));
}

#[test]
fn a_decision_is_taken_back_to_what_was_said_before_by_who_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let (scene, id, town) = office(folder.path());
    let bureau = &scene.bureau;
    let [one, two] = [1, 2].map(|number| scene.who(number, Role::TownClerk, &town.to_string(), BEGIN));
    let number = first(bureau, &one, &id);
    links::decide(bureau, &one, &id, number, &said(Verdict::Same, "问过本人", false, 0), &key(1, 1)).unwrap();
    let other = links::undo(bureau, &two, &id, number, 1, &key(2, 2));
    assert!(matches!(other, Err(OfficeError::Denied(_))), "{other:?}");
    links::undo(bureau, &one, &id, number, 1, &key(1, 3)).unwrap();
    let opened = links::open(bureau, &one, &id, number).unwrap();
    assert_eq!(opened.said.last().unwrap().0, Verdict::Unclear, "nothing was said before");
    let chief = scene.who(3, Role::CountyClerk, COUNTY, BEGIN);
    links::decide(bureau, &one, &id, number, &said(Verdict::Different, "住址不同", true, 2), &key(1, 4)).unwrap();
    links::undo(bureau, &chief, &id, number, 3, &key(3, 5)).unwrap();
    assert_eq!(links::open(bureau, &chief, &id, number).unwrap().said.len(), 4);
}
