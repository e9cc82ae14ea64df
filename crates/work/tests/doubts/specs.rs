//! What the checker refuses, each with its place and what to do.

use doudi_kernel::{Lang, Say};
use doudi_work::{
    doubts::spec::{Known, SpecBook, SpecText},
    policy::Policy,
};
use expect_test::{Expect, expect};

const GOOD: &str = r#"id = "probe"
title = { zh = "探针", en = "probe" }
basis = [{ zh = "依据", en = "basis" }]
answers = "general"
answer_working_days = 5

[[question]]
id = "q"
title = { zh = "问", en = "q" }
asked = ["tekun_person"]
when = [{ age_from = 16 }]

[[question.rung]]
code = "fine"
kind = "covered"
zh = "好"
en = "fine"
when = [{ in = "resident_pension_insured", field = "insured_state", is = ["1"] }]

[[question.rung]]
code = "bad"
kind = "doubt"
zh = "坏"
en = "bad"
"#;

fn faults(texts: Vec<(&str, String)>) -> String {
    let policy = Policy::embedded();
    let shared = ["tables/sources", "tables/answers/general"].map(|path| SpecText {
        path: format!("{path}.toml"),
        text: policy.text(&format!("compare/{path}.toml")).unwrap().to_owned(),
    });
    let given = texts.into_iter().map(|(path, text)| SpecText { path: path.into(), text });
    match SpecBook::read(shared.into_iter().chain(given), &Known::of(&policy).unwrap()) {
        Ok(_) => "no fault".into(),
        Err(faults) => faults.iter().map(|fault| fault.say(Lang::Zh) + "\n").collect(),
    }
}

/// Changes the good spec in one place.
fn check(from: &str, to: &str, expected: Expect) {
    assert!(GOOD.contains(from), "the good spec has no {from}");
    expected.assert_eq(&faults(vec![("probe.toml", GOOD.replacen(from, to, 1))]));
}

#[test]
fn the_good_spec_has_no_fault() {
    check("id", "id", expect!["no fault"]);
}

