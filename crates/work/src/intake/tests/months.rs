//! Month after month: who joined, left and changed; repeated files and repeated people.

use super::office::{Office, ask, column, complaints, dibao, dibao_row, id};
use crate::intake::{Effect, NoLeavers, Outcome};

#[test]
fn who_joined_left_and_changed_is_told_by_number_and_content() {
    let office = Office::new();
    let august = [1, 2, 3].map(|n| dibao_row(n, "张三", &id(n), "632"));
    let mut september = [3, 2, 4].map(|n| dibao_row(n, "张三", &id(n), "632"));
    september[1][6] = "700".into();
    office.load(&dibao(&office, "农村低保人员查询_202608.xlsx", &august), &ask());
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &september), &ask());
    let against = loaded.plan.against.unwrap();
    assert_eq!(against.month.to_string(), "2026-08");
    assert_eq!((against.joined, against.left, against.changed, against.same), (1, Some(1), 1, 1));
}

#[test]
fn the_same_file_twice_changes_nothing_and_says_so() {
    let office = Office::new();
    let path = dibao(&office, "农村低保人员查询_202609.xlsx", &[dibao_row(1, "张三", &id(1), "632")]);
    let first = office.load(&path, &ask());
    assert!(matches!(office.plan(&path, &ask()).unwrap().effect, Effect::AlreadyThere(it) if it == first.manifest.id));
    assert!(matches!(office.apply(&path, &ask()).unwrap(), Outcome::AlreadyThere(it) if it.id == first.manifest.id));
    assert_eq!(office.lake.snapshots().unwrap().len(), 1);
}

#[test]
fn a_corrected_file_of_the_same_month_stands_in_its_place_and_the_first_stays() {
    let office = Office::new();
    let first = dibao(&office, "农村低保人员查询_202609.xlsx", &[dibao_row(1, "张三", &id(1), "632")]);
    let first = office.load(&first, &ask()).manifest.id;
    let second = dibao(&office, "农村低保人员查询_202609更正.xlsx", &[dibao_row(1, "张三", &id(1), "633")]);
    let loaded = office.load(&second, &ask());
    assert_eq!(loaded.plan.effect, Effect::Replace(first));
    assert_eq!(loaded.plan.against.unwrap().changed, 1);
    assert_eq!(office.lake.snapshots().unwrap().len(), 2);
}

#[test]
fn a_number_on_two_rows_is_complained_about_and_both_rows_stay() {
    let office = Office::new();
    let mut rows = [1, 2, 1].map(|n| dibao_row(n, "张三", &id(n), "632"));
    rows[2][6] = "500".into();
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &rows), &ask());
    assert_eq!(loaded.manifest.rows, 3);
    assert_eq!(complaints(&office, &loaded), ["4 身份证号 duplicate_id"]);
}

#[test]
fn a_row_repeated_whole_counts_once_whatever_its_running_number() {
    let office = Office::new();
    let mut rows = [1, 2, 1].map(|n| dibao_row(n, "张三", &id(n), "632"));
    rows[2][0] = "3".into();
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &rows), &ask());
    assert_eq!((loaded.manifest.rows, loaded.plan.repeated), (2, 1));
    assert_eq!(complaints(&office, &loaded), ["4 身份证号 duplicate_row"]);
}

#[test]
fn a_file_of_deaths_only_adds_so_nobody_leaves_by_it_and_the_first_row_of_a_person_holds() {
    let office = Office::new();
    let header: &[&str] = &["姓名", "身份证号", "死亡日期", "火化日期"];
    let august = office.sheet("死亡火化人员名单_202608.xlsx", &[header, &["张三", &id(1), "2026.8.3", "2026.8.5"]]);
    office.load(&august, &ask());
    let september = office.sheet(
        "死亡火化人员名单_202609.xlsx",
        &[header, &["李四", &id(2), "2026.9.1", ""], &["李四", &id(2), "2026.9.2", "2026.9.4"]],
    );
    let loaded = office.load(&september, &ask());
    assert_eq!(loaded.plan.against, None);
    assert_eq!(column(&office, &loaded, "death_date"), ["2026-09-01"]);
}

#[test]
fn a_file_whose_total_is_not_the_sum_of_its_rows_says_of_nobody_that_he_left() {
    let office = Office::new();
    let august = [1, 2, 3].map(|n| dibao_row(n, "张三", &id(n), "632"));
    office.load(&dibao(&office, "农村低保人员查询_202608.xlsx", &august), &ask());
    let mut rows = [1, 2].map(|n| dibao_row(n, "张三", &id(n), "632")).to_vec();
    rows.push(["合计", "", "", "", "", "", "1896", ""].map(String::from).into());
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &rows), &ask());
    let against = loaded.plan.against.unwrap();
    assert_eq!((against.left, against.no_leavers), (None, Some(NoLeavers::ControlsDisagree)));
}

#[test]
fn a_town_of_its_own_is_compared_with_the_same_town_only() {
    let office = Office::new();
    let rows = [1, 2].map(|n| dibao_row(n, "张三", &id(n), "632"));
    office.load(&dibao(&office, "柳河镇农村低保人员查询_202608.xlsx", &rows), &ask());
    let loaded = office.load(&dibao(&office, "石桥镇农村低保人员查询_202609.xlsx", &rows[..1]), &ask());
    assert_eq!((loaded.plan.part.as_str(), loaded.plan.against), ("石桥镇", None));
}

#[test]
fn a_town_written_otherwise_is_no_change_of_anybody() {
    let office = Office::new();
    office.load(&dibao(&office, "农村低保人员查询_202608.xlsx", &[dibao_row(1, "张三", &id(1), "632")]), &ask());
    let mut row = dibao_row(1, "张 三", &id(1), "632元");
    row[7] = "柳河镇人民政府".into();
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &[row]), &ask());
    assert_eq!(loaded.plan.against.unwrap().same, 1);
}
