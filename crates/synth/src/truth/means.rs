//! Who is in truth below the line, by [`Standing`]'s plain arithmetic.

use crate::{
    life::{Household, Person, Standing},
    office::{Amounts, Column, Flags, Kind, Row, Value, View, col},
};

const MONEY: Kind = Kind::Money(Amounts::Number);
const FLAG: Kind = Kind::Flag(Flags::Yes);

/// The columns of `means.parquet`.
pub(crate) const COLUMNS: &[Column] = &[
    col(&["person"], "person", Kind::Text),
    col(&["resident_id"], "resident_id", Kind::Key),
    col(&["household"], "household", Kind::Text),
    col(&["division"], "division", Kind::Division),
    col(&["urban"], "urban", FLAG),
    col(&["head"], "head", FLAG),
    col(&["counted"], "counted", FLAG),
    col(&["wage"], "wage_income", MONEY),
    col(&["business"], "business_net_income", MONEY),
    col(&["property"], "property_net_income", MONEY),
    col(&["transfer"], "transfer_net_income", MONEY),
    col(&["basic_pension"], "basic_pension_income", MONEY),
    col(&["exempt"], "exempt_income", MONEY),
    col(&["medical"], "medical_self_paid_year", MONEY),
    col(&["verified"], "verified", FLAG),
    col(&["members"], "counted_members", Kind::Count),
    col(&["income"], "counted_income", MONEY),
    col(&["savings"], "financial_asset", MONEY),
    col(&["dwellings"], "dwellings", Kind::Count),
    col(&["shop"], "non_residential_property", FLAG),
    col(&["vehicle"], "vehicle_value", MONEY),
    col(&["company"], "owns_company", FLAG),
    col(&["below"], "below_dibao_line", FLAG),
    col(&["property_fits"], "property_within", FLAG),
    col(&["entitled"], "entitled", FLAG),
];

/// A village's living people as they are in a month, household by household.
pub(crate) fn rows(view: &View) -> Vec<Row> {
    let mut rows = Vec::new();
    for household in &view.village.households {
        let numbered = (household.kin.first..).zip(view.village.members(household));
        let living: Vec<(u32, &Person)> = numbered.filter(|(_, person)| person.lives(view.month)).collect();
        let whole = Standing::of(view.village, household, view.month);
        let head = living.first().map(|(number, _)| *number);
        rows.extend(living.iter().map(|(number, person)| row(view, household, &whole, (*number, person, head))));
    }
    rows
}

fn row(view: &View, household: &Household, whole: &Standing, member: (u32, &Person, Option<u32>)) -> Row {
    let (village, (number, person, head)) = (view.village.place.number, member);
    let purse = &person.purse;
    Row {
        group: person.born.household,
        values: vec![
            Value::text(format!("{village:05}-{number:05}")),
            Value::Id(person.id()),
            Value::text(format!("{village:05}-{:05}", person.born.household)),
            Value::Division(view.village.registered(person, view.month)),
            Value::Flag(household.urban),
            Value::Flag(head == Some(number)),
            Value::Flag(person.counts()),
            Value::Money(person.wage(view.month)),
            Value::Money(purse.business),
            Value::Money(purse.property),
            Value::Money(purse.transfer),
            Value::yuan(person.basic_pension(view.month)),
            Value::yuan(person.not_counted(view.month)),
            Value::yuan(purse.medical),
            Value::Flag(household.verified(view.month)),
            Value::Count(whole.members),
            Value::Money(whole.income),
            Value::yuan(whole.savings),
            Value::Count(i64::from(whole.dwellings)),
            Value::Flag(whole.shop),
            Value::yuan(whole.vehicle),
            Value::Flag(whole.company),
            Value::Flag(whole.below),
            Value::Flag(whole.property_fits),
            Value::Flag(whole.below && whole.property_fits),
        ],
    }
}
