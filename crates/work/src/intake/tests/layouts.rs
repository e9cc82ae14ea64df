//! The layouts that come with the program.

use super::office::{Office, ask};
use crate::{
    intake::{Ask, Catalogue, Heading, Known},
    policy::Policy,
};
use std::collections::{BTreeMap, BTreeSet};

/// Headings that practitioners' files have, verbatim, and that must find a field in their feed.
const VERBATIM: &[(&str, &str)] = &[
    (
        "dibao_rural_household",
        "户主姓名 户主身份证号 家庭人口 家庭人口数 保障人口 保障人口数 家庭年总收入（元） 户月保障金额（元） 家庭分类施保总额（元） \
         人员分类施保总额（元） 合计（元） 联系电话 家庭住址 户籍住址 所属区 所属区县 所属区划 所属街 所属街道 所属社 所属社区 低保（特困）证号 \
         最初享受月 最初享受月份 纳入月份 申请原因 救助金计算方式 开户银行 银行账户名称 银行帐号 一卡通账号 一卡通账户",
    ),
    (
        "dibao_rural_person",
        "姓名 身份证号 户主身份证号 与户主关系 性别 出生日期 年龄 民族 婚姻状况 文化程度 就业状况 是否残疾 是否残疾人 残疾证号 残疾类别 残疾等级 \
         患病病种 劳动能力 生活自理能力 健康状况 救助类型 合计分类施保金额（元） 备注 家庭地址 户籍地址",
    ),
    (
        "tekun_person",
        "供养方式 照料人姓名 照料人身份证号 供养机构 基本生活标准（元） 照料护理费用（元） 基本生活总费用（元） 照料护理总费用（元）",
    ),
    ("old_age_allowance", "老人姓名 身份证号码 老人联系方式 户籍地址 发放金额 银行卡号 人员类型 原始类型"),
    (
        "resident_pension_insured",
        "行政区划 个人编号 姓名 证件号码 性别 出生日期 民族 参保身份 业务状态 参保状态 缴费状态 参保时间",
    ),
    (
        "disability_subsidy",
        "乡镇 姓名 身份证号码 残疾人证号 补贴类型 补贴金额 享受补贴起始月份 性别 出生年月 残疾等级 残疾类别 民族 户籍地址 家庭住址 手机号码 \
         联系电话 开户银行 银行卡号 低保类别 是否死亡 地区 证件号 户籍区县 户籍街道 开户人姓名 银行账号",
    ),
    (
        "disability_certificate",
        "姓名 证件号码 年龄 性别 区县 街道 居委 状态 残疾类别 残疾等级 户口地址 联系地址 联系电话 工作/就业 初次申领日期 备注",
    ),
    (
        "relapse_monitored",
        "县 县(市、区、旗) 乡 乡(镇) 村 行政村 户编号 人编号 姓名 证件号码 与户主关系 性别 出生日期 民族 文化程度 在校生状况 健康状况 劳动技能 户类型 \
         监测对象类别 识别监测时间(YYYYMM) 风险是否已消除 致贫/返贫风险1 致贫/返贫风险5 其他备注 享受低保政策情况 享受特困供养政策情况 家庭成员联系电话 \
         户联系电话",
    ),
    ("medical_insured", "姓名 身份证号 街道乡镇 代缴类别 代缴金额 档次 资助参保身份 认定地 参加险种"),
    ("student", "姓名 学籍号 身份证件号 学校 年级 班级"),
    ("student_hardship", "城乡低保 特困救助供养"),
    ("household_register", "姓名 身份证号码 地址 行政区划"),
    ("planting_subsidy", "姓名 身份证 玉米/面积 大豆/面积 稻谷/合计 稻谷/地表水 稻谷/地下水"),
];

