//! 代缴人员名单: whose contribution the county pays, kept by hand.

use super::resident_pension_insured::{identity, states};
use crate::{
    life::holds,
    office::{Amounts, Care, Column, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["街道乡镇"], "town_name", Kind::Town),
    col(&["村社区"], "village_name", Kind::Place),
    col(&["代缴类别"], "enrolment_identity", Kind::Code),
    col(&["代缴金额"], "benefit_amount", Kind::Money(Amounts::Loose)),
    col(&["档次"], "contribution_grade", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "resident_pension_on_behalf",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("代缴人员名单{}.xlsx", n.chinese()),
        above: |n| vec![vec![(0, format!("兜底县{}年度城乡居保政府代缴人员名单", n.month.year()))]],
        totals: true,
        signature: true,
        ..PLAIN
    },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    let month = view.month;
    for person in view.people() {
        let file = person.insurance.resident.filter(|file| holds(&file.on_behalf, month));
        let paying = states(person, month).is_some_and(|(insured, payment)| insured != 4 && payment != 3);
        if file.is_none() || !paying || !(16..60).contains(&person.age(month)) {
            continue;
        }
        let category = match identity(person, view) {
            Value::Code("031", _) => Value::Code("031", "特困人员"),
            Value::Code("061" | "062", _) => Value::Code("061", "低保对象"),
            Value::Code("021", _) => Value::Code("severe_disability", "重度残疾人"),
            _ => Value::Code("051", "贫困人口"),
        };
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                super::name(person),
                super::id(person),
                Value::Division(view.town()),
                Value::Division(view.home()),
                category,
                Value::yuan(100),
                Value::text("100元档"),
            ],
        });
    }
}
