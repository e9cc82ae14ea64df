//! Last month beside this one: a person is found by number, a household by the first of its members who was there.

use crate::assess::{AssessError, Basis, Dossier, Member, compiled};
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

/// Households of one place in a month: whose they are, and what is known of them.
pub(super) struct Group<'a> {
    /// The place by whose rules they are judged.
    pub(super) division: &'a str,
    /// By household.
    pub(super) members: Vec<&'a [Member]>,
    pub(super) population: &'a Population,
}

impl<'a> Group<'a> {
    /// A month's counties.
    pub(super) fn all(basis: &'a Basis) -> Vec<Self> {
        let members = |number: &u32| &*basis.people.households[*number as usize].members;
        let one = |county: &'a crate::assess::County| Self {
            division: &county.division,
            members: county.households.iter().map(members).collect(),
            population: &county.facts.population,
        };
        basis.counties.iter().map(one).collect()
    }

    /// One household.
    pub(super) fn one(it: &'a Dossier) -> Self {
        Self { division: &it.county, members: vec![&it.household.members], population: &it.facts.population }
    }
}

/// Where a row stood a month ago: group and row there; none for who was not there.
pub(super) type Place = Option<(usize, usize)>;

/// Where this month's households and persons stood a month ago.
#[derive(Clone, Debug, Default)]
pub(super) struct Stood {
    pub(super) households: Vec<Place>,
    pub(super) persons: Vec<Place>,
}

impl Stood {
    fn of(&self, entity: Entity) -> Option<&[Place]> {
        match entity {
            Entity::Household => Some(&self.households),
            Entity::Person => Some(&self.persons),
            // An obligor has no number by which it was found.
            Entity::Obligor => None,
        }
    }
}

/// A month that is looked back at: who was where, and the values of the variables that signals ask for.
pub(super) struct Back<'a> {
    book: &'a Book,
    groups: Vec<Group<'a>>,
    /// Where a person of last month stands: group, row among its persons, household there.
    people: BTreeMap<u64, (usize, usize, usize)>,
    /// By group.
    variables: Vec<BTreeMap<VariableId, ArrayRef>>,
}

impl<'a> Back<'a> {
    /// # Errors
    /// [`AssessError::Engine`].
    pub(super) fn new(book: &'a Book, month: Month, groups: Vec<Group<'a>>) -> Result<Self, AssessError> {
        let mut people = BTreeMap::new();
        for (place, group) in groups.iter().enumerate() {
            for (at, members) in group.members.iter().enumerate() {
                for (member, row) in members.iter().zip(group.population.rows_of(Entity::Person, at)) {
                    people.extend(member.key.map(|key| (key, (place, row, at))));
                }
            }
        }
        let variables = groups.iter().map(|group| Looked::compile(book, group.division, month)?.at(group.population));
        Ok(Self { book, people, variables: variables.collect::<Result<_, _>>()?, groups })
    }

    /// This month's households, and their persons.
    pub(super) fn stood(&self, now: &Group<'_>) -> Stood {
        let mut stood = Stood::default();
        for members in &now.members {
            let one = |member: &Member| member.key.and_then(|key| self.people.get(&key)).copied();
            let all: Vec<_> = members.iter().map(one).collect();
            let first = all.iter().flatten().next();
            stood.households.push(first.map(|(group, _, household)| (*group, *household)));
            stood.persons.extend(all.iter().map(|found| found.map(|(group, row, _)| (group, row))));
        }
        stood
    }

    /// This month's columns with those of last month.
    pub(super) fn beside(&self, now: &Group<'_>, stood: &Stood) -> Population {
        let of = |group: usize, before: Before| match before {
            Before::Fact(id) => self.groups[group].population.columns.get(&id),
            Before::Variable(id) => self.variables[group].get(&id),
        };
        let mut population = now.population.clone();
        for (id, before, ty, entity) in looks_back(self.book) {
            let Some(found) = stood.of(entity) else { continue };
            let columns: Vec<_> = (0..self.groups.len()).map(|group| of(group, before)).collect();
            population.columns.extend(gathered(&columns, ty, found).map(|column| (id, column)));
        }
        population
    }
}

/// The facts that look back: what at, and of what kind.
pub(super) fn looks_back(book: &Book) -> impl Iterator<Item = (FactId, Before, Type, Entity)> + '_ {
    let all = (0..).map(FactId).zip(&book.facts);
    all.filter_map(|(id, fact)| fact.before.map(|before| (id, before, fact.ty, fact.entity)))
}

/// Values of several columns, each from where it stood.
pub(super) fn gathered(columns: &[Option<&ArrayRef>], ty: Type, found: &[Place]) -> Option<ArrayRef> {
    let nobody = new_null_array(&column_type(ty), 1);
    let all: Vec<&dyn Array> = columns.iter().map(|column| column.map_or(&*nobody as &dyn Array, |it| &**it)).collect();
    let all: Vec<&dyn Array> = all.into_iter().chain([&*nobody as &dyn Array]).collect();
    let at = |found: &Place| match found {
        Some((group, row)) if columns[*group].is_some() => (*group, *row),
        _ => (columns.len(), 0),
    };
    interleave(&all, &found.iter().map(at).collect::<Vec<_>>()).ok()
}

/// The variables that some fact looks back at, by the law of their month.
pub(super) struct Looked<'b> {
    wanted: Vec<VariableId>,
    program: Program<'b>,
}

impl<'b> Looked<'b> {
    /// # Errors
    /// [`AssessError::Engine`].
    pub(super) fn compile(book: &'b Book, division: &str, month: Month) -> Result<Self, AssessError> {
        let looked = looks_back(book).filter_map(|(_, before, ..)| match before {
            Before::Variable(id) => Some(id),
            Before::Fact(_) => None,
        });
        let mut wanted: Vec<VariableId> = looked.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let ask = Ask { programmes: Some(Vec::new()), variables: wanted.clone(), ..Ask::default() };
        Ok(Self { program: compiled(book, division, month, &ask)?, wanted })
    }

    /// The facts that they are made of.
    pub(super) fn reads(&self) -> impl Iterator<Item = FactId> + '_ {
        self.program.reads()
    }

    /// Their values over a population.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub(super) fn at(&self, population: &Population) -> Result<BTreeMap<VariableId, ArrayRef>, AssessError> {
        let outcomes = self.program.evaluate(population).map_err(|why| AssessError::Engine(why.to_string()))?;
        let columns = outcomes.variables.iter().map(|values| column_of(self.program.statute.book, values));
        Ok(self.wanted.iter().copied().zip(columns).collect())
    }
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
