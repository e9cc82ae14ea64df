//! 法定义务人核对结果: who owes the household support, what they earn if they agreed to be looked up, what they pay.

use super::economic_verification::verified;
use crate::{
    life::{Obligor, Person},
    office::{Amounts, Care, Column, Feed, Flags, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["乡镇街道"], "town_name", Kind::Town),
    col(&["村社区"], "village_name", Kind::Place),
    col(&["户主姓名"], "household_head_name", Kind::Name),
    col(&["户主身份证号"], "household_head_id", Kind::Key),
    col(&["义务人与户主关系"], "relation_to_head", Kind::Code),
    col(&["义务人出生日期"], "obligor_birth_date", super::DASHES),
    col(&["义务人是否同意核对"], "obligor_consented", Kind::Flag(Flags::Yes)),
    col(&["义务人家庭月收入（元）"], "obligor_income", Kind::Money(Amounts::Number)),
    col(&["义务人家庭人口"], "obligor_household_size", Kind::Count),
    col(&["被赡养人数"], "obligor_dependants", Kind::Count),
    col(&["共同义务人数"], "obligor_children", Kind::Count),
    col(&["无履行能力"], "obligor_unable", Kind::Flag(Flags::Yes)),
    col(&["义务人救助身份"], "obligor_recognised", Kind::Code),
    col(&["义务人重度残疾"], "obligor_severely_disabled", Kind::Flag(Flags::Yes)),
    col(&["义务人服刑或失踪"], "obligor_absent", Kind::Flag(Flags::Yes)),
    col(&["义务人财产符合规定"], "obligor_property_within", Kind::Flag(Flags::Yes)),
    col(&["有协议或判决"], "support_agreed", Kind::Flag(Flags::Yes)),
    col(&["月实付赡养费（元）"], "support_paid", Kind::Money(Amounts::Number)),
];

pub(super) const FEED: Feed = Feed {
    id: "legal_obligor",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("法定义务人核对结果_{}.xlsx", n.month.compact()),
        above: |n| vec![vec![(0, format!("兜底县{}法定赡养（抚养、扶养）义务人核对结果", n.chinese()))]],
        sheet: "义务人",
        ..PLAIN
    },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for (household, head, _) in verified(view) {
        out.extend(household.means.obligors.iter().map(|obligor| row(view, head, obligor)));
    }
}

/// Who did not agree was not looked up: income and household stay empty (Social Assistance Law art. 41).
fn row(view: &View, head: &Person, obligor: &Obligor) -> Row {
    let looked_up = |value: Value| if obligor.consents { value } else { Value::Empty };
    let (code, word) = obligor.relation;
    Row {
        group: head.born.household,
        values: vec![
            Value::Empty,
            Value::Division(view.town()),
            Value::Division(view.home()),
            super::roster_name(head),
            super::id(head),
            Value::Code(code, word),
            Value::Date(obligor.born),
            Value::Flag(obligor.consents),
            looked_up(Value::Money(obligor.income)),
            looked_up(Value::Count(i64::from(obligor.size))),
            looked_up(Value::Count(i64::from(obligor.dependants))),
            Value::Count(i64::from(obligor.children)),
            Value::Flag(obligor.unable),
            if obligor.dibao { Value::Code("dibao", "低保") } else { Value::Code("none", "无") },
            looked_up(Value::Flag(obligor.severely_disabled)),
            Value::Flag(obligor.absent),
            looked_up(Value::Flag(obligor.property_within)),
            Value::Flag(obligor.agreed),
            Value::Money(obligor.pays),
        ],
    }
}
