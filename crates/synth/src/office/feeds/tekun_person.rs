//! 特困人员查询: the civil affairs system's export, a person a row.

use super::low_income::{PERSON_COLUMNS, PLACE_COLUMNS, class_members, person_values, place_values};
use crate::{
    life::{Class, Person, standard},
    office::{Amounts, Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col, join},
};

const COLUMNS: [Column; 29] = join(
    PERSON_COLUMNS,
    join::<4, 6, 10>(
        PLACE_COLUMNS,
        [
            col(&["供养方式"], "support_form", Kind::Code),
            col(&["生活自理能力"], "self_care", Kind::Code),
            col(&["供养机构"], "facility", Kind::Text),
            col(&["基本生活标准（元）"], "monthly_amount", Kind::Money(Amounts::Text)),
            col(&["照料护理费用（元）"], "care_amount", Kind::Money(Amounts::Text)),
            col(&["最初享受月份", "纳入月份"], "first_month", Kind::Month(Dates::Compact)),
        ],
    ),
);

pub(super) const FEED: Feed = Feed {
    id: "tekun_person",
    columns: &COLUMNS,
    look: Look { name: |n| format!("特困人员查询_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    let urban = view.village.place.urban;
    let category =
        if urban { Value::Code("tekun_urban", "城市特困") } else { Value::Code("tekun_rural", "农村特困") };
    for (file, household, person) in class_members(view, Class::Tekun, |person| person.lag.tekun) {
        let mut values = person_values(view, person, person, category.clone());
        values.extend(place_values(view, person));
        let (form, home) = if person.aid.institution {
            (Value::Code("institutional", "集中供养"), Value::text("兜底县养护中心"))
        } else {
            (Value::Code("dispersed", "分散供养"), Value::Empty)
        };
        let (care, money) = self_care(person);
        // 1.3 times the dibao standard is the least that tekun get (policy facts; Anqiu 2020: 935 and 960 to 719 and 537).
        let basic = Value::yuan(standard(urban) * 13 / 10);
        let since = Value::some(household.listed, |listed| Value::Month(listed.from));
        values.extend([form, care, home, basic, Value::yuan(money), since]);
        out.push(Row { group: file, values });
    }
}

/// The level of self-care and its monthly money (191, 319, 478 yuan in one county of 2026: illustrative).
fn self_care(person: &Person) -> (Value, u32) {
    let severe = person.disability.as_ref().is_some_and(crate::life::Disability::severe);
    match (person.needs_care, severe) {
        (true, true) => (Value::Code("full_care", "全护理"), 478),
        (true, false) => (Value::Code("partial_care", "半护理"), 319),
        _ => (Value::Code("self_care", "全自理"), 191),
    }
}