#[test]
fn unknown_keys_are_refused_by_name() {
    check(
        "answer_working_days",
        "answer_days",
        expect![[r#"
        probe.toml 第5行第1列：写法有误（unknown field `answer_days`, expected one of `id`, `title`, `basis`, `helpful`, `precedence`, `answers`, `answer_working_days`, `source`, `question`）；请对照规则说明修改该处
    "#]],
    );
    check(
        "kind = \"covered\"",
        "kind = \"fine\"",
        expect![[r#"
        probe.toml 第15行第8列：写法有误（unknown variant `fine`, expected one of `covered`, `explained`, `doubt`）；请对照规则说明修改该处
    "#]],
    );
}

#[test]
fn unknown_sources_fields_and_codes_are_refused_with_their_place() {
    check(
        "[\"tekun_person\"]",
        "[\"tekun\"]",
        expect![[r#"
        probe.toml 第10行第10列：没有名为“tekun”的来源；请在本文件或 tables/sources.toml 中声明
    "#]],
    );
    check(
        "\"insured_state\"",
        "\"insured_status\"",
        expect![[r#"
        probe.toml 第18行第52列：没有名为“insured_status”的字段；请核对 policy/fields.toml
    "#]],
    );
    check(
        "is = [\"1\"]",
        "is = [\"1\", \"9\"]",
        expect![[r#"
        probe.toml 第18行第80列：字段“insured_state”没有代码“9”；可用代码：1、2、3、4
    "#]],
    );
    check(
        "answers = \"general\"",
        "answers = \"special\"",
        expect![[r#"
        probe.toml 第4行第11列：没有名为“special”的表；请在 tables 目录中添加
    "#]],
    );
}

#[test]
fn an_unknown_feed_is_refused() {
    let source = "[[source]]\nid = \"x\"\nfeed = \"wechat\"\ntitle = { zh = \"甲\", en = \"x\" }\ndepartment = { zh = \"乙\", en = \"y\" }\n\n[[question]]";
    check(
        "[[question]]",
        source,
        expect![[r#"
        probe.toml 第9行第8列：没有名为“wechat”的数据来源；请核对 policy/feeds 下的文件名
    "#]],
    );
}

#[test]
fn a_rung_that_nobody_reaches_is_refused() {
    let wider = "[[question.rung]]\ncode = \"wide\"\nkind = \"covered\"\nzh = \"宽\"\nen = \"wide\"\nwhen = [{ in = \"resident_pension_insured\" }]\n\n[[question.rung]]\ncode = \"fine\"";
    check(
        "[[question.rung]]\ncode = \"fine\"",
        wider,
        expect![[r#"
        probe.toml 第21行第8列：“fine”永远轮不到：“wide”总是先成立；请删去或调整次序
    "#]],
    );
    check(
        "when = [{ in",
        "when = [{ age_to = 15 }, { in",
        expect![[r#"
        probe.toml 第14行第8列：“fine”的年龄范围与被问对象不相交；请核对年龄
    "#]],
    );
}

#[test]
fn a_ladder_that_somebody_falls_off_or_that_asks_nothing_is_refused() {
    check(
        "en = \"bad\"\n",
        "en = \"bad\"\nwhen = [{ age_from = 60 }]\n",
        expect![[r#"
        probe.toml 第21行第8列：最后一级仍有条件，会有人落不到任何一级；请去掉最后一级的 when
    "#]],
    );
    check(
        "kind = \"doubt\"",
        "kind = \"explained\"",
        expect![[r#"
        probe.toml 第21行第8列：没有一级是疑点；请至少写一级 kind = "doubt"
    "#]],
    );
}

#[test]
fn a_condition_in_the_wrong_place_or_of_the_wrong_kind_is_refused() {
    check(
        "{ age_from = 16 }",
        "{ field = \"risk_removed\", is = [\"no\"] }",
        expect![[r#"
        probe.toml 第11行第9列：条件放错了位置：来源的 where 只能问本行字段，其他地方须写明 in
    "#]],
    );
    check(
        "is = [\"1\"]",
        "before = \"month_start\"",
        expect![[r#"
        probe.toml 第18行第52列：字段“insured_state”不能用 from/before 来问；请换用与其类型相符的写法
    "#]],
    );
    check(
        "{ age_from = 16 }",
        "{ age_from = 16, in = \"student\" }",
        expect![[r#"
        probe.toml 第11行第9列：这些键凑不成一个条件；请对照规则说明
    "#]],
    );
    check(
        "{ age_from = 16 }",
        "{ in = \"death_register\", field = \"death_date\", before = \"gestern\" }",
        expect![[r#"
        probe.toml 第11行第65列：“gestern”不是日期；请写 month_start、month_end 或 2026-07-01
    "#]],
    );
}

#[test]
fn a_file_whose_name_is_not_its_id_is_refused() {
    expect![[r#"
        other.toml 第1行第6列：id“probe”与文件名不同；请改成一致
    "#]]
    .assert_eq(&faults(vec![("other.toml", GOOD.into())]));
}

const DATED: &str = r#"id = "order"
title = { zh = "次序", en = "order" }

[[version]]
valid_from = "2019-01-01"
valid_before = "2021-01-01"
basis = { zh = "甲", en = "a" }
rung = [{ code = "1", zh = "一", en = "one", when = [{ in = "tekun_person" }] }, { code = "0", zh = "零", en = "none" }]

[[version]]
valid_from = "2021-01-01"
basis = { zh = "乙", en = "b" }
rung = [{ code = "0", zh = "零", en = "none" }]
"#;

fn dated(from: &str, to: &str) -> String {
    let spec = GOOD.replacen("answers =", "precedence = \"order\"\nanswers =", 1);
    assert!(DATED.contains(from));
    faults(vec![("probe.toml", spec), ("tables/precedence/order.toml", DATED.replacen(from, to, 1))])
}

#[test]
fn days_without_a_rule_and_days_with_two_are_refused() {
    assert_eq!(dated("2019", "2019"), "no fault");
    expect![[r#"
        tables/precedence/order.toml 第11行第14列：2020-12-31起到2021-01-01前没有规则；请补一个版本或改日期
    "#]]
    .assert_eq(&dated("valid_before = \"2021-01-01\"", "valid_before = \"2020-12-31\""));
    expect![[r#"
        tables/precedence/order.toml 第10行第14列：2021-01-01起到9999-12-31前有两个版本同时有效；请改日期
    "#]]
    .assert_eq(&dated("valid_before = \"2021-01-01\"\n", ""));
    expect![[r#"
        tables/precedence/order.toml 第11行第14列：最后一个版本到2026-01-01前为止，其后没有规则；请去掉 valid_before 或补一个版本
    "#]].assert_eq(&dated("valid_from = \"2021-01-01\"\n", "valid_from = \"2021-01-01\"\nvalid_before = \"2026-01-01\"\n"));
}
