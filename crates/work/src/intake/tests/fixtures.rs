//! The fixtures that practitioners asked for, each from a real office's pain.

use super::office::{Office, ask, column, complaints, dibao, dibao_row, fill, id, merge, packed, september};
use crate::intake::{NoLeavers, Note};
use doudi_kernel::{Date, DisabilityCertificate, DisabilityGrade, DisabilityKind, ResidentId};

const MONITORED: &[&str] = &[
    "县(市、区、旗)",
    "乡(镇)",
    "行政村",
    "户编号",
    "人编号",
    "姓名",
    "证件类型",
    "证件号码",
    "与户主关系",
    "监测对象类别",
    "识别监测时间(YYYYMM)",
    "风险是否已消除",
    "享受低保政策情况",
    "风险是否已消除",
];

fn monitored(office: &Office, name: &str, people: u16) -> std::path::PathBuf {
    let ids: Vec<String> = (1..=people).map(id).collect();
    let mut rows: Vec<Vec<&str>> =
        vec![vec!["（自定义）监测对象信息"], vec!["导出时间：2025-09-02"], MONITORED.to_vec()];
    for id in &ids {
        let row = ["兜底县", "柳河镇", "石桥村", "4101", "410101", "张三", "居民身份证", id, "户主", "边缘易致贫户"];
        rows.push(row.into_iter().chain(["202405", "否", "是", "0"]).collect());
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    office.sheet(name, &rows)
}

#[test]
fn a_header_on_row_three_with_the_same_heading_twice_keeps_both_columns() {
    let office = Office::new();
    let path = monitored(&office, "防止返贫致贫监测对象信息_20250902-风险未消除2人.xlsx", 2);
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "relapse_monitored");
    assert_eq!(loaded.plan.sheets[0].header_row, 3);
    assert_eq!(loaded.plan.part, "风险未消除");
    assert_eq!(column(&office, &loaded, "risk_removed"), ["false", "false"]);
    assert_eq!(column(&office, &loaded, "risk_removed_2"), ["false", "false"]);
    assert_eq!(column(&office, &loaded, "enjoys_dibao"), ["true", "true"]);
    assert_eq!(column(&office, &loaded, "identified_month"), ["202405", "202405"]);
}

#[test]
fn the_count_in_a_file_name_is_a_control_total_and_a_short_file_says_of_nobody_that_he_left() {
    let office = Office::new();
    office.load(&monitored(&office, "防止返贫致贫监测对象信息_20250802-风险未消除4人.xlsx", 4), &ask());
    let short = monitored(&office, "防止返贫致贫监测对象信息_20250902-风险未消除608人.xlsx", 3);
    let loaded = office.load(&short, &ask());
    let control = &loaded.plan.controls[0];
    assert_eq!((control.stated, control.found, control.agrees), (608, 3, false));
    let against = loaded.plan.against.unwrap();
    assert_eq!((against.joined, against.left, against.no_leavers), (0, None, Some(NoLeavers::ControlsDisagree)));
}

#[test]
fn five_pairs_of_name_and_number_become_persons_and_columns_may_shift_between_years() {
    let office = Office::new();
    let ids: Vec<String> = (1..=9).map(id).collect();
    let pairs = ["家庭成员姓名", "家庭成员身份证号"].repeat(5);
    let mut first =
        vec!["序号", "户主姓名", "户主身份证号", "所属街道", "低保类别", "保障方式", "家庭人口", "月保障金额（元）"];
    let mut second = vec!["序号", "户主姓名", "户主身份证号", "所属街道", "低保类别", "保障方式", "月保障金额（元）"];
    first.extend(&pairs);
    second.extend(&pairs);
    let members = ["李四", &ids[1], "李五", &ids[2], "李六", &ids[3], "李七", &ids[4], "李八", &ids[5]];
    let mut row = vec!["1", "张三", &ids[0], "城关街道", "城市低保", "全额救助", "6", "1,894.00"];
    row.extend(members);
    let one = ["2", "王一", &ids[6], "城关街道", "城市低保", "差额救助", "2", "300", "王二", &ids[7]];
    let total = ["合计", "", "", "", "", "", "", "2194"];
    let title = ["2025年9月城市低保花名册"];
    let book = office.book("城市低保2025年9月花名册.xlsx", |book| {
        let sheet = book.add_worksheet();
        merge(sheet, (0, 0), (0, 17), title[0]);
        fill(sheet, 1, &[&first, &row, &one, &total, &["制表人：赵六", "", "审核人：钱七"]]);
    });
    let loaded = office.load(&book, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "dibao_urban_roster");
    assert_eq!((loaded.plan.rows, loaded.plan.members, loaded.manifest.complaints), (2, 6, 0));
    assert_eq!(column(&office, &loaded, "source_member"), ["0", "1", "2", "3", "4", "5", "0", "1"]);
    assert_eq!(column(&office, &loaded, "household_head_id")[..6], [packed(&ids[0]).as_str(); 6]);
    assert_eq!(column(&office, &loaded, "monthly_amount"), ["189400", "", "", "", "", "", "30000", ""]);

    row.remove(6);
    let mut one = one.to_vec();
    one.remove(6);
    let next =
        office.sheet("城市低保2026年9月花名册.xlsx", &[&second, &row, &one, &["合计", "", "", "", "", "", "2194"]]);
    let loaded = office.load(&next, &ask());
    let against = loaded.plan.against.unwrap();
    assert_eq!((against.joined, against.left, against.changed, against.same), (0, Some(0), 0, 8));
}

