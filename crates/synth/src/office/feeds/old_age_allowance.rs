//! 津贴对象.xlsx: the month stands in the title, the header in the second row.

use crate::{
    life::{holds, old_age_allowance},
    office::{Amounts, Care, Column, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["老人姓名"], "name", Kind::Name),
    col(&["身份证号码"], "resident_id", Kind::Key),
    col(&["老人联系方式"], "phone", Kind::Digits),
    col(&["户籍地址"], "registered_address", Kind::Text),
    col(&["发放金额"], "subsidy_amount", Kind::Money(Amounts::Number)),
    col(&["银行卡号"], "account", Kind::Digits),
    col(&["人员类型"], "elder_kind", Kind::Text),
    col(&["原始类型"], "", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "old_age_allowance",
    columns: COLUMNS,
    look: Look {
        name: |_| "津贴对象.xlsx".into(),
        above: |n| vec![vec![(0, format!("兜底县{}高龄津贴发放对象", n.chinese()))]],
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        if !holds(&person.aid.old_age, view.month) || !person.still_listed(view.month, person.lag.old_age) {
            continue;
        }
        let household = view.village.household(person);
        let kind = match person.age(view.month) {
            100.. => "百岁老人",
            90.. => "90-99周岁",
            _ => "80-89周岁",
        };
        out.push(Row {
            group: person.born.household,
            values: vec![
                super::name(person),
                super::id(person),
                Value::text(household.phone.to_string()),
                view.address(person.born.household, view.home()),
                Value::yuan(old_age_allowance(person.age(view.month))),
                Value::text(household.account.to_string()),
                Value::text(kind),
                Value::text("高龄老人"),
            ],
        });
    }
}
