//! Sheets as offices make them: hidden notes, merged headings, villages in merged cells.

use super::office::{Office, ask, column, complaints, fill, id, merge, packed, september};
use crate::intake::RowKind;

#[test]
fn the_second_sheet_is_read_and_hidden_notes_are_not() {
    let office = Office::new();
    let path = office.book("残疾人两项补贴_2026年9月.xlsx", |book| {
        let notes = book.add_worksheet().set_name("说明").unwrap();
        fill(notes, 0, &[&["填表说明"], &["一、本表每月25日前报送"]]);
        notes.set_hidden(true);
        let sheet = book.add_worksheet().set_name("发放明细").unwrap();
        let header = ["乡镇", "姓名", "身份证号码", "残疾人证号", "补贴类型", "补贴金额", "享受补贴起始月份"];
        fill(sheet, 0, &[&header, &["柳河镇", "张三", &id(1), "", "生活补贴", "80", "2024.5"]]);
        fill(sheet, 2, &[&["柳河镇", "张三", &id(1), "", "护理补贴", "80", "2024年5月"]]);
        book.worksheets_mut()[1].set_active(true);
    });
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "disability_subsidy");
    assert_eq!(loaded.manifest.about.sheets, ["发放明细"]);
    assert_eq!(column(&office, &loaded, "subsidy_kind"), ["living", "care"], "two subsidies are no repetition");
    assert_eq!(column(&office, &loaded, "start_month"), ["202405", "202405"]);
    assert_eq!(complaints(&office, &loaded), [""; 0]);
}

#[test]
fn three_merged_header_rows_are_joined_and_the_areas_of_one_person_add_up() {
    let office = Office::new();
    let path = office.book("种植补贴_2026_柳河村.xlsx", |book| {
        let sheet = book.add_worksheet();
        merge(sheet, (0, 0), (0, 8), "柳河村2026年种植补贴公示表");
        for (column, heading) in (0..).zip(["序号", "姓名", "身份证", "联系电话"]) {
            merge(sheet, (1, column), (3, column), heading);
        }
        for (column, crop) in (4..).zip(["玉米", "大豆"]) {
            sheet.write_string(1, column, crop).unwrap();
            merge(sheet, (2, column), (3, column), "面积");
        }
        merge(sheet, (1, 6), (1, 8), "稻谷");
        for (column, kind) in (6..).zip(["合计", "地表水", "地下水"]) {
            merge(sheet, (2, column), (3, column), kind);
        }
        fill(
            sheet,
            4,
            &[&["1", "张三", &id(1), "13800000000", "1.5"], &["2", "张三", &id(1), "", "", "2.25", "3", "1", "2"]],
        );
        fill(sheet, 6, &[&["3", "李四", &id(2), "", "0.3"], &["合计", "", "", "", "1.8", "2.25", "3", "1", "2"]]);
    });
    let loaded = office.load(&path, &september());
    assert_eq!((loaded.plan.feed.as_str(), loaded.plan.part.as_str()), ("planting_subsidy", "柳河村"));
    assert_eq!((loaded.plan.sheets[0].header_row, loaded.plan.sheets[0].header_rows), (2, 2));
    assert_eq!(column(&office, &loaded, "resident_id"), [packed(&id(1)), packed(&id(2))]);
    assert_eq!(column(&office, &loaded, "maize_mu"), ["150", "30"]);
    assert_eq!(column(&office, &loaded, "soybean_mu"), ["225", ""]);
    assert_eq!(column(&office, &loaded, "rice_mu"), ["300", ""]);
    assert_eq!(column(&office, &loaded, "rice_ground_water_mu"), ["200", ""]);
    assert_eq!(complaints(&office, &loaded), [""; 0], "one person's plots are no repetition");
    assert!(loaded.plan.controls.len() == 5 && loaded.plan.controls.iter().all(|control| control.agrees));
}

#[test]
fn a_village_in_a_merged_cell_belongs_to_all_its_rows_and_each_total_to_its_village() {
    let office = Office::new();
    let path = office.book("土地承包_2026.xlsx", |book| {
        let sheet = book.add_worksheet();
        fill(sheet, 0, &[&["行政村", "承包方代表姓名", "家庭人口", "承包面积（亩）", "承包合同编号"]]);
        merge(sheet, (1, 0), (2, 0), "柳河村");
        fill(
            sheet,
            1,
            &[&["", "张三", "3", "4.5", "A1"], &["", "李四", "2", "3.25", "A2"], &["合计", "", "5", "7.75"]],
        );
        fill(sheet, 4, &[&["石桥村", "王五", "1", "2", "B1"], &["合计", "", "1", "2"], &["总计", "", "6", "9.75"]]);
    });
    let loaded = office.load(&path, &september());
    assert_eq!(loaded.plan.feed.as_str(), "land_contract");
    assert_eq!(column(&office, &loaded, "village_name"), ["柳河村", "柳河村", "石桥村"]);
    assert_eq!(column(&office, &loaded, "area_mu"), ["450", "325", "200"]);
    assert_eq!(loaded.plan.dropped[&RowKind::Total], 3);
    assert!(loaded.plan.controls.iter().all(|control| control.agrees), "{:?}", loaded.plan.controls);
}

