//! 居保参保明细: the pension system's export, GB18030 text, headings verbatim.

use crate::{
    life::{Class, Disability, Person},
    office::{Care, Column, Container, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};
use doudi_kernel::{DisabilityGrade, Month};

const COLUMNS: &[Column] = &[
    col(&["行政区划"], "division_code", Kind::Division),
    col(&["户籍性质"], "", Kind::Text),
    col(&["个人编号"], "person_number", Kind::Text),
    col(&["姓名"], "name", Kind::Name),
    col(&["证件类型"], "", Kind::Text),
    col(&["证件号码"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期"], "birth_date", Kind::Date(Dates::Compact)),
    col(&["民族"], "ethnicity", Kind::Text),
    col(&["参保身份"], "enrolment_identity", Kind::Code),
    col(&["业务状态"], "business_state", Kind::Code),
    col(&["参保状态"], "insured_state", Kind::Code),
    col(&["缴费状态"], "payment_state", Kind::Code),
    col(&["被征地身份"], "", Kind::Text),
    col(&["退捕渔民身份"], "", Kind::Text),
    col(&["核工业身份"], "", Kind::Text),
    col(&["老农保身份"], "", Kind::Text),
    col(&["参保时间"], "enrolled_date", Kind::Date(Dates::Compact)),
];

pub(super) const FEED: Feed = Feed {
    id: "resident_pension_insured",
    columns: COLUMNS,
    look: Look {
        container: Container::Text { gb18030: true, bom: false, delimiter: b',' },
        name: |n| format!("居保参保明细_{}.csv", n.month.compact()),
        ..PLAIN
    },
    care: Care::System,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for (number, person) in view.people().enumerate() {
        let Some((insured, payment)) = states(person, view.month) else {
            continue;
        };
        let since = person.insurance.resident.map(|file| file.since);
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Division(view.home()),
                Value::text(if view.village.place.urban { "非农业户口" } else { "农业户口" }),
                Value::text(format!("{:06}{number:06}", view.village.place.number)),
                super::name(person),
                Value::text("居民身份证（户口簿）"),
                super::id(person),
                super::sex(person),
                Value::Date(person.born.birth()),
                Value::text(person.born.ethnicity),
                identity(person, view),
                business(insured, payment),
                digit(insured),
                digit(payment),
                Value::Empty,
                Value::Empty,
                Value::Empty,
                Value::Empty,
                Value::some(since, Value::Date),
            ],
        });
    }
}

/// 参保状态 and 缴费状态 of a person's file in a month, `None` without a file.
pub(super) fn states(person: &Person, month: Month) -> Option<(u8, u8)> {
    let file = person.insurance.resident.filter(|file| file.since <= month.last_day())?;
    if !person.known(month) || person.age(month) < 16 {
        return None;
    }
    let ended = file.ended.is_some_and(|end| end <= month) || !person.still_listed(month, person.lag.pension);
    let drawing = file.drawing.is_some_and(|from| from <= month);
    let suspended = crate::life::holds(&file.suspended, month);
    Some(match (ended, suspended, drawing) {
        (true, ..) => (4, 3),
        (_, true, true) => (2, 3),
        (_, true, false) => (2, 2),
        (_, false, true) => (1, 3),
        (_, false, false) => (1, 1),
    })
}

fn digit(state: u8) -> Value {
    match state {
        1 => Value::Code("1", "1"),
        2 => Value::Code("2", "2"),
        3 => Value::Code("3", "3"),
        _ => Value::Code("4", "4"),
    }
}

fn business(insured: u8, payment: u8) -> Value {
    match (insured, payment) {
        (1, 3) => Value::Code("normal_benefit", "正常待遇"),
        (2, 3) => Value::Code("suspended_benefit", "暂停待遇"),
        (4, _) => Value::Code("terminated", "终止参保"),
        (2, _) => Value::Code("suspended_payment", "暂停缴费"),
        _ => Value::Code("normal_payment", "正常缴费"),
    }
}

/// The identity under which somebody pays, in the precedence of 2021: tekun, full dibao, severe disability, dibao, light
/// disability, registered poor.
pub(super) fn identity(person: &Person, view: &View) -> Value {
    let household = view.village.household(person);
    let listed = crate::life::holds(&household.listed, view.month) && person.aid.covered;
    let certified = person.disability.as_ref().filter(|d| d.certified(view.month).is_some());
    match (household.class, listed) {
        (Class::Tekun, true) => Value::Code("031", "031"),
        (Class::Dibao, true) if household.full => Value::Code("061", "061"),
        _ if certified.is_some_and(Disability::severe) => Value::Code("021", "021"),
        (Class::Dibao, true) => Value::Code("062", "062"),
        _ if certified.is_some_and(|d| d.grade >= DisabilityGrade::Three) => Value::Code("022", "022"),
        _ if household.monitored.is_some() || household.graduated => Value::Code("051", "051"),
        _ => Value::Code("011", "011"),
    }
}
