//! Lists whose true people are known.

use crate::pair::{PairOptions, Pairing, pair};
use doudi_compare::repair::{Proof, Repair, Uncertain};
use doudi_kernel::{Date, ResidentId};
use jiff::ToSpan;
use proptest::prelude::*;
use std::{collections::BTreeMap, fs, path::Path};

/// A row: number, name, birth date, sex, division.
type Row = [String; 5];

const HEADINGS: &str = "区划代码,证件号码,姓名,出生日期,性别";

fn write(path: &Path, rows: &[Row]) {
    let lines = rows.iter().map(|[id, name, birth, sex, division]| format!("{division},{id},{name},{birth},{sex}"));
    fs::write(path, [HEADINGS.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n") + "\n").unwrap();
}

fn id(day: i32, serial: u16) -> ResidentId {
    let birth = Date::constant(1940, 1, 1).checked_add(day.days()).unwrap();
    ResidentId::new("419901".parse().unwrap(), birth, serial).unwrap()
}

fn row(id: ResidentId, name: &str) -> Row {
    let sex = if id.serial() % 2 == 1 { "男" } else { "女" };
    [id.key().reveal(), name.into(), id.birth_date().to_string(), sex.into(), "419901002".into()]
}

fn compare(asked: &[Row], source: &[Row], second_chance: bool) -> (Pairing, Vec<BTreeMap<String, String>>) {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    write(&at("asked.csv"), asked);
    write(&at("source.csv"), source);
    let options = PairOptions { threads: 2, second_chance, ..PairOptions::default() };
    let pairing = pair(&at("asked.csv"), &at("source.csv"), &at("out"), &options, &|_, _| {}).unwrap();
    let repaired = match second_chance {
        true => csv::Reader::from_path(at("out/repaired.csv")).unwrap().deserialize().map(Result::unwrap).collect(),
        false => Vec::new(),
    };
    (pairing, repaired)
}

fn broken(text: &str, way: u8, at: usize) -> String {
    let mut text = text.to_owned().into_bytes();
    match way {
        0 => text.swap(at % 17, at % 17 + 1),
        1 => text[at % 17] = b'0' + (text[at % 17] - b'0' + 3) % 10,
        2 => drop(text.remove(at)),
        3 => text.insert(at, text[at]),
        4 => text.clear(),
        _ => text = "无".into(),
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn a_person_is_found_though_the_number_is_broken_here_or_there() {
    let people: Vec<ResidentId> = (0..6).map(|n| id(3000 + n * 17, 3)).collect();
    let names = ["王小芳", "李建国", "张秀英", "陈桂兰", "刘志强", "杨光明"];
    let mut asked: Vec<Row> = people.iter().zip(names).map(|(id, name)| row(*id, name)).collect();
    let mut source = asked.clone();
    asked[0][0] = broken(&asked[0][0], 0, 7);
    asked[1][0] = String::new();
    asked[2][0] = broken(&asked[2][0], 2, 3);
    source[3][0] = broken(&source[3][0], 1, 12);
    source[5][1] = "另一人".into();
    let (pairing, repaired) = compare(&asked, &source, true);
    assert_eq!((pairing.missing, pairing.repaired, pairing.pairs, pairing.mismatch), (0, 4, 2, 1));
    let said: Vec<(&str, &str)> = repaired.iter().map(|row| (&*row["姓名"], &*row["原因"])).collect();
    assert_eq!(said[1], ("李建国", "无可用号码"));
    assert_eq!(said[3], ("陈桂兰", "来源名单中号码第13位有误"));
    assert!(repaired.iter().zip(&people).all(|(row, id)| row["来源号码"] == id.key().reveal()));
    let (exact, _) = compare(&asked, &source, false);
    assert_eq!((exact.missing, exact.repaired, exact.pairs), (4, 0, 2));
}

#[test]
fn two_people_who_fit_are_shown_and_not_linked() {
    let twins = [row(id(9000, 3), "王小芳"), row(id(9000, 5), "王小芳")];
    let mut asked = [twins[0].clone()];
    asked[0][0] = String::new();
    let (pairing, _) = compare(&asked, &twins, true);
    assert_eq!((pairing.missing, pairing.repaired, pairing.look), (1, 0, 1));
    assert_eq!(pairing.reasons[0].outcome, Err(Uncertain::Several));
}

#[test]
fn a_repaired_number_of_somebody_with_another_name_proves_nothing() {
    let person = row(id(9000, 3), "王小芳");
    let mut asked = [person.clone()];
    (asked[0][0], asked[0][1]) = (broken(&person[0], 0, 7), "赵大海".into());
    let (pairing, _) = compare(&asked, &[person], true);
    assert_eq!((pairing.missing, pairing.repaired, pairing.look), (1, 0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn everybody_who_is_there_is_found_once_and_as_themselves(
        people in prop::collection::btree_map((0i32..20_000, 1u16..200), ("[王李张刘陈][一-五]{2}", 0u8..12, 0usize..17, any::<bool>(), any::<bool>()), 1..30),
    ) {
        let (mut asked, mut source, mut truth) = (Vec::new(), Vec::new(), Vec::new());
        for (&(day, serial), (name, way, at, theirs, there)) in &people {
            let mut row = row(id(day, serial), name);
            // One name a person: two who share name and birth date are rightly only looked at.
            row[1] = format!("{name}{day}{serial}");
            truth.push((row[1].clone(), row[0].clone()));
            let mut other = row.clone();
            if *way < 4 {
                let side = if *theirs { &mut other } else { &mut row };
                side[0] = broken(&side[0], *way, *at);
            } else if *way < 6 {
                row[0] = broken(&row[0], *way, *at);
            }
            asked.push(row);
            if *there {
                source.push(other);
            }
        }
        let (pairing, repaired) = compare(&asked, &source, true);
        let absent = people.values().filter(|one| !one.4).count() as u64;
        prop_assert_eq!(pairing.missing, absent);
        prop_assert_eq!(pairing.look, 0);
        for row in repaired {
            let (_, number) = truth.iter().find(|one| one.0 == row["姓名"]).unwrap();
            prop_assert_eq!(number, &row["来源号码"]);
        }
        prop_assert_eq!(pairing.reasons.iter().map(|reason| reason.rows).sum::<u64>(), pairing.repaired);
        prop_assert!(pairing.reasons.iter().all(|reason| reason.repair != Some(Repair::Certificate) && reason.outcome != Ok(Proof::NameBirth)));
    }
}
