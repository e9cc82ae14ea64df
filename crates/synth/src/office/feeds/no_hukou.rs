//! 无户籍人员摸排登记: a survey's list of people who are in no register, by village; no numbers, since they have none.

use crate::office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["乡镇"], "town_name", Kind::Town),
    col(&["行政村"], "village_name", Kind::Place),
    col(&["姓名"], "name", Kind::Name),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期（自述）"], "birth_date", Kind::Date(Dates::Dashes)),
    col(&["户主姓名"], "household_head_name", Kind::Name),
    col(&["与户主关系"], "relation_to_head", Kind::Code),
    col(&["联系电话"], "phone", Kind::Digits),
    col(&["来源地"], "native_place", Kind::Text),
    col(&["备注"], "remark", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "no_hukou",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("无户籍人员摸排登记表_{}.xlsx", n.chinese()),
        above: |n| vec![vec![(0, format!("兜底县无户籍人员摸排登记表（{}）", n.chinese()))]],
        ..PLAIN
    },
    care: Care::Hand,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for woman in view.village.unregistered.iter().filter(|woman| woman.surveyed) {
        let household = &view.village.households[woman.household as usize];
        let head = view.village.head(household);
        out.push(Row {
            group: woman.household,
            values: vec![
                Value::Empty,
                Value::Division(view.town()),
                Value::Division(view.home()),
                Value::text(woman.name.to_string()),
                super::sex_of(doudi_kernel::Sex::Female),
                Value::Date(woman.written[1]),
                super::name(head),
                Value::Code("spouse", "配偶"),
                Value::text(household.phone.to_string()),
                Value::text("外省，村名记不清"),
                Value::Empty,
            ],
        });
    }
}
