//! A month's households with the facts that features are made of, beside what the months before knew of their people.

use crate::{
    assess::{AssessError, Basis, County},
    doubts::UNPLACED,
};
use arrow::{
    array::{Array, AsArray},
    datatypes::{Int64Type, UInt16Type},
};
use doudi_kernel::{Date, Month, ResidentId, Sex};
use doudi_rules::{
    book::{Book, Entity, Type, VariableId},
    compile::{Ask, Program},
    run::Values,
};
use std::collections::BTreeMap;

/// Every fact that a feature rests on. None says what class a household is in or on which list it stands.
pub const FACTS: [&str; 19] = [
    "wage_income",
    "business_net_income",
    "employed",
    "unemployed_registered",
    "medical_self_paid_year",
    "education_cost_year",
    "rehabilitation_cost_year",
    "serious_illness",
    "disability_grade",
    "resident_medical_insured",
    "drawing_employee_pension",
    "in_prison",
    "missing_declared",
    "financial_asset",
    "dwellings",
    "non_residential_property",
    "vehicle_value",
    "owns_company",
    "house_grade",
];

/// Every variable of the rules that a feature rests on.
pub const VARIABLES: [&str; 3] = ["household_income", "dibao_standard", "persons_counted"];

/// A member: what a month knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The packed number.
    pub key: Option<u64>,
    pub(super) age: Option<i16>,
    pub(super) wage: Option<i64>,
    /// Fen a month, net.
    pub(super) business: Option<i64>,
    pub(super) unemployed: Option<bool>,
    pub(super) employed: Option<bool>,
    /// Fen a year: illness, school and rehabilitation.
    pub(super) costs: Option<i64>,
    pub(super) ill: Option<bool>,
    /// 1 to 4; 0 without.
    pub(super) disability: Option<u8>,
    pub(super) insured: Option<bool>,
    pub(super) away: Option<bool>,
}

/// A household in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// Its number in the month.
    pub number: u32,
    /// The packed number under which it is kept.
    pub head: u64,
    /// The town's code, nine digits, or [`UNPLACED`]; told in the card, never scored.
    pub town: String,
    /// The head's; told in the card, never scored.
    pub sex: Option<Sex>,
    /// Of the head; told in the card, never scored.
    pub age: Option<i16>,
    /// A member is on dibao or tekun: helped already, and not in the order.
    pub helped: bool,
    /// The members.
    pub members: Vec<Person>,
    /// The same people as the month before knew them; none of who was not there.
    pub before: Vec<Option<Person>>,
    /// The same people as the oldest of the three months before knew them that there is.
    pub earlier: Vec<Option<Person>>,
    /// Income in hundredths of the line.
    pub(super) income: Option<i64>,
    /// Fen a month.
    pub(super) line: Option<i64>,
    pub(super) earned: Option<i64>,
    pub(super) savings: Option<i64>,
    /// A second dwelling, a shop, a car or a company.
    pub(super) owns: Option<bool>,
    /// 0 safe to 3.
    pub(super) house: Option<u8>,
}

/// How many months a feature looks back.
pub const LOOKS_BACK: i32 = 3;

/// What a month knew of its people, by number.
#[derive(Clone, Default)]
pub struct Then(BTreeMap<u64, Person>);

impl std::fmt::Debug for Then {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Then of {} people", self.0.len())
    }
}

impl Then {
    /// Of a month.
    pub fn of(book: &Book, basis: &Basis) -> Self {
        let mut people = BTreeMap::new();
        for county in &basis.counties {
            let columns = Columns { book, county, day: basis.month.last_day() };
            for at in 0..county.households.len() {
                let known = columns.people(members(basis, county, at), at);
                people.extend(known.into_iter().filter_map(|person| Some((person.key?, person))));
            }
        }
        Self(people)
    }

    fn know(&self, members: &[Person]) -> Vec<Option<Person>> {
        members.iter().map(|it| self.0.get(&it.key?).cloned()).collect()
    }
}

/// The households of a month in its order, beside what the month before knew, and the oldest of the [`LOOKS_BACK`] months
/// before that there is.
///
/// # Errors
/// [`AssessError::Engine`].
pub fn homes(
    book: &Book,
    now: &Basis,
    before: Option<&Then>,
    earlier: Option<&Then>,
) -> Result<Vec<Home>, AssessError> {
    let (nothing, mut homes) = (Then::default(), Vec::new());
    let then = [before, earlier.or(before)].map(|it| it.unwrap_or(&nothing));
    for county in &now.counties {
        homes.extend(of_county(book, now, county, then)?);
    }
    homes.sort_unstable_by_key(|home| home.number);
    Ok(homes)
}

fn members<'b>(basis: &'b Basis, county: &County, at: usize) -> &'b [crate::assess::Member] {
    &basis.people.households[county.households[at] as usize].members
}

