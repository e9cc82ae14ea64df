//! 现役军人名单.

use crate::{
    life::Work,
    office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["入伍时间"], "enlisted_date", Kind::Date(Dates::Chinese)),
    col(&["户籍地址"], "registered_address", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "soldier",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("现役军人名单_{}.xlsx", n.month.compact()),
        above: |n| vec![vec![(0, format!("{}现役军人名单", n.chinese()))]],
        ..PLAIN
    },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people().filter(|person| person.lives(view.month)) {
        let Work::Soldier(since) = person.work else {
            continue;
        };
        if since > view.month.last_day() {
            continue;
        }
        out.push(Row {
            group: person.born.household,
            values: vec![
                super::name(person),
                super::id(person),
                super::sex(person),
                Value::Date(since),
                view.address(person.born.household, view.home()),
            ],
        });
    }
}
