//! One household beside its past: asked again, and told why.

use super::{check, county, months};
use crate::{
    assess::{divisions, july, june, pack},
    doubts::from_lake,
};
use doudi_kernel::{Date, Lang};
use doudi_lake::RealDisk;
use doudi_rules::book::{Book, Value};
use doudi_work::{
    assess::{Assessments, Basis, assess},
    watch::{Beside, Changed, evidence, one},
};
use expect_test::expect;
use std::sync::Arc;

fn number(month: &Basis, head: &str) -> u32 {
    month.people.households.iter().position(|it| it.members[0].name == head).unwrap() as u32
}

fn wang<'a>(book: &'a Book, now: &'a Basis, before: Option<&'a Basis>) -> Beside<'a> {
    Beside::read(book, now, number(now, "王一"), before).unwrap()
}

fn told(it: &Beside<'_>, signal: &str, member: Option<u32>, lang: Lang) -> String {
    let feed = |id: &str| lang.pick(format!("《{id}》"), id.to_owned());
    evidence(it, signal, member, lang, &feed).unwrap().lines(lang).join("\n") + "\n"
}

#[test]
fn a_signal_is_told_with_its_facts_before_and_after_their_lists_and_the_articles() {
    let (book, june, july) = months();
    let it = wang(&book, &july, Some(&june));
    check(
        &told(&it, "work_lost", Some(0), Lang::Zh),
        expect![[r#"
            失去工作 王一:触发
            条件:上月就业 且 非就业
            王一的就业:上月是(2026-06 《economic_verification》),本月否(2026-07 《economic_verification》)
            王一的在监狱服刑:否(2026-06 《prisoner》)
            依据:《中华人民共和国社会救助法》第10条、《中华人民共和国社会救助法》第39条
            处置:核实失业原因和家庭收入，告知就业救助、失业保险和低保
            等级重要,由村(居)民委员会在5个工作日内核实
        "#]],
    );
    check(
        &told(&it, "work_lost", Some(0), Lang::En),
        expect![[r#"
            work lost, 王一: raised
            when: employed last month and not in work
            王一: in work: yes (economic_verification, 2026-06) before, no (economic_verification, 2026-07) now
            王一: in prison: no (prisoner, 2026-06)
            by: Social Assistance Law, art. 10, Social Assistance Law, art. 39
            remedy: find out why and what income is left; tell of work, unemployment insurance and dibao
            high; village or residents' committee, within 5 working days
        "#]],
    );
}

#[test]
fn a_limit_is_told_with_whose_it_is_and_what_is_not_raised_with_what_is_missing() {
    let (book, june, july) = months();
    let it = wang(&book, &july, Some(&june));
    check(
        &told(&it, "wages_collapsed", None, Lang::Zh),
        expect![[r#"
            工资性收入骤降 本户:触发
            条件:各成员合计(工资性收入) < 工资收入骤降预警：本月不足上月的比例 × 各成员合计(上月工资性收入)
            王一的工资性收入:上月400.00 元/月(2026-06 《economic_verification》),本月0.00 元/月(2026-07 《economic_verification》)
            李二的工资性收入:上月0.00 元/月(2026-06 《economic_verification》),本月0.00 元/月(2026-07 《economic_verification》)
            王三的工资性收入:上月0.00 元/月(2026-06 《economic_verification》),本月0.00 元/月(2026-07 《economic_verification》)
            界限:工资收入骤降预警：本月不足上月的比例 = 0.5〔全国〕 [《低收入人口动态监测预警指标(汇总建议)》(待核实!)]
            依据:《中华人民共和国社会救助法》第10条、《中华人民共和国社会救助法》第39条
            处置:核实收入和支出，告知低保、就业救助
            等级一般,由村(居)民委员会在10个工作日内核实
        "#]],
    );
    check(
        &told(&it, "medical_spending_high", Some(1), Lang::Zh),
        expect![[r#"
            医疗支出过高 李二:未触发
            条件:近12个月医疗自付费用 > 医疗支出预警：占上年人均可支配收入的比例 × 上年度当地居民人均可支配收入(一人一年)
            李二的近12个月医疗自付费用:900.00 元(2026-07 《economic_verification》)
            城镇户籍:否(2026-07 《economic_verification》)
            李二的现有救助身份:上月低保(2026-06 《dibao_rural_person》),本月无(2026-07 《dibao_rural_person》)
            界限:医疗支出预警：占上年人均可支配收入的比例 = 0.5〔全国〕 [《低收入人口动态监测预警指标(汇总建议)》(待核实!)]
            界限:上年度农村居民人均可支配收入 = 21330.00 元/人/年〔河南省,2026-01-01 起〕 [《河南省 2024 年居民人均可支配收入》(待核实!)]
            依据:《中华人民共和国社会救助法》第39条
            处置:入户核实医疗支出，告知医疗救助、临时救助、刚性支出困难家庭认定
            等级重要,由村(居)民委员会在5个工作日内核实
        "#]],
    );
    let alone = wang(&book, &july, None);
    check(
        &told(&alone, "left_register", Some(1), Lang::Zh),
        expect![[r#"
            退出救助后待回访 李二:缺少:上月身份(李二)
            条件:上月身份 ≠ 无 且 现有救助身份 = 无
            李二的现有救助身份:无(2026-07 《dibao_rural_person》)
            李二的在监狱服刑:否(2026-06 《prisoner》)
            李二的宣告失踪:否(2026-07 《economic_verification》)
            依据:《中华人民共和国社会救助法》第10条、《中华人民共和国社会救助法》第46条
            处置:核实退出原因和退出后的生活，纳入二十四个月监测
            等级一般,由村(居)民委员会在10个工作日内核实
        "#]],
    );
}

#[test]
fn the_evidence_holds_no_number_of_anybody() {
    let (book, june, july) = months();
    let it = wang(&book, &july, Some(&june));
    for signal in &book.signals {
        let told = evidence(&it, &signal.name, Some(0), Lang::Zh, &|feed| feed.to_owned()).unwrap();
        let text = format!("{told:?}");
        let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap();
        assert!(longest < 12, "{}: {text}", signal.name);
    }
    assert!(evidence(&it, "no_such_signal", None, Lang::En, &|feed| feed.to_owned()).is_err());
    assert!(evidence(&it, "work_lost", Some(9), Lang::En, &|feed| feed.to_owned()).is_err());
}

#[test]
fn a_household_is_asked_again_with_what_people_confirmed() {
    let (book, june, july) = months();
    let it = wang(&book, &july, Some(&june));
    let names = |changed: &[Changed]| -> Vec<String> {
        one(&it, changed).unwrap().into_iter().map(|raised| raised.signal).collect()
    };
    let employed = |value| Changed { household: 0, row: 0, fact: book.fact("employed").unwrap(), value };
    let lost = |changed: &[Changed]| names(changed).iter().any(|name| name == "work_lost");
    assert!(lost(&[]));
    assert!(!lost(&[employed(Some(Value::YesNo(true)))]));
    assert!(!lost(&[employed(None)]), "what is unknown raises nothing");
    assert!(lost(&[employed(Some(Value::YesNo(false)))]));
}

#[test]
fn what_was_kept_of_two_months_tells_what_the_lists_tell() {
    let (folder, lake) = from_lake::imported(&county(), true);
    let store = Assessments::open(folder.path(), Arc::new(RealDisk));
    let kept = |month| {
        let day = Date::constant(2026, 8, 3);
        let made = assess(&lake, &store, pack(), &divisions(), month, day, true).unwrap();
        store.dossiers(&made.kept).unwrap()
    };
    let (of_june, of_july) = (kept(june()), kept(july()));
    let (book, june, july) = months();
    for (number, _) in (0..).zip(&july.people.households) {
        let read = Beside::read(&book, &july, number, Some(&june)).unwrap();
        let it = of_july.get(number).unwrap();
        let kept = Beside::kept(&of_july, it, Some(&of_june)).unwrap();
        assert_eq!(one(&kept, &[]).unwrap(), one(&read, &[]).unwrap());
        assert_eq!(told(&kept, "work_lost", Some(0), Lang::Zh), told(&read, "work_lost", Some(0), Lang::Zh));
        let alone = Beside::kept(&of_july, of_july.get(number).unwrap(), None).unwrap();
        assert!(one(&alone, &[]).unwrap().len() <= one(&kept, &[]).unwrap().len());
    }
}
