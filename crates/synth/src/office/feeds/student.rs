//! 学籍名册: 学籍号 is the identity number with a leading G.

use crate::{
    life::{Person, Stage},
    office::{Care, Column, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["姓名"], "name", Kind::Name),
    col(&["学籍号"], "student_number", Kind::Text),
    col(&["身份证件号"], "resident_id", Kind::Key),
    col(&["性别"], "sex", Kind::Code),
    col(&["学段"], "study_level", Kind::Code),
    col(&["学校"], "school", Kind::Text),
    col(&["年级"], "school_grade", Kind::Text),
    col(&["班级"], "class", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "student",
    columns: COLUMNS,
    look: Look { name: |n| format!("学籍名册_{}.xlsx", n.month.compact()), ..PLAIN },
    care: Care::Edited,
    sent: Sent::Monthly,
    rows,
};

/// Whether a person stands on the school roll here in a month.
pub(super) fn enrolled(person: &Person, view: &View) -> bool {
    person.school.is_some() && !person.college_away && person.lives(view.month)
}

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people().filter(|person| enrolled(person, view)) {
        let (level, grade) = level(person, view);
        out.push(Row {
            group: person.born.household,
            values: vec![
                super::name(person),
                Value::text(format!("G{}", person.id().key().reveal())),
                super::id(person),
                super::sex(person),
                level,
                school(person, view),
                grade,
                Value::text(format!("{}班", person.id().serial() % 6 + 1)),
            ],
        });
    }
}

/// Stage and year, as schools print them.
pub(super) fn level(person: &Person, view: &View) -> (Value, Value) {
    const YEARS: [&str; 6] = ["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"];
    const JUNIOR: [&str; 3] = ["七年级", "八年级", "九年级"];
    let age = person.age(view.month);
    let year = |first: i16, most: i16| (age - first).clamp(0, most - 1) as usize;
    match person.school {
        Some(Stage::Primary) | None => (Value::Code("primary", "小学"), Value::text(YEARS[year(6, 6)])),
        Some(Stage::Junior) => (Value::Code("junior", "初中"), Value::text(JUNIOR[year(12, 3)])),
        Some(Stage::Senior) => (Value::Code("senior", "普通高中"), Value::text(YEARS[year(15, 3)])),
        Some(Stage::Vocational) => (Value::Code("vocational", "中职"), Value::text(YEARS[year(15, 3)])),
        Some(Stage::College) => (Value::Code("college", "高职高专"), Value::text(YEARS[year(18, 4)])),
    }
}

/// Pupils go to the town's school, older ones to the county's.
pub(super) fn school(person: &Person, view: &View) -> Value {
    let town = view.village.places.name(view.town());
    match person.school {
        Some(Stage::Primary) | None => Value::text(format!("{town}中心小学")),
        Some(Stage::Junior) => Value::text(format!("{town}初级中学")),
        Some(Stage::Senior) => Value::text("兜底县第一高级中学"),
        Some(Stage::Vocational) => Value::text("兜底县职业教育中心"),
        Some(Stage::College) => Value::text("兜底市职业技术学院"),
    }
}
