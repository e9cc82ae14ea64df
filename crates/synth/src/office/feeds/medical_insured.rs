//! 医保参保名册: text with two lines above the header.

use crate::{
    life::{Class, holds},
    office::{Care, Column, Container, Feed, Kind, Look, PLAIN, Row, Sent, Value, View, col},
};

const COLUMNS: &[Column] = &[
    col(&["序号"], "", Kind::Serial),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["街道乡镇"], "town_name", Kind::Town),
    col(&["村社区"], "village_name", Kind::Place),
    col(&["险种"], "insured_type", Kind::Code),
    col(&["资助参保身份"], "medical_identity", Kind::Code),
    col(&["参保地"], "insured_place", Kind::Text),
];

pub(super) const FEED: Feed = Feed {
    id: "medical_insured",
    columns: COLUMNS,
    look: Look {
        container: Container::Text { gb18030: false, bom: false, delimiter: b',' },
        name: |n| format!("医保参保名册_{}.csv", n.month.compact()),
        above: |n| {
            vec![
                vec![(0, format!("兜底县{}基本医疗保险参保名册", n.chinese()))],
                vec![(0, "说明：本表不含异地参保人员".into())],
            ]
        },
        ..PLAIN
    },
    care: Care::System,
    sent: Sent::Monthly,
    rows,
};

fn rows(view: &View, out: &mut Vec<Row>) {
    for person in view.people() {
        let Some((employer, spell)) = person.insurance.medical.filter(|(_, spell)| spell.holds(view.month)) else {
            continue;
        };
        if !person.still_listed(view.month, person.lag.medical) {
            continue;
        }
        let _ = spell;
        let kind =
            if employer { Value::Code("employee", "城镇职工") } else { Value::Code("resident", "城乡居民") };
        out.push(Row {
            group: person.born.household,
            values: vec![
                Value::Empty,
                super::name(person),
                super::id(person),
                Value::Division(view.town()),
                Value::Division(view.home()),
                kind,
                identity(view, person, employer),
                Value::text("兜底县"),
            ],
        });
    }
}

fn identity(view: &View, person: &crate::life::Person, employer: bool) -> Value {
    let household = view.village.household(person);
    let listed = holds(&household.listed, view.month) && person.aid.covered && !employer;
    match household.class {
        Class::Tekun if listed => Value::Code("tekun", "特困人员-7131"),
        Class::Dibao if listed => Value::Code("dibao", "低保对象"),
        Class::Edge if listed => Value::Code("edge", "低保边缘户-7201"),
        _ if holds(&household.monitored, view.month) && !employer => Value::Code("relapse_monitored", "监测户"),
        _ => Value::Empty,
    }
}
