//! 农村低保家庭查询: the civil affairs system's export, a household a row.

use super::dibao::{self, Listed};
use crate::{
    life::{Person, standard},
    office::{Amounts, Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["户主姓名"], "household_head_name", Kind::Name),
    col(&["户主身份证号"], "household_head_id", Kind::Key),
    col(&["救助类型"], "category", Kind::Code),
    col(&["家庭人口数", "家庭人口"], "household_size", Kind::Count),
    col(&["保障人口数", "保障人口"], "covered_size", Kind::Count),
    col(&["家庭年总收入（元）"], "annual_income", Kind::Money(Amounts::Text)),
    col(&["家庭年均收入（元）"], "", Kind::Money(Amounts::Text)),
    col(&["户月保障金额（元）"], "monthly_amount", Kind::Money(Amounts::Text)),
    col(&["家庭分类施保总额（元）"], "category_supplement", Kind::Money(Amounts::Text)),
    col(&["合计（元）"], "total_amount", Kind::Money(Amounts::Text)),
    col(&["家庭成员姓名"], "", Kind::Text),
    col(&["家庭成员身份证号"], "", Kind::Text),
    col(&["联系电话"], "phone", Kind::Digits),
    col(&["家庭住址", "户籍住址"], "address", Kind::Text),
    col(&["所属省", "所属省级"], "", Kind::Text),
    col(&["所属市", "所属市级"], "", Kind::Text),
    col(&["所属区", "所属区县"], "county_name", Kind::Text),
    col(&["所属街", "所属街道"], "town_name", Kind::Town),
    col(&["所属社", "所属社区"], "village_name", Kind::Place),
    col(&["低保（特困）证号"], "certificate_number", Kind::Text),
    col(&["最初享受月", "最初享受月份", "纳入月份"], "first_month", Kind::Month(Dates::Compact)),
    col(&["申请原因"], "application_reason", Kind::Text),
    col(&["救助金计算方式"], "dibao_kind", Kind::Code),
    col(&["开户银行"], "bank", Kind::Text),
    col(&["银行账户名称"], "account_holder", Kind::Name),
    col(&["银行帐号", "一卡通账号"], "account", Kind::Digits),
];

pub(super) const FEED: Feed = Feed {
    id: "dibao_rural_household",
    columns: COLUMNS,
    look: Look { name: |n| format!("农村低保家庭查询_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    if view.village.place.urban {
        return;
    }
    let listed = dibao::listed(view);
    for file in listed.chunk_by(|a, b| a.file == b.file) {
        let (first, covered) = (&file[0], file.len() as u32);
        let household = first.household;
        let supplement = supplement(file.iter().map(|listed| listed.person), view);
        out.push(Row {
            group: first.file,
            values: vec![
                Value::Empty,
                super::roster_name(first.head),
                super::id(first.head),
                Value::Code("dibao_rural", "农村低保"),
                Value::Count(i64::from(household.kin.size)),
                Value::Count(i64::from(covered)),
                Value::yuan(household.income * household.kin.size),
                Value::yuan(household.income),
                Value::yuan(household.monthly),
                Value::yuan(supplement),
                Value::yuan(household.monthly + supplement),
                joined(file, |member| member.roster_name.as_ref().unwrap_or(&member.born.name).to_string()),
                joined(file, |member| member.id().key().reveal()),
                Value::text(household.phone.to_string()),
                view.address(first.file, view.home()),
                Value::text("兜底省"),
                Value::text("兜底市"),
                Value::text("兜底县"),
                Value::Division(view.town()),
                Value::Division(view.home()),
                Value::text(format!("兜农低{:05}{:04}", view.village.place.number, first.file)),
                Value::some(household.listed, |listed| Value::Month(listed.from)),
                Value::text(if first.person.disability.is_some() { "因残" } else { "因病" }),
                if household.full { Value::Code("full", "全额") } else { Value::Code("gap", "差额") },
                Value::text("兜底农商银行"),
                super::roster_name(first.head),
                Value::text(household.account.to_string()),
            ],
        });
    }
}

/// The members beside the head in one cell, apart by 、 as the export writes them.
fn joined(file: &[Listed], show: impl Fn(&Person) -> String) -> Value {
    let members = file.iter().filter(|listed| !std::ptr::eq(listed.person, listed.head));
    Value::text(members.map(|listed| show(listed.person)).collect::<Vec<_>>().join("、"))
}

/// A tenth of the standard for each of the old, the young and the severely disabled (分类施保), once a person.
pub(super) fn supplement<'a>(people: impl Iterator<Item = &'a Person>, view: &View) -> u32 {
    let entitled = |p: &&Person| {
        let age = p.age(view.month);
        !(18..60).contains(&age) || p.disability.as_ref().is_some_and(crate::life::Disability::severe)
    };
    people.filter(entitled).count() as u32 * standard(view.village.place.urban) / 10
}
