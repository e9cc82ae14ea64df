//! 公安户籍人口: tab-delimited text.

use crate::{
    life::Person,
    office::{Care, Column, Container, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};
use doudi_kernel::Month;

const COLUMNS: &[Column] = &[
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号码"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期"], "birth_date", Kind::Date(Dates::Compact)),
    col(&["民族"], "ethnicity", Kind::Text),
    col(&["户号"], "household_number", Kind::Text),
    col(&["与户主关系"], "relation_to_head", Kind::Code),
    col(&["地址"], "registered_address", Kind::Text),
    col(&["行政区划"], "division_code", Kind::Division),
    col(&["户籍状态"], "register_status", Kind::Code),
];

pub(super) const FEED: Feed = Feed {
    id: "household_register",
    columns: COLUMNS,
    look: Look {
        container: Container::Text { gb18030: false, bom: false, delimiter: b'\t' },
        name: |n| format!("公安户籍人口_{}.csv", n.month.compact()),
        ..PLAIN
    },
    care: Care::System,
    sent: Sent::Monthly,
    rows,
};

/// What the register says of a person in a month: as code and word; `None` for who is not in it.
pub(super) fn status(person: &Person, month: Month) -> Option<(&'static str, &'static str)> {
    if person.registered_elsewhere || !person.known(month) {
        return None;
    }
    let dead = person.died.is_some_and(|day| {
        person.lag.register != u8::MAX && month >= Month::of(day).plus(i32::from(person.lag.register))
    });
    let left = person.left_by(month.last_day());
    Some(match (dead, left) {
        (true, _) => ("dead", "死亡"),
        // One in ten of those who leave settles abroad, and the registration ends.
        (_, true) if person.id().serial() % 10 == 3 => ("cancelled", "注销"),
        (_, true) => ("moved_out", "迁出"),
        _ => ("normal", "正常"),
    })
}

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        let Some((code, word)) = status(person, view.month) else {
            continue;
        };
        let at = view.village.registered(person, view.month);
        out.push(Row {
            group: person.born.household,
            values: vec![
                super::name(person),
                super::id(person),
                super::sex(person),
                Value::Date(person.born.birth()),
                Value::text(person.born.ethnicity),
                Value::text(format!("{:06}{:05}", view.village.place.number, person.born.household)),
                super::relation(person),
                view.address(person.born.household, at),
                Value::Division(at),
                Value::Code(code, word),
            ],
        });
    }
}
