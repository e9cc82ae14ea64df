//! 职工养老保险参保: the comparison file of the province, UTF-8 text with a byte order mark.

use crate::{
    life::Scheme,
    office::{Care, Column, Container, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["姓名"], "name", Kind::Name),
    col(&["证件号码"], "resident_id", Kind::Key),
    col(&["险种"], "pension_scheme", Kind::Code),
    col(&["参保地"], "insured_place", Kind::Text),
    col(&["参保状态"], "insured_state", Kind::Code),
    col(&["参保时间"], "enrolled_date", super::DASHES),
];

pub(super) const FEED: Feed = Feed {
    id: "other_pension_insured",
    columns: COLUMNS,
    look: Look {
        container: Container::Text { gb18030: false, bom: true, delimiter: b',' },
        name: |n| format!("职工养老保险参保_{}.csv", n.month.compact()),
        ..PLAIN
    },
    care: Care::System,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        let Some(other) = person.insurance.other.filter(|other| other.since <= view.month.last_day()) else {
            continue;
        };
        if !person.still_listed(view.month, person.lag.pension) {
            continue;
        }
        let (scheme, place) = match other.scheme {
            Scheme::Employee => (Value::Code("employee", "企业职工基本养老保险"), "兜底省兜底市"),
            Scheme::Agency => (Value::Code("agency", "机关事业单位养老保险"), "兜底省兜底市"),
            Scheme::EmployeeAway => (Value::Code("employee_other_province", "省外职工养老保险"), "外省"),
        };
        out.push(Row {
            group: person.born.household,
            values: vec![
                super::name(person),
                super::id(person),
                scheme,
                Value::text(place),
                if other.drawing { Value::Code("3", "离退休") } else { Value::Code("1", "正常参保") },
                Value::Date(other.since),
            ],
        });
    }
}