#[test]
fn every_layout_field_and_vocabulary_is_well_formed() {
    let catalogue = Catalogue::read(&Policy::embedded()).unwrap();
    let feeds: BTreeSet<&str> = catalogue.layouts.iter().map(|known| known.layout.feed.as_str()).collect();
    assert_eq!(feeds.len(), 28);
    for known in &catalogue.layouts {
        assert_eq!(known.name, known.layout.feed.as_str(), "a layout is found under its feed's name");
        assert!(known.layout.columns.iter().any(|column| column.required), "{}", known.name);
        for content in &known.layout.content {
            let column = known.layout.columns.iter().find(|column| column.field == content.field).unwrap();
            let Some(vocabulary) = catalogue.vocabulary_of(column) else { continue };
            let codes: BTreeSet<&str> = catalogue.vocabularies[vocabulary].codes().collect();
            for code in content.codes.iter().filter(|code| !matches!(code.as_str(), "dibao_full" | "dibao_gap")) {
                assert!(codes.contains(code.as_str()), "{}: {code}", known.name);
            }
        }
    }
}

#[test]
fn every_verbatim_heading_of_a_feed_finds_its_field() {
    let catalogue = Catalogue::read(&Policy::embedded()).unwrap();
    for (feed, headings) in VERBATIM {
        let known = catalogue.of_feed(&(*feed).into())[0];
        for text in headings.split_whitespace() {
            let heading = Heading::new(text);
            let found =
                known.headings.iter().flatten().any(|it| it.plain == heading.plain || it.loose == heading.loose);
            assert!(found, "{feed}: {text}");
        }
    }
}

#[test]
fn no_two_feeds_claim_the_same_headings_and_the_same_content() {
    let catalogue = Catalogue::read(&Policy::embedded()).unwrap();
    let mut claims: BTreeMap<(BTreeSet<&str>, Vec<String>), &str> = BTreeMap::new();
    for known in &catalogue.layouts {
        let headings: BTreeSet<&str> = known.headings.iter().flatten().map(|heading| heading.plain.as_str()).collect();
        let content = known.layout.content.iter().flat_map(|content| content.codes.clone()).collect();
        let other = claims.insert((headings, content), &known.name);
        assert_eq!(other, None, "{} claims what another feed claims", known.name);
    }
}

#[test]
fn a_file_with_a_feeds_own_headings_is_recognised_by_headings_and_name_and_by_headings_and_content() {
    let office = Office::new();
    for known in &office.catalogue.layouts {
        let (header, row) = example(&office.catalogue, known);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let name = known.layout.names.first().unwrap();
        let named = office.sheet(&format!("{name}_202609.xlsx"), &[&header, &row]);
        let plan = office.plan(&named, &ask()).unwrap_or_else(|why| panic!("{}: {why}", known.name));
        assert_eq!(plan.feed, known.layout.feed);
        let nameless = office.sheet("汇总_202609.xlsx", &[&header, &row]);
        let plan = office.plan(&nameless, &Ask { ..ask() }).unwrap_or_else(|why| panic!("{}: {why}", known.name));
        assert_eq!(plan.feed, known.layout.feed);
    }
}

/// A header and a row that a layout expects.
fn example(catalogue: &Catalogue, known: &Known) -> (Vec<String>, Vec<String>) {
    let (mut header, mut row) = (Vec::new(), Vec::new());
    for (at, column) in known.layout.columns.iter().enumerate() {
        let content = known.layout.content.iter().find(|content| content.field == column.field);
        let word = content.and_then(|content| {
            let vocabulary = catalogue.vocabulary_of(column).and_then(|name| catalogue.vocabularies.get(name))?;
            content.codes.iter().find_map(|code| vocabulary.shown(code)).map(str::to_owned)
        });
        header.push(known.headings[at][0].shown.clone());
        row.push(match (column.field.as_str(), word) {
            (_, Some(word)) => word,
            ("name" | "household_head_name" | "village_name", _) => "张三".into(),
            ("resident_id" | "household_head_id", _) => super::office::id(1),
            ("disability_certificate", _) => format!("{}43", super::office::id(1)),
            _ => String::new(),
        });
    }
    if known.layout.members.as_ref().is_some_and(|members| members.required) {
        header.extend(["家庭成员姓名".into(), "家庭成员身份证号".into()]);
        row.extend(["李四".into(), super::office::id(2)]);
    }
    (header, row)
}