fn of_county(
    book: &Book,
    now: &Basis,
    county: &County,
    [before, earlier]: [&Then; 2],
) -> Result<Vec<Home>, AssessError> {
    let variables = variables(book, county, now.month)?;
    let columns = Columns { book, county, day: now.month.last_day() };
    let home = |at: usize| {
        let household = &now.people.households[county.households[at] as usize];
        let members = columns.people(members(now, county, at), at);
        let head = ResidentId::from_packed(household.head);
        let [earned, standard, persons] = [0, 1, 2].map(|of: usize| whole(variables.get(of)?, at));
        let line = standard.zip(persons).map(|(standard, persons)| standard * persons).filter(|line| *line > 0);
        let property = [
            columns.flag("non_residential_property", at),
            columns.flag("owns_company", at),
            columns.number("vehicle_value", at).map(|it| it > 0),
        ];
        let more = columns.number("dwellings", at).map(|it| it > 1);
        Home {
            number: county.households[at],
            head: household.head,
            town: household.place.town.clone().unwrap_or_else(|| UNPLACED.to_owned()),
            sex: head.map(|id| id.sex()),
            age: head.map(|id| id.age_on(now.month.last_day())),
            helped: columns.helped(at),
            before: before.know(&members),
            earlier: earlier.know(&members),
            members,
            income: earned.zip(line).map(|(earned, line)| earned * 100 / line),
            line,
            earned,
            savings: columns.number("financial_asset", at),
            owns: any(property.into_iter().chain([more])),
            house: columns.code("house_grade", at).map(|code| code as u8),
        }
    };
    Ok((0..county.households.len()).map(home).collect())
}

/// The variables of the rules for a county's households, in the order of [`VARIABLES`].
fn variables(book: &Book, county: &County, month: Month) -> Result<Vec<Values>, AssessError> {
    let place =
        |name: &&str| (0..).zip(&book.variables).find(|(_, it)| it.name == **name).map(|(at, _)| VariableId(at));
    let wanted = VARIABLES.iter().filter_map(place).collect();
    let ask = Ask { programmes: Some(Vec::new()), variables: wanted, ..Ask::default() };
    let engine = |why: String| AssessError::Engine(why);
    let program = Program::compile(book, &county.division, month, &ask).map_err(|why| engine(why.to_string()))?;
    Ok(program.evaluate(&county.facts.population).map_err(|why| engine(why.to_string()))?.variables)
}

/// A value in whole units, rounded down.
fn whole(values: &Values, at: usize) -> Option<i64> {
    let known = values.known.as_ref().is_none_or(|known| known[at]);
    let bottom = i128::from(values.scale) * i128::from(values.bottoms.as_ref().map_or(1, |bottoms| bottoms[at]));
    let value = i128::from(values.tops[at]).checked_div(bottom)?;
    i64::try_from(value).ok().filter(|_| known)
}

/// Yes if one is, no if all are known not to be.
pub(super) fn any(of: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all_known = true;
    for one in of {
        match one {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}

/// A county's facts by name.
struct Columns<'a> {
    book: &'a Book,
    county: &'a County,
    /// The month's last.
    day: Date,
}

impl Columns<'_> {
    fn column(&self, name: &str, row: usize) -> Option<(&dyn Array, Type)> {
        let fact = self.book.fact(name)?;
        let column = self.county.facts.population.columns.get(&fact)?;
        column.is_valid(row).then_some((&**column, self.book.facts[fact.index()].ty))
    }

    fn number(&self, name: &str, row: usize) -> Option<i64> {
        self.column(name, row).map(|(column, _)| column.as_primitive::<Int64Type>().value(row))
    }

    fn flag(&self, name: &str, row: usize) -> Option<bool> {
        self.column(name, row).map(|(column, _)| column.as_boolean().value(row))
    }

    /// A code's place in its list.
    fn code(&self, name: &str, row: usize) -> Option<u16> {
        self.column(name, row).map(|(column, _)| column.as_primitive::<UInt16Type>().value(row))
    }

    fn word(&self, name: &str, row: usize) -> Option<&str> {
        let (column, ty) = self.column(name, row)?;
        let Type::Code(list) = ty else { return None };
        let place = column.as_primitive::<UInt16Type>().value(row);
        Some(&self.book.codes[list.index()].words.get(usize::from(place))?.0)
    }

    /// Whom the order leaves out: it is no feature.
    fn helped(&self, at: usize) -> bool {
        let mut rows = self.county.facts.population.rows_of(Entity::Person, at);
        rows.any(|row| matches!(self.word("recognised", row), Some("dibao" | "tekun")))
    }

    fn people(&self, members: &[crate::assess::Member], at: usize) -> Vec<Person> {
        let rows = self.county.facts.population.rows_of(Entity::Person, at);
        members.iter().zip(rows).map(|(member, row)| self.person(member.key, row)).collect()
    }

    fn person(&self, key: Option<u64>, row: usize) -> Person {
        let costs = ["medical_self_paid_year", "education_cost_year", "rehabilitation_cost_year"];
        let insured = any(["resident_medical_insured", "drawing_employee_pension"].map(|name| self.flag(name, row)));
        let age = key.and_then(ResidentId::from_packed);
        Person {
            key,
            age: age.map(|id| id.age_on(self.day)),
            wage: self.number("wage_income", row),
            business: self.number("business_net_income", row),
            unemployed: self.flag("unemployed_registered", row),
            employed: self.flag("employed", row),
            costs: costs.map(|name| self.number(name, row)).into_iter().sum(),
            ill: self.flag("serious_illness", row),
            disability: self.word("disability_grade", row).map(|word| word.strip_prefix("grade_").map_or(0, grade)),
            insured,
            away: any(["in_prison", "missing_declared"].map(|name| self.flag(name, row))),
        }
    }
}

fn grade(digit: &str) -> u8 {
    digit.parse().unwrap_or(0)
}
