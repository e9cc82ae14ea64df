//! 农村低保人员查询: the civil affairs system's export, a person a row.

use super::{
    dibao,
    low_income::{PERSON_COLUMNS, PLACE_COLUMNS, person_values, place_values},
};
use crate::office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col, join};

const COLUMNS: [Column; 26] = join(
    PERSON_COLUMNS,
    join::<4, 3, 7>(
        PLACE_COLUMNS,
        [
            col(&["救助金计算方式"], "dibao_kind", Kind::Code),
            col(&["最初享受月", "最初享受月份", "纳入月份"], "first_month", Kind::Month(Dates::Compact)),
            col(&["备注"], "remark", Kind::Text),
        ],
    ),
);

pub(super) const FEED: Feed = Feed {
    id: "dibao_rural_person",
    columns: &COLUMNS,
    look: Look { name: |n| format!("农村低保人员查询_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    if view.village.place.urban {
        return;
    }
    for listed in dibao::listed(view) {
        let (household, person) = (listed.household, listed.person);
        let mut values = person_values(view, listed.head, person, Value::Code("dibao_rural", "农村低保"));
        values.extend(place_values(view, person));
        values.push(if household.full { Value::Code("full", "全额") } else { Value::Code("gap", "差额") });
        values.push(Value::some(household.listed, |spell| Value::Month(spell.from)));
        values.push(if listed.again { Value::text("随户") } else { Value::Empty });
        out.push(Row { group: listed.file, values });
    }
}
