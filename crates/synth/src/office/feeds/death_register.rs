//! 死亡火化人员名单: what the funeral office learnt in a month; an increment.

use crate::office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};
use doudi_kernel::Month;

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["死者姓名", "姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["死亡日期"], "death_date", Kind::Date(Dates::Serial)),
    col(&["火化日期"], "cremated_date", Kind::Date(Dates::Dots)),
    col(&["户籍地址"], "registered_address", Kind::Text),
    col(&["乡镇"], "town_name", Kind::Town),
    col(&["村"], "village_name", Kind::Place),
];

pub(super) const FEED: Feed = Feed {
    id: "death_register",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("死亡火化人员名单_{}.xlsx", n.month.compact()),
        above: |n| vec![vec![(0, format!("兜底县殡仪馆{}死亡火化人员名单", n.chinese()))]],
        signature: true,
        ..PLAIN
    },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        let Some(died) = person.died.filter(|_| person.lag.funeral != u8::MAX) else {
            continue;
        };
        if Month::of(died).plus(i32::from(person.lag.funeral)) != view.month {
            continue;
        }
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                super::name(person),
                super::id(person),
                super::sex(person),
                Value::Date(died),
                Value::Date(died.saturating_add(jiff::Span::new().days(2))),
                view.address(person.born.household, view.home()),
                Value::Division(view.town()),
                Value::Division(view.home()),
            ],
        });
    }
}
