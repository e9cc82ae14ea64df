//! Files that are not taken in: one clear sentence each, and nothing is left behind.

use super::office::{Office, ask, dibao, dibao_row, id, september};
use crate::intake::{Ask, Refused};
use doudi_kernel::{Lang, Say};
use expect_test::{Expect, expect};
use std::path::Path;

/// The sentence, and that the lake is as before.
fn check(office: &Office, path: &Path, ask: &Ask, sentence: &Expect) -> Refused {
    let refused = office.apply(path, ask).unwrap_err();
    sentence.assert_eq(&refused.say(Lang::Zh));
    assert!(office.lake.snapshots().unwrap().is_empty());
    assert_eq!(std::fs::read_dir(office.folder.path().join("lake/incoming")).unwrap().count(), 0);
    assert!(office.work_list().entries().unwrap().is_empty());
    assert_eq!(office.plan(path, ask).unwrap_err().say(Lang::Zh), refused.say(Lang::Zh), "the plan says the same");
    assert_ne!(refused.say(Lang::En), "");
    refused
}

fn one() -> Vec<Vec<String>> {
    vec![dibao_row(1, "张三", &id(1), "632")]
}

#[test]
fn the_wrong_month() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询_202608.xlsx", &one());
    check(&office, &path, &september(), &expect!["文件是2026-08的，要导入的是2026-09，未导入。请核对文件或--month"]);
}

#[test]
fn a_month_that_nobody_says() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询.xlsx", &one());
    check(&office, &path, &ask(), &expect!["文件名和标题都没有写月份。请用--month写明，如--month 2026-09"]);
}

#[test]
fn several_months_in_the_name() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询_202608-202609.xlsx", &one());
    check(&office, &path, &ask(), &expect!["文件名里有几个月份（2026-08、2026-09）。请用--month写明是哪一个"]);
}

#[test]
fn another_town() {
    let office = Office::new();
    let path = dibao(&office, "柳河镇农村低保人员查询_202609.xlsx", &one());
    let asked = Ask { part: Some("石桥镇".into()), ..ask() };
    check(&office, &path, &asked, &expect!["文件是“柳河镇”的，要导入的是“石桥镇”，未导入"]);
}

#[test]
fn codes_of_another_county() {
    let office = Office::new();
    let text = format!(
        "行政区划,姓名,证件号码,参保身份,参保状态,缴费状态\n419902001001,张三,{},011,1,1\n419901001001,李四,{},011,1,1\n419902001001,王五,{},011,1,1\n",
        id(1),
        id(2),
        id(3)
    );
    let path = office.text("居保参保明细_202609.csv", text.as_bytes());
    let asked = Ask { division: Some("419901".parse().unwrap()), ..ask() };
    check(&office, &path, &asked, &expect!["3条记录中有2条的区划代码不在419901之内，疑为别处的文件，未导入"]);
}

#[test]
fn a_header_without_records() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询_202609.xlsx", &[]);
    check(&office, &path, &ask(), &expect!["表头之下没有一条记录，未导入"]);
}

#[test]
fn a_table_of_something_else() {
    let office = Office::new();
    let path = office.sheet("会议签到_202609.xlsx", &[&["序号", "单位", "职务"], &["1", "民政局", "科员"]]);
    let refused = office.apply(&path, &ask()).unwrap_err();
    assert!(matches!(refused, Refused::NeverSeen { .. }));
    assert!(refused.say(Lang::Zh).starts_with("认不出这是哪一类文件"), "{}", refused.say(Lang::Zh));
}

#[test]
fn a_file_that_could_be_of_two_feeds() {
    let office = Office::new();
    let mut rows = one();
    rows[0][5] = String::new();
    let path = dibao(&office, "人员查询_202609.xlsx", &rows);
    let refused = office.apply(&path, &ask()).unwrap_err();
    let Refused::Ambiguous { between } = &refused else { panic!("{refused}") };
    assert_eq!(between.len(), 2);
    assert!(refused.say(Lang::Zh).contains("--as"));
    let named = Ask { feed: Some("dibao_rural_person".into()), ..ask() };
    assert_eq!(office.load(&path, &named).plan.feed.as_str(), "dibao_rural_person");
}

#[test]
fn a_file_that_is_not_of_the_feed_that_was_named() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询_202609.xlsx", &one());
    let named = Ask { feed: Some("prisoner".into()), ..ask() };
    check(&office, &path, &named, &expect!["文件不是prisoner：缺少入监日期。请核对文件，或换一个--as"]);
}

#[test]
fn a_feed_that_there_is_not() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询_202609.xlsx", &one());
    let named = Ask { feed: Some("nothing".into()), ..ask() };
    check(&office, &path, &named, &expect!["没有名为nothing的数据来源"]);
}

#[test]
fn a_picture_that_is_named_a_workbook() {
    let office = Office::new();
    let path = office.text("农村低保人员查询_202609.xlsx", b"\x89PNG\r\n\x1a\n and so on");
    assert!(matches!(office.apply(&path, &ask()).unwrap_err(), Refused::Unreadable(_)));
    assert!(office.lake.snapshots().unwrap().is_empty());
}
