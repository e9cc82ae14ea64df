//! 刚性支出困难人员查询: the civil affairs system's export, a person a row.

use super::low_income::{PERSON_COLUMNS, PLACE_COLUMNS, class_members, row};
use crate::{
    life::Class,
    office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col, join},
};

const COLUMNS: [Column; 24] = join(
    PERSON_COLUMNS,
    join::<4, 1, 5>(PLACE_COLUMNS, [col(&["最初享受月", "纳入月份"], "first_month", Kind::Month(Dates::Chinese))]),
);

pub(super) const FEED: Feed = Feed {
    id: "rigid_person",
    columns: &COLUMNS,
    look: Look { name: |n| format!("刚性支出困难人员查询_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for (file, household, person) in class_members(view, Class::Rigid, |person| person.lag.other_roster) {
        out.push(row(view, file, household, person, Value::Code("rigid", "刚性支出困难")));
    }
}
