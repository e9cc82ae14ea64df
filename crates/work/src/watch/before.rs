//! Last month beside this one: a person is found by number, a household by the first of its members who was there.

use crate::assess::{AssessError, Basis, County};
use arrow::{
    array::{Array, ArrayRef, BooleanArray, UInt16Array, new_null_array},
    compute::interleave,
};
use doudi_kernel::Month;
use doudi_rules::{
    book::{Before, Book, Entity, FactId, Type, VariableId},
    compile::{Ask, Program},
    population::{Population, column_type},
    run::Values,
};
use std::{collections::BTreeMap, sync::Arc};

/// Where each of this month's rows stood: county and row; none for who was not there.
type Stood = Vec<Option<(usize, usize)>>;

/// A month that is looked back at: who was where, and the values of the variables that signals ask for.
pub(super) struct Back<'a> {
    book: &'a Book,
    basis: &'a Basis,
    /// Where a person of last month stands: county, row among its persons, household there.
    people: BTreeMap<u64, (usize, usize, usize)>,
    /// By county.
    variables: Vec<BTreeMap<VariableId, ArrayRef>>,
}

impl<'a> Back<'a> {
    /// # Errors
    /// [`AssessError::Engine`].
    pub(super) fn new(book: &'a Book, basis: &'a Basis) -> Result<Self, AssessError> {
        let mut people = BTreeMap::new();
        for (county, of) in basis.counties.iter().enumerate() {
            for at in 0..of.households.len() {
                let members = &basis.people.households[of.households[at] as usize].members;
                for (member, row) in members.iter().zip(of.facts.population.rows_of(Entity::Person, at)) {
                    if let Some(key) = member.key {
                        people.insert(key, (county, row, at));
                    }
                }
            }
        }
        let variables = basis.counties.iter().map(|county| variables(book, county, basis.month));
        Ok(Self { book, basis, people, variables: variables.collect::<Result<_, _>>()? })
    }

    /// A county's population of this month with the columns of last month.
    pub(super) fn beside(&self, now: &Basis, county: &County) -> Population {
        let mut population = county.facts.population.clone();
        let (households, persons) = self.found(now, county);
        for (number, fact) in (0..).zip(&self.book.facts) {
            let Some(before) = fact.before else { continue };
            let found = match fact.entity {
                Entity::Household => &households,
                Entity::Person => &persons,
                // An obligor has no number by which it was found.
                Entity::Obligor => continue,
            };
            if let Some(column) = self.column(before, fact.ty, found) {
                population.columns.insert(FactId(number), column);
            }
        }
        population
    }

    /// This month's households, and their persons.
    fn found(&self, now: &Basis, county: &County) -> (Stood, Stood) {
        let (mut households, mut persons) = (Vec::new(), Vec::new());
        for number in &county.households {
            let members = &now.people.households[*number as usize].members;
            let stood = |key: Option<u64>| key.and_then(|key| self.people.get(&key)).copied();
            let all: Vec<_> = members.iter().map(|member| stood(member.key)).collect();
            households.push(all.iter().flatten().next().map(|(county, _, household)| (*county, *household)));
            persons.extend(all.iter().map(|found| found.map(|(county, row, _)| (county, row))));
        }
        (households, persons)
    }

    /// Last month's values at those rows; none where no county had any.
    fn column(&self, before: Before, ty: Type, found: &[Option<(usize, usize)>]) -> Option<ArrayRef> {
        let of = |county: usize| match before {
            Before::Fact(id) => self.basis.counties[county].facts.population.columns.get(&id),
            Before::Variable(id) => self.variables[county].get(&id),
        };
        let nobody = new_null_array(&column_type(ty), 1);
        let all: Vec<&dyn Array> = (0..self.basis.counties.len())
            .map(|county| of(county).map_or(&*nobody as &dyn Array, |it| &**it))
            .collect();
        let all: Vec<&dyn Array> = all.into_iter().chain([&*nobody as &dyn Array]).collect();
        let unknown = (all.len() - 1, 0);
        let at = |found: &Option<(usize, usize)>| match found {
            Some((county, row)) if of(*county).is_some() => (*county, *row),
            _ => unknown,
        };
        interleave(&all, &found.iter().map(at).collect::<Vec<_>>()).ok()
    }
}

/// The variables that some fact looks back at, by last month's law.
fn variables(book: &Book, county: &County, month: Month) -> Result<BTreeMap<VariableId, ArrayRef>, AssessError> {
    let looked = book.facts.iter().filter_map(|fact| match fact.before {
        Some(Before::Variable(id)) => Some(id),
        _ => None,
    });
    let mut wanted: Vec<VariableId> = looked.collect();
    wanted.sort_unstable();
    wanted.dedup();
    let ask = Ask { programmes: Some(Vec::new()), variables: wanted.clone(), ..Ask::default() };
    let engine = |why: String| AssessError::Engine(why);
    let program = Program::compile(book, &county.division, month, &ask).map_err(|why| engine(why.to_string()))?;
    let outcomes = program.evaluate(&county.facts.population).map_err(|why| engine(why.to_string()))?;
    Ok(wanted.into_iter().zip(outcomes.variables.iter().map(|values| column_of(book, values))).collect())
}

/// A yes/no or code variable as a column of facts has it.
fn column_of(book: &Book, values: &Values) -> ArrayRef {
    let known = |row: usize| values.known.as_ref().is_none_or(|known| known[row]);
    let told = values.tops.iter().enumerate().map(|(row, top)| known(row).then_some(*top));
    match values.of.ty(book) {
        Type::YesNo => Arc::new(told.map(|top| top.map(|top| top != 0)).collect::<BooleanArray>()),
        // The checker lets a fact look back at yes-noes and codes only.
        _ => Arc::new(told.map(|top| top.and_then(|top| u16::try_from(top).ok())).collect::<UInt16Array>()),
    }
}