#[test]
fn a_disability_certificate_where_a_number_is_expected_is_taken_and_said() {
    let office = Office::new();
    let holder: ResidentId = id(3).parse().unwrap();
    let certificate = DisabilityCertificate::new(holder, DisabilityKind::Physical, DisabilityGrade::Two, None).reveal();
    let rows = [dibao_row(1, "张三", &id(1), "632"), dibao_row(2, "李四", &certificate, "632")];
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &rows), &ask());
    assert_eq!(column(&office, &loaded, "resident_id")[1], holder.packed().to_string());
    assert_eq!(complaints(&office, &loaded), ["3 身份证号 certificate_as_id", "3 户主身份证号 certificate_as_id"]);
}

#[test]
fn a_student_number_with_a_leading_g_is_the_identity_number_behind_it() {
    let office = Office::new();
    let g = format!("G{}", id(5));
    let path = office.sheet(
        "学籍名册_202609.xlsx",
        &[
            &["姓名", "学籍号", "身份证件号", "学校", "年级", "班级"],
            &["张三", &g, &g, "柳河镇中心小学", "三年级", "2班"],
        ],
    );
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "student");
    assert_eq!(column(&office, &loaded, "resident_id"), [packed(&id(5))]);
    assert_eq!(column(&office, &loaded, "student_number"), [g]);
}

#[test]
fn a_person_with_no_hukou_and_no_number_stays_a_record() {
    let office = Office::new();
    let rows =
        [dibao_row(1, "张三", &id(1), "632"), dibao_row(2, "朱翠", "", "632"), dibao_row(3, "孙八", "无", "632")];
    let loaded = office.load(&dibao(&office, "农村低保人员查询_202609.xlsx", &rows), &ask());
    assert_eq!(column(&office, &loaded, "name"), ["张三", "朱翠", "孙八"]);
    assert_eq!(column(&office, &loaded, "resident_id")[1..], ["", ""]);
    assert_eq!(column(&office, &loaded, "resident_id_raw"), ["", "", "无"]);
    assert_eq!(
        complaints(&office, &loaded),
        ["3 身份证号 id_missing", "4 身份证号 id_placeholder", "4 户主身份证号 id_placeholder"]
    );
}

#[test]
fn a_mistyped_year_in_a_file_name_is_understood_and_said() {
    let office = Office::new();
    let rows = [dibao_row(1, "张三", &id(1), "632")];
    let path = dibao(&office, "3-02025.9.1-2025年9月份农村低保备案表.xlsx", &rows);
    let plan = office.plan(&path, &ask()).unwrap();
    assert_eq!(plan.month.to_string(), "2025-09");
    assert_eq!(plan.notes, [Note::Mistyped("02025.9.1".into(), plan.month)]);
}

#[test]
fn a_year_that_could_be_two_years_is_asked_about() {
    let office = Office::new();
    let path = dibao(&office, "20225.9.1农村低保备案表.xlsx", &[dibao_row(1, "张三", &id(1), "632")]);
    let refused = office.plan(&path, &ask()).unwrap_err().to_string();
    assert!(refused.contains("20225.9.1") && refused.contains("--month"), "{refused}");
    assert_eq!(office.plan(&path, &september()).unwrap().month.to_string(), "2026-09");
}

#[test]
fn a_number_that_a_spreadsheet_rounded_is_reported_and_never_repaired() {
    let office = Office::new();
    let path = office.book("农村低保人员查询_202609.xlsx", |book| {
        let sheet = book.add_worksheet();
        fill(sheet, 0, &[super::office::DIBAO, &["1", "张三", "", &id(1), "户主", "农村低保", "632", "柳河镇"]]);
        sheet.write_number(1, 2, 419901199003070014.0).unwrap();
    });
    let loaded = office.load(&path, &ask());
    assert_eq!(complaints(&office, &loaded), ["2 身份证号 scientific_notation"]);
    assert_eq!(column(&office, &loaded, "resident_id"), [""]);
}

#[test]
fn a_birth_date_and_a_sex_that_contradict_the_number_are_said() {
    let office = Office::new();
    let birth = id(2).parse::<ResidentId>().unwrap().birth_date();
    let text = format!(
        "行政区划,个人编号,姓名,证件号码,性别,出生日期,参保身份,参保状态,缴费状态\n\
         419901001001,1,张三,{},男,{birth},011,1,1\n\
         419901001001,2,李四,{},男,19900101,011,1,1\n",
        id(2),
        id(1),
    );
    let loaded = office.load(&office.text("居保参保明细_202609.csv", text.as_bytes()), &ask());
    assert_eq!(complaints(&office, &loaded), ["2 性别 sex_differs", "3 出生日期 birth_differs"]);
    assert_eq!(Date::constant(1952, 3, 7), birth);
}

#[test]
fn a_word_that_no_crosswalk_has_goes_to_the_work_list_and_never_to_other() {
    let office = Office::new();
    let mut rows = [dibao_row(1, "张三", &id(1), "632"), dibao_row(2, "李四", &id(2), "632")];
    rows[0][4] = "干亲属".into();
    rows[1][4] = "干亲属".into();
    let path = dibao(&office, "农村低保人员查询_202609.xlsx", &rows);
    let loaded = office.load(&path, &ask());
    assert_eq!(column(&office, &loaded, "relation_to_head"), ["", ""]);
    assert_eq!(column(&office, &loaded, "relation_to_head_raw"), ["干亲属", "干亲属"]);
    let entries = office.work_list().entries().unwrap();
    assert_eq!((entries.len(), entries[0].word.as_str(), entries[0].count), (1, "干亲属", 2));
    assert_eq!(entries[0].first_seen.to_string(), "2026-09-25T08:00:00Z");
}
