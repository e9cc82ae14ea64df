//! 脱贫户信息: people of households out of poverty whose policies go on, as the file's name says.

use crate::office::{Care, Column, Dates, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col};

const COLUMNS: &[Column] = &[
    col(&["县(市、区、旗)", "县"], "county_name", Kind::Text),
    col(&["乡(镇)", "乡"], "town_name", Kind::Town),
    col(&["行政村", "村"], "village_name", Kind::Place),
    col(&["户编号"], "household_number", Kind::Text),
    col(&["姓名"], "name", Kind::Name),
    col(&["证件号码"], "resident_id", Kind::Key),
    col(&["与户主关系"], "relation_to_head", Kind::Code),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期"], "birth_date", Kind::Date(Dates::Compact)),
    col(&["民族"], "ethnicity", Kind::Text),
    col(&["健康状况"], "health", Kind::Text),
    col(&["劳动技能"], "labour_capacity", Kind::Code),
    col(&["户联系电话"], "phone", Kind::Digits),
];

pub(super) const FEED: Feed = Feed {
    id: "graduated_household",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("脱贫户信息_{}-继续享受政策.xlsx", n.day()),
        above: |n| {
            vec![
                vec![(0, "（自定义）脱贫户信息".into())],
                vec![(0, format!("导出时间：{}-{:02}-25", n.month.year(), n.month.month()))],
            ]
        },
        ..PLAIN
    },
    care: Care::System,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people().filter(|person| person.lives(view.month)) {
        let household = view.village.household(person);
        if !household.graduated {
            continue;
        }
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::text("兜底县"),
                Value::Division(view.town()),
                Value::Division(view.home()),
                Value::text(format!("41{:06}{:05}", view.village.place.number, person.born.household)),
                super::name(person),
                super::id(person),
                super::relation(person),
                super::sex(person),
                Value::Date(person.born.birth()),
                Value::text(person.born.ethnicity),
                super::health(person),
                super::labour(person, view),
                Value::text(household.phone.to_string()),
            ],
        });
    }
}
