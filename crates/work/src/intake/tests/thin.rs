//! One workbook and one text file, from the disk to the lake.

use super::office::{Office, ask, id};
use crate::intake::Outcome;
use arrow::{
    array::AsArray,
    datatypes::{Int64Type, UInt64Type},
};
use doudi_kernel::ResidentId;

#[test]
fn a_workbook_of_rural_dibao_becomes_a_snapshot() {
    let office = Office::new();
    let path = office.sheet(
        "农村低保人员查询_202609.xlsx",
        &[
            &["农村低保人员查询"],
            &["序号", "姓名", "身份证号", "户主身份证号", "与户主关系", "救助类型", "月保障金额（元）", "所属街道"],
            &["1", "张三", &id(1), &id(1), "户主", "农村低保", "632.00", "柳河镇"],
            &[
                "2",
                "李 四",
                &format!("'{}", id(2).to_ascii_lowercase()),
                &id(1),
                "配偶",
                "农村低保",
                "1,894元",
                "柳河镇",
            ],
            &["合计", "", "", "", "", "", "2526"],
            &["制表人：王五", "", "", "审核人："],
        ],
    );
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "dibao_rural_person");
    assert_eq!((loaded.manifest.rows, loaded.manifest.complaints), (2, 0));
    assert!(loaded.plan.controls.iter().all(|control| control.agrees) && loaded.plan.controls.len() == 1);
    let records = office.lake.records(&loaded.manifest.id, &["resident_id", "monthly_amount"]).unwrap();
    let wanted: ResidentId = id(2).parse().unwrap();
    assert_eq!(records[0].column(0).as_primitive::<UInt64Type>().value(1), wanted.packed());
    assert_eq!(records[0].column(1).as_primitive::<Int64Type>().value(1), 189_400);
}

#[test]
fn a_gb18030_text_file_of_the_pension_office_becomes_a_snapshot() {
    let office = Office::new();
    let text = format!(
        "行政区划,户籍性质,个人编号,姓名,证件类型,证件号码,性别,出生日期,民族,参保身份,业务状态,参保状态,缴费状态,参保时间\n\
         419901001001,农业,1001,张三,身份证,{},男,1951-03-07,汉族,011,正常缴费,1,1,2010-05-01\n",
        id(1)
    );
    let path = office.text("居保参保明细_202609.csv", &encode(&text));
    let loaded = office.load(&path, &ask());
    assert_eq!(loaded.plan.feed.as_str(), "resident_pension_insured");
    assert_eq!((loaded.manifest.rows, loaded.manifest.complaints), (1, 0));
    assert!(matches!(office.apply(&path, &ask()).unwrap(), Outcome::AlreadyThere(_)));
    assert_eq!(office.lake.snapshots().unwrap().len(), 1);
}

fn encode(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}
