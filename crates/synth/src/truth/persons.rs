//! Who is who: a row for everybody ever known in the time looked at.

use crate::{
    life::{Class, Scheme, holds},
    office::{Amounts, Column, Dates, Flags, Kind, Row, Value, View, col},
};

/// The columns of `persons.parquet`.
pub(crate) const COLUMNS: &[Column] = &[
    col(&["person"], "person", Kind::Text),
    col(&["resident_id"], "resident_id", Kind::Key),
    col(&["name"], "name", Kind::Name),
    col(&["sex"], "sex", Kind::Code),
    col(&["birth_date"], "birth_date", Kind::Date(Dates::Dashes)),
    col(&["household"], "household", Kind::Text),
    col(&["division"], "division", Kind::Division),
    col(&["urban"], "urban", Kind::Flag(Flags::Yes)),
    col(&["living"], "living_here", Kind::Flag(Flags::Yes)),
    col(&["died_on"], "died_on", Kind::Date(Dates::Dashes)),
    col(&["left_on"], "left_on", Kind::Date(Dates::Dashes)),
    col(&["household_size"], "household_size", Kind::Count),
    col(&["income"], "income_per_head", Kind::Money(Amounts::Number)),
    col(&["spending"], "spending_per_head", Kind::Money(Amounts::Number)),
    col(&["class"], "low_income_class", Kind::Code),
    col(&["monitored"], "relapse_monitored", Kind::Flag(Flags::Yes)),
    col(&["graduated"], "graduated", Kind::Flag(Flags::Yes)),
    col(&["disability_grade"], "disability_grade", Kind::Count),
    col(&["certified"], "certified", Kind::Flag(Flags::Yes)),
    col(&["chronic"], "chronic", Kind::Flag(Flags::Yes)),
    col(&["needs_care"], "needs_care", Kind::Flag(Flags::Yes)),
    col(&["resident_pension"], "resident_pension", Kind::Flag(Flags::Yes)),
    col(&["drawing"], "resident_pension_drawn", Kind::Flag(Flags::Yes)),
    col(&["other_pension"], "other_pension", Kind::Code),
    col(&["medical"], "medical_insured", Kind::Flag(Flags::Yes)),
];

/// A village's people as they are in a month.
pub(crate) fn rows(view: &View) -> Vec<Row> {
    let month = view.month;
    let known = view.people().enumerate().filter(|(_, person)| person.known(month));
    let row = |(number, person): (usize, &crate::life::Person)| {
        let household = view.village.household(person);
        let listed = holds(&household.listed, month) && person.aid.covered;
        let file = person.insurance.resident.filter(|file| file.since <= month.last_day());
        let disability = person.disability.as_ref();
        Row {
            group: person.born.household,
            values: vec![
                Value::text(format!("{:05}-{number:05}", view.village.place.number)),
                Value::Id(person.id()),
                Value::text(person.born.name.to_string()),
                if person.sex() == doudi_kernel::Sex::Male {
                    Value::Code("male", "")
                } else {
                    Value::Code("female", "")
                },
                Value::Date(person.born.birth()),
                Value::text(format!("{:05}-{:05}", view.village.place.number, person.born.household)),
                Value::Division(view.village.registered(person, month)),
                Value::Flag(view.village.place.urban),
                Value::Flag(person.lives(month)),
                Value::some(person.died.filter(|day| *day <= month.last_day()), Value::Date),
                Value::some(person.left.filter(|day| *day <= month.last_day()), Value::Date),
                Value::Count(i64::from(household.kin.size)),
                Value::yuan(household.income),
                Value::yuan(household.spending),
                if listed { class(household.class) } else { Value::Code("none", "") },
                Value::Flag(holds(&household.monitored, month)),
                Value::Flag(household.graduated),
                Value::some(disability, |d| Value::Count(d.grade as i64)),
                Value::Flag(disability.is_some_and(|d| d.certified(month).is_some())),
                Value::Flag(person.chronic),
                Value::Flag(person.needs_care),
                Value::Flag(file.is_some()),
                Value::Flag(file.is_some_and(|file| file.drawing.is_some_and(|from| from <= month))),
                other(person, month),
                Value::Flag(person.insurance.medical.is_some_and(|(_, spell)| spell.holds(month))),
            ],
        }
    };
    known.map(row).collect()
}

fn class(class: Class) -> Value {
    Value::Code(
        match class {
            Class::None => "none",
            Class::Dibao => "dibao",
            Class::Tekun => "tekun",
            Class::Edge => "edge",
            Class::Rigid => "rigid",
            Class::Other => "other",
        },
        "",
    )
}

fn other(person: &crate::life::Person, month: doudi_kernel::Month) -> Value {
    match person.insurance.other.filter(|other| other.since <= month.last_day()).map(|other| other.scheme) {
        None => Value::Code("none", ""),
        Some(Scheme::Employee) => Value::Code("employee", ""),
        Some(Scheme::EmployeeAway) => Value::Code("employee_other_province", ""),
        Some(Scheme::Agency) => Value::Code("agency", ""),
    }
}
