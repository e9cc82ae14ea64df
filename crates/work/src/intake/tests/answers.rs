//! The answer to the sender, read back as the sender reads it.

use super::office::{Office, ask, dibao, dibao_row, id};
use doudi_lake::{Limits, Roster};
use std::ops::ControlFlow;

fn rows(office: &Office, bytes: &[u8], wanted: &str) -> Vec<Vec<String>> {
    let path = office.folder.path().join("answer.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let mut roster = Roster::open(&path, &Limits::default()).unwrap();
    let sheet = roster.sheets().iter().position(|sheet| sheet.name == wanted).unwrap();
    let mut rows = Vec::new();
    roster
        .for_each_row(sheet, &mut |_, cells| {
            rows.push(cells.iter().map(doudi_lake::Cell::shown).collect());
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

#[test]
fn the_sender_reads_who_joined_left_changed_and_what_comes_back() {
    let office = Office::new();
    let august = [1, 2, 3].map(|n| dibao_row(n, "张三", &id(n), "632"));
    let mut september = [3, 2, 4].map(|n| dibao_row(n, "张三", &id(n), "632")).to_vec();
    september[1][6] = "700".into();
    september.push(dibao_row(5, "李四", "419901199003070015", "632"));
    let first = office.load(&dibao(&office, "农村低保人员查询_202608.xlsx", &august), &ask());
    assert_eq!(rows(&office, &first.answer.bytes, "新增").len(), 1, "nothing to compare with, so nobody joined");
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &september), &ask());
    let answer = &loaded.answer;
    assert_eq!((answer.name.as_str(), answer.rejected), ("回执_农村低保人员查询_202609.xlsx", 2));
    assert_eq!(rows(&office, &answer.bytes, "新增")[1..], [["1", "张三", &id(4), "柳河镇"]]);
    assert_eq!(rows(&office, &answer.bytes, "退出")[1..], [["1", "张三", &id(1), "柳河镇"]]);
    let changed = rows(&office, &answer.bytes, "变更");
    assert_eq!(changed[1..], [["1", "张三", &id(2), "柳河镇", "月保障金额(元)", "632.00", "700.00"]]);
    let back = rows(&office, &answer.bytes, "退回");
    assert_eq!(back[1][1..5], ["Sheet1", "5", "身份证号", "419901**********15"]);
    assert!(back[1][6].contains("逐位核对"));
    let cover = rows(&office, &answer.bytes, "回执");
    assert!(cover.iter().any(|row| row[0] == "退出" && row[1] == "1人"), "{cover:?}");
}

#[test]
fn the_same_import_gives_the_same_answer_to_the_byte() {
    let make = || {
        let office = Office::new();
        let row = dibao_row(1, "张三", &id(1), "632").join(",");
        let text = format!("{}\n{row}\n", super::office::DIBAO.join(","));
        let path = office.text("农村低保人员查询_202609.csv", text.as_bytes());
        office.load(&path, &ask()).answer.bytes
    };
    assert_eq!(make(), make());
}

#[test]
fn no_full_number_stands_in_what_comes_back() {
    let office = Office::new();
    let wrong = "419901199003070015";
    let path = dibao(&office, "农村低保人员查询_202609.xlsx", &[dibao_row(1, "张三", wrong, "632")]);
    let loaded = office.load(&path, &ask());
    let back = rows(&office, &loaded.answer.bytes, "退回");
    assert!(back.iter().flatten().all(|cell| !cell.contains(wrong)));
    assert!(!serde_json::to_string(&loaded.plan).unwrap().contains(wrong));
    assert!(!doudi_kernel::Say::say(&loaded.plan, doudi_kernel::Lang::Zh).contains(wrong));
}
