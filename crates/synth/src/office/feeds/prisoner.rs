//! 服刑人员名单.

use crate::{
    life::Work,
    office::{Care, Column, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号码"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["收监日期"], "imprisoned_since", super::DOTS),
    col(&["刑满释放日期"], "released_on", super::DOTS),
    col(&["户籍地址"], "registered_address", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "prisoner",
    columns: COLUMNS,
    look: Look { name: |n| format!("服刑人员名单_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people().filter(|person| person.lives(view.month)) {
        let Work::Prisoner(from, until) = person.work else {
            continue;
        };
        if from > view.month.last_day() || until.is_some_and(|day| day < view.first_day()) {
            continue;
        }
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                super::name(person),
                super::id(person),
                super::sex(person),
                Value::Date(from),
                until.map_or(Value::OpenEnd, Value::Date),
                view.address(person.born.household, view.home()),
            ],
        });
    }
}