#[test]
fn members_in_one_cell_become_persons() {
    let office = Office::new();
    let ids = [id(1), id(2), id(3)];
    let members = format!("{}、{}", ids[1], ids[2]);
    let path = office.sheet(
        "农村低保家庭查询_202609.xlsx",
        &[
            &[
                "序号",
                "户主姓名",
                "户主身份证号",
                "家庭人口数",
                "保障人口数",
                "户月保障金额（元）",
                "家庭成员姓名",
                "家庭成员身份证号",
            ],
            &["1", "张三", &ids[0], "3", "3", "632.00", "李四、张小", &members],
        ],
    );
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "dibao_rural_household");
    assert_eq!(column(&office, &loaded, "name"), ["张三", "李四", "张小"]);
    assert_eq!(column(&office, &loaded, "resident_id"), ids.clone().map(|id| packed(&id)));
    assert_eq!(column(&office, &loaded, "household_head_name"), ["张三"; 3]);
}

#[test]
fn a_tab_delimited_register_of_the_police_is_recognised() {
    let office = Office::new();
    let text = format!(
        "姓名\t身份证号码\t性别\t出生日期\t户号\t与户主关系\t地址\t行政区划\t户籍状态\n张三\t{}\t男\t19510307\t1\t户主\t柳河镇\t419901001001\t正常\n",
        id(1)
    );
    let loaded = office.load(&office.text("公安户籍人口_202609.csv", text.as_bytes()), &ask());
    assert_eq!(loaded.plan.feed.as_str(), "household_register");
    assert_eq!(column(&office, &loaded, "register_status"), ["normal"]);
    assert_eq!(column(&office, &loaded, "birth_date"), ["1951-03-07"]);
}

#[test]
fn a_month_that_only_the_title_tells_is_taken_from_the_title_but_not_from_the_day_of_printing() {
    let office = Office::new();
    let header = ["老人姓名", "身份证号码", "老人联系方式", "户籍地址", "发放金额", "银行卡号", "人员类型", "原始类型"];
    let row = ["张三", &id(1), "13800000000", "柳河镇石桥村", "100", "6228000000000000000", "90-99周岁", "高龄老人"];
    let path = office.sheet("津贴对象.xlsx", &[&["兜底县2026年9月高龄津贴发放对象"], &header, &row]);
    let plan = office.plan(&path, &ask()).unwrap();
    assert_eq!((plan.feed.as_str(), plan.month.to_string().as_str()), ("old_age_allowance", "2026-09"));
    let path = office.sheet("津贴对象.xlsx", &[&["制表时间：2026年9月5日"], &header, &row]);
    assert!(office.plan(&path, &ask()).unwrap_err().to_string().contains("--month"));
}

#[test]
fn a_column_that_no_field_takes_is_kept_as_it_is() {
    let office = Office::new();
    let mut rows = [super::office::DIBAO.to_vec(), vec!["1", "张三", "", "", "户主", "农村低保", "632", "柳河镇"]];
    let number = id(1);
    rows[1][2] = &number;
    rows[0].extend(["政治面貌", "政治面貌"]);
    rows[1].extend(["群众", "党员"]);
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let loaded = office.load(&office.sheet("农村低保人员查询_202609.xlsx", &rows), &ask());
    assert_eq!(column(&office, &loaded, "原·政治面貌"), ["群众"]);
    assert_eq!(column(&office, &loaded, "原·政治面貌(2)"), ["党员"]);
    assert_eq!(loaded.plan.sheets[0].unmapped, ["序号", "政治面貌", "政治面貌"]);
}

#[test]
fn a_certificate_list_knows_its_people_by_the_certificate() {
    let office = Office::new();
    let certificate = format!("{}43", id(4));
    let path = office.sheet(
        "2-2025.9.3持证残疾人名单.xlsx",
        &[
            &["姓名", "证件号码", "年龄", "性别", "街道", "居委", "状态", "残疾类别", "残疾等级"],
            &["张三", &certificate, "71", "女", "柳河镇", "石桥村", "正常", "肢体", "三级"],
        ],
    );
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "disability_certificate");
    assert_eq!(column(&office, &loaded, "resident_id"), [packed(&id(4))]);
    assert_eq!(column(&office, &loaded, "disability_certificate"), [certificate]);
    assert_eq!(column(&office, &loaded, "disability_grade"), ["3"]);
    assert_eq!(column(&office, &loaded, "disability_kind"), ["physical"]);
}
