//! 防止返贫致贫监测对象信息: header on the third row, 风险是否已消除 twice, the count in the file's name.

use crate::{
    life::{Class, Person, Spell, Stage, holds},
    office::{Amounts, Care, Column, Dates, Feed, Flags, Kind, Look, PLAIN, Row, Sent, Value, View, col},
    people::Role,
};

const COLUMNS: &[Column] = &[
    col(&["县(市、区、旗)", "县"], "county_name", Kind::Text),
    col(&["乡(镇)", "乡"], "town_name", Kind::Town),
    col(&["行政村", "村"], "village_name", Kind::Place),
    col(&["户编号"], "household_number", Kind::Text),
    col(&["人编号"], "person_number", Kind::Text),
    col(&["姓名"], "name", Kind::Name),
    col(&["证件类型"], "", Kind::Text),
    col(&["证件号码"], "resident_id", Kind::Key),
    col(&["与户主关系"], "relation_to_head", Kind::Code),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期"], "birth_date", Kind::Date(Dates::Compact)),
    col(&["民族"], "ethnicity", Kind::Text),
    col(&["文化程度"], "education", Kind::Text),
    col(&["在校生状况"], "study_level", Kind::Code),
    col(&["健康状况"], "health", Kind::Text),
    col(&["劳动技能"], "labour_capacity", Kind::Code),
    col(&["户类型"], "", Kind::Text),
    col(&["监测对象类别"], "monitored_class", Kind::Code),
    col(&["识别监测时间(YYYYMM)"], "identified_month", Kind::Month(Dates::Compact)),
    col(&["风险是否已消除"], "risk_removed", Kind::Flag(Flags::Yes)),
    col(&["致贫/返贫风险1"], "risk_kind_1", Kind::Text),
    col(&["致贫/返贫风险2"], "risk_kind_2", Kind::Text),
    col(&["人均纯收入（元）"], "", Kind::Money(Amounts::Number)),
    col(&["享受低保政策情况"], "enjoys_dibao", Kind::Flag(Flags::Yes)),
    col(&["享受特困供养政策情况"], "enjoys_tekun", Kind::Flag(Flags::Yes)),
    col(&["是否危房户"], "", Kind::Flag(Flags::Yes)),
    col(&["风险是否已消除"], "risk_removed_2", Kind::Flag(Flags::Digits)),
    col(&["户联系电话"], "phone", Kind::Digits),
];

pub(super) const FEED: Feed = Feed {
    id: "relapse_monitored",
    columns: COLUMNS,
    look: Look {
        name: |n| format!("防止返贫致贫监测对象信息_{}-风险未消除{}人.xlsx", n.day(), n.rows),
        above: |n| {
            vec![
                vec![(0, "（自定义）监测对象信息".into())],
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
    for person in view.people() {
        let household = view.village.household(person);
        let Some(spell) = household.monitored.filter(|spell| spell.holds(view.month)) else {
            continue;
        };
        if !person.still_listed(view.month, person.lag.other_roster) {
            continue;
        }
        out.push(row(view, person, spell));
        if person.born.role == Role::Head {
            without_number(view, person, spell, out);
        }
    }
}

/// Who lives in the household and is in no register: the monitoring file goes by households and knows her.
fn without_number(view: &View, head: &Person, spell: Spell, out: &mut Vec<Row>) {
    let at = |field: &str| FEED.at(field).expect("a column of this feed");
    for woman in view.village.unregistered.iter().filter(|woman| woman.household == head.born.household) {
        let mut row = row(view, head, spell);
        let age = view.month.year() - woman.written[0].year();
        for (field, value) in [
            ("person_number", Value::Empty),
            ("name", Value::text(woman.monitored_name.as_ref().unwrap_or(&woman.name).to_string())),
            ("resident_id", Value::Empty),
            ("relation_to_head", Value::Code("spouse", "配偶")),
            ("sex", super::sex_of(doudi_kernel::Sex::Female)),
            ("birth_date", Value::Date(woman.written[0])),
            ("education", Value::text("文盲或半文盲")),
            ("study_level", Value::text("非在校生")),
            ("health", Value::text("健康")),
            (
                "labour_capacity",
                if age < 60 { Value::Code("full", "有劳动能力") } else { Value::Code("none", "无劳动能力") },
            ),
            ("enjoys_dibao", Value::Flag(false)),
        ] {
            row.values[at(field)] = value;
        }
        // The kind of document stands before its number.
        row.values[at("resident_id") - 1] = Value::text("无");
        out.push(row);
    }
}

fn row(view: &View, person: &Person, spell: Spell) -> Row {
    let household = view.village.household(person);
    let file = format!("41{:06}{:05}", view.village.place.number, person.born.household);
    let risk = if household.health_spending * 4 > household.income { "因病" } else { "缺劳动力" };
    let second = if person.disability.is_some() { Value::text("因残") } else { Value::Empty };
    Row {
        group: person.born.household,
        values: vec![
            Value::text("兜底县"),
            Value::Division(view.town()),
            Value::Division(view.home()),
            Value::text(file.clone()),
            Value::text(format!("{file}{:02}", person.id().serial() % 100)),
            super::roster_name(person),
            Value::text("居民身份证"),
            super::id(person),
            super::relation(person),
            super::roster_sex(person),
            super::roster_birth(person),
            Value::text(person.born.ethnicity),
            super::education(person, view),
            study(person),
            super::health(person),
            super::labour(person, view),
            Value::text(if household.graduated { "脱贫户" } else { "一般农户" }),
            class(household.monitored_class),
            Value::Month(spell.from),
            Value::Flag(false),
            Value::text(risk),
            second,
            Value::yuan(household.income),
            Value::Flag(says_dibao(view, person)),
            Value::Flag(false),
            Value::Flag(false),
            Value::Flag(false),
            Value::text(household.phone.to_string()),
        ],
    }
}

fn class(word: &'static str) -> Value {
    match word {
        "脱贫不稳定户" => Value::Code("unstable_out_of_poverty", word),
        "突发严重困难户" => Value::Code("sudden_hardship", word),
        _ => Value::Code("vulnerable_non_poor", "边缘易致贫户"),
    }
}

fn study(person: &Person) -> Value {
    match person.school {
        Some(Stage::Primary) => Value::Code("primary", "小学"),
        Some(Stage::Junior) => Value::Code("junior", "初中"),
        Some(Stage::Senior) => Value::Code("senior", "普通高中"),
        Some(Stage::Vocational) => Value::Code("vocational", "中职"),
        Some(Stage::College) => Value::Code("college", "高职高专"),
        None => Value::text("非在校生"),
    }
}

/// What the file says of dibao: right when it was typed, and brought up to date a month late; a few are wrong for good.
fn says_dibao(view: &View, person: &Person) -> bool {
    let household = view.village.household(person);
    let true_then =
        household.class == Class::Dibao && holds(&household.listed, view.month.plus(-1)) && person.aid.covered;
    household.monitored_says_dibao.unwrap_or(true_then)
}
