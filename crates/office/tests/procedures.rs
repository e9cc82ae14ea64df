//! Procedures as places have them: who acts, how long, who decides.

use doudi_kernel::{Date, Lang};
use doudi_office::case::{Path, Term};
use doudi_work::{assess::Pack, policy::Policy};
use expect_test::{Expect, expect};

fn check(division: &str, day: Date, expected: Expect) {
    let book = Pack::of(&Policy::embedded()).book().expect("the embedded rules");
    let path = Path::at(&book, "dibao_application", division, day);
    let line = |stop: &doudi_office::case::Stop| {
        let term = match stop.term {
            Some(Term::WorkingDays(days)) => format!("{days}个工作日"),
            Some(Term::Days(days)) => format!("{days}日"),
            None => "未规定".into(),
        };
        format!("{}　{}　{term}\n", stop.label.zh, stop.by.label(Lang::Zh))
    };
    let told = path.map_or_else(|| "没有程序\n".into(), |path| path.stops.iter().map(line).collect::<String>());
    expected.assert_eq(&told);
}

const JULY: Date = Date::constant(2026, 7, 1);

#[test]
fn where_no_province_says_otherwise_the_county_decides() {
    check(
        "419901001001",
        JULY,
        expect![[r#"
        受理　乡镇、街道　未规定
        启动调查　乡镇、街道　3个工作日
        信息核对　核对机构　3个工作日
        初审　乡镇、街道　未规定
        公示　村（居）委会　7日
        审核确认　县级民政部门　10个工作日
        不予确认告知　乡镇、街道　3个工作日
        公布决定　村（居）委会　未规定
        办结　乡镇、街道　30个工作日
        自次月发放　财政部门　未规定
    "#]],
    );
}

#[test]
fn in_anqiu_the_town_decides() {
    check(
        "370784001001",
        JULY,
        expect![[r#"
        受理　乡镇、街道　未规定
        启动调查　乡镇、街道　3个工作日
        信息核对　核对机构　3个工作日
        初审　乡镇、街道　未规定
        审核确认(乡镇、街道)　乡镇、街道　10个工作日
        不予确认告知　乡镇、街道　3个工作日
        公布决定　村（居）委会　未规定
        办结　乡镇、街道　20个工作日
        自次月发放　财政部门　未规定
    "#]],
    );
}

#[test]
fn before_2021_anqiu_had_its_own_way_and_most_places_none_that_is_known() {
    check(
        "370784001001",
        Date::constant(2020, 12, 15),
        expect![[r#"
        受理　乡镇、街道　未规定
        启动调查　乡镇、街道　3个工作日
        信息核对　核对机构　3个工作日
        初审　乡镇、街道　未规定
        审核确认(乡镇、街道)　乡镇、街道　10个工作日
        不予确认告知　乡镇、街道　3个工作日
        公布决定　村（居）委会　未规定
        办结　乡镇、街道　20个工作日
        自次月发放　财政部门　未规定
    "#]],
    );
    check(
        "419901001001",
        Date::constant(2020, 12, 15),
        expect![[r#"
        没有程序
    "#]],
    );
}

#[test]
fn in_zhejiang_chongqing_and_jiangmen() {
    check(
        "330102001001",
        JULY,
        expect![[r#"
        受理　乡镇、街道　未规定
        启动调查　乡镇、街道　3个工作日
        信息核对　核对机构　3个工作日
        民主评议　村（居）委会　未规定
        初审　乡镇、街道　15个工作日
        公示　村（居）委会　7日
        审核确认　县级民政部门　5个工作日
        不予确认告知　乡镇、街道　3个工作日
        公布决定　村（居）委会　未规定
        办结　乡镇、街道　30个工作日
        自次月发放　财政部门　未规定
    "#]],
    );
    check(
        "500101001001",
        JULY,
        expect![[r#"
        受理　乡镇、街道　未规定
        启动调查　乡镇、街道　3个工作日
        信息核对　核对机构　3个工作日
        民主评议　村（居）委会　未规定
        初审　乡镇、街道　未规定
        公示　村（居）委会　7日
        再次公示　村（居）委会　3日
        审核确认　县级民政部门　10个工作日
        不予确认告知　乡镇、街道　3个工作日
        公布决定　村（居）委会　未规定
        办结　乡镇、街道　30个工作日
        办结(按日计)　乡镇、街道　30日
        自当月发放　财政部门　未规定
    "#]],
    );
    check(
        "440703001001",
        JULY,
        expect![[r#"
        受理　乡镇、街道　未规定
        启动调查　乡镇、街道　3个工作日
        信息核对　核对机构　3个工作日
        家庭生活状况综合评估　乡镇、街道　未规定
        初审　乡镇、街道　未规定
        公示　村（居）委会　7日
        审核确认　县级民政部门　10个工作日
        不予确认告知　乡镇、街道　3个工作日
        公布决定　村（居）委会　未规定
        办结　乡镇、街道　30个工作日
        自次月发放　财政部门　未规定
    "#]],
    );
}
