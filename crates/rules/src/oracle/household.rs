//! One household's facts, and many of them as columns.

use crate::{
    book::{Book, Entity, Fact, FactId, MEMBERS, TODAY, Type, Value},
    population::Population,
};
use arrow::array::{ArrayRef, BooleanArray, Date32Array, Int64Array, UInt16Array};
use doudi_kernel::{Date, Rounding};
use std::{collections::BTreeMap, sync::Arc};

/// A household with its members and obligors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Household {
    /// How many members.
    pub members: u32,
    /// How many obligors.
    pub obligors: u32,
    /// Values of facts, one a row of the fact's entity. A fact that is not here is unknown.
    pub facts: BTreeMap<FactId, Vec<Option<Value>>>,
}

impl Household {
    /// How many rows an entity has.
    pub fn rows(&self, entity: Entity) -> u32 {
        match entity {
            Entity::Household => 1,
            Entity::Person => self.members,
            Entity::Obligor => self.obligors,
        }
    }

    /// A fact of a row as it was given; what it may lie `between` is not looked at.
    pub fn given(&self, fact: FactId, row: u32) -> Option<Value> {
        *self.facts.get(&fact)?.get(row as usize)?
    }

    /// States a fact of a row.
    pub fn state(&mut self, book: &Book, fact: FactId, row: u32, value: Option<Value>) {
        let rows = self.rows(book.facts[fact.index()].entity) as usize;
        self.facts.entry(fact).or_insert_with(|| vec![None; rows])[row as usize] = value;
    }
}

/// The same households as columns.
pub fn population(book: &Book, households: &[Household]) -> Population {
    let bounds = |entity| {
        let ends = households.iter().scan(0, move |end, household| {
            *end += household.rows(entity);
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let facts = (0..book.facts.len() as u32).map(FactId).filter(|fact| ![MEMBERS, TODAY].contains(fact));
    Population {
        households: households.len(),
        persons: bounds(Entity::Person),
        obligors: bounds(Entity::Obligor),
        columns: facts.map(|id| (id, column(&book.facts[id.index()], id, households))).collect(),
    }
}

fn column(fact: &Fact, id: FactId, households: &[Household]) -> ArrayRef {
    let values = households.iter().flat_map(|household| {
        let given = household.facts.get(&id).map_or(&[][..], Vec::as_slice);
        (0..household.rows(fact.entity) as usize).map(|row| given.get(row).copied().flatten())
    });
    match fact.ty {
        Type::YesNo => Arc::new(values.map(yes_no).collect::<BooleanArray>()),
        Type::Number(_) => Arc::new(values.map(whole).collect::<Int64Array>()),
        Type::Code(_) => Arc::new(values.map(code).collect::<UInt16Array>()),
        Type::Date => Arc::new(values.map(days).collect::<Date32Array>()),
    }
}

fn yes_no(value: Option<Value>) -> Option<bool> {
    value.and_then(|value| if let Value::YesNo(yes) = value { Some(yes) } else { None })
}

fn whole(value: Option<Value>) -> Option<i64> {
    value.and_then(|value| if let Value::Number(number) = value { Some(number.round(Rounding::Down)) } else { None })
}

fn code(value: Option<Value>) -> Option<u16> {
    value.and_then(|value| if let Value::Code(code) = value { Some(code) } else { None })
}

fn days(value: Option<Value>) -> Option<i32> {
    let epoch = Date::constant(1970, 1, 1);
    let Some(Value::Date(date)) = value else {
        return None;
    };
    Some((date - epoch).get_days())
}
