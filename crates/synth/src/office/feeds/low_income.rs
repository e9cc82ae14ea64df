//! The columns that the four 人员查询 exports of the civil affairs system share.

use crate::{
    life::{Household, Person},
    office::{Column, Flags, Kind, Row, Value, View, col},
};

/// 姓名 to 健康状况.
pub(super) const PERSON_COLUMNS: [Column; 19] = [
    col(&["序号"], "", Kind::Serial),
    col(&["姓名"], "name", Kind::Name),
    col(&["身份证号"], "resident_id", Kind::Key),
    col(&["户主身份证号"], "household_head_id", Kind::Id),
    col(&["与户主关系"], "relation_to_head", Kind::Code),
    col(&["性别"], "sex", Kind::Code),
    col(&["出生日期"], "birth_date", super::DASHES),
    col(&["年龄"], "age", Kind::Count),
    col(&["民族"], "ethnicity", Kind::Text),
    col(&["婚姻状况"], "marital_status", Kind::Code),
    col(&["文化程度"], "education", Kind::Text),
    col(&["就业状况"], "employment_status", Kind::Text),
    col(&["是否残疾", "是否残疾人"], "disabled", Kind::Flag(Flags::Yes)),
    col(&["残疾证号"], "disability_certificate", Kind::Certificate),
    col(&["残疾类别"], "disability_kind", Kind::Code),
    col(&["残疾等级"], "disability_grade", Kind::Code),
    col(&["劳动能力"], "labour_capacity", Kind::Code),
    col(&["健康状况"], "health", Kind::Text),
    col(&["救助类型"], "category", Kind::Code),
];

/// 所属区 to 所属社.
pub(super) const PLACE_COLUMNS: [Column; 4] = [
    col(&["家庭地址", "户籍地址"], "address", Kind::Text),
    col(&["所属区", "所属区县"], "county_name", Kind::Text),
    col(&["所属街", "所属街道"], "town_name", Kind::Town),
    col(&["所属社", "所属社区"], "village_name", Kind::Place),
];

/// The values of [`PERSON_COLUMNS`].
pub(super) fn person_values(view: &View, head: &Person, person: &Person, category: Value) -> Vec<Value> {
    let certified = person.disability.as_ref().filter(|d| d.certified(view.month).is_some());
    vec![
        Value::Empty,
        super::roster_name(person),
        super::id(person),
        super::id(head),
        if std::ptr::eq(head, person) { Value::Code("head", "本人") } else { super::relation(person) },
        super::roster_sex(person),
        super::roster_birth(person),
        Value::Count(i64::from(person.age(view.month))),
        Value::text(person.born.ethnicity),
        super::marital(person, view),
        super::education(person, view),
        super::employment(person),
        Value::Flag(certified.is_some()),
        Value::some(certified.and_then(|d| d.certificate), |c| Value::Certificate(c.number)),
        Value::some(certified, super::kind_of_disability),
        Value::some(certified, super::grade_of_disability),
        super::labour(person, view),
        super::health(person),
        category,
    ]
}

/// The values of [`PLACE_COLUMNS`].
pub(super) fn place_values(view: &View, person: &Person) -> [Value; 4] {
    [
        view.address(person.born.household, view.home()),
        Value::text("兜底县"),
        Value::Division(view.town()),
        Value::Division(view.home()),
    ]
}

/// Everybody of a class's roster in a month, with their household.
pub(super) fn class_members<'a>(
    view: &'a View,
    class: crate::life::Class,
    late: fn(&Person) -> u8,
) -> impl Iterator<Item = (u32, &'a Household, &'a Person)> {
    let month = view.month;
    view.people().filter_map(move |person| {
        let household = view.village.household(person);
        let own = household.class == class && crate::life::holds(&household.listed, month) && person.aid.covered;
        let stale = person.aid.also.is_some_and(|(also, spell)| also == class && spell.holds(month));
        ((own || stale) && person.still_listed(month, late(person))).then_some((
            person.born.household,
            household,
            person,
        ))
    })
}

/// A row of an edge or rigid roster.
pub(super) fn row(view: &View, file: u32, household: &Household, person: &Person, category: Value) -> Row {
    let mut values = person_values(view, view.village.head(household), person, category);
    values.extend(place_values(view, person));
    values.push(Value::some(household.listed, |listed| Value::Month(listed.from)));
    Row { group: file, values }
}
