//! A population's columns as lanes.

use super::lane::packed_of_days;
use crate::{
    book::{Book, Entity, FactId, Type},
    population::Population,
};
use arrow::array::{Array, AsArray, BooleanArray, Date32Array, Int64Array, UInt16Array};
use arrow::datatypes::{Date32Type, Int64Type, UInt16Type};
use std::ops::Range;

/// A fact's column, in its own type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'p> {
    Nobody,
    Numbers(&'p Int64Array, (i64, i64)),
    YesNo(&'p BooleanArray),
    Codes(&'p UInt16Array),
    Dates(&'p Date32Array),
}

/// What a population holds of one fact.
pub(crate) fn input<'p>(book: &Book, population: &'p Population, fact: FactId) -> Input<'p> {
    let Some(column) = population.columns.get(&fact) else {
        return Input::Nobody;
    };
    let known = &book.facts[fact.index()];
    match known.ty {
        Type::Number(_) => Input::Numbers(column.as_primitive::<Int64Type>(), known.between),
        Type::YesNo => Input::YesNo(column.as_boolean()),
        Type::Code(_) => Input::Codes(column.as_primitive::<UInt16Type>()),
        Type::Date => Input::Dates(column.as_primitive::<Date32Type>()),
    }
}

/// Which rows a block is about.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) households: Range<usize>,
    pub(crate) persons: Range<usize>,
    pub(crate) obligors: Range<usize>,
}

impl Rows {
    pub(crate) fn of(population: &Population, households: Range<usize>) -> Self {
        let range = |starts: &[u32]| starts[households.start] as usize..starts[households.end] as usize;
        Self { persons: range(&population.persons), obligors: range(&population.obligors), households }
    }

    pub(crate) fn range(&self, entity: Entity) -> Range<usize> {
        match entity {
            Entity::Household => self.households.clone(),
            Entity::Person => self.persons.clone(),
            Entity::Obligor => self.obligors.clone(),
        }
    }
}

impl<'p> Input<'p> {
    /// The lanes as they lie in memory, if all of them are known.
    #[inline(always)]
    pub(crate) fn as_they_are(&self, rows: Range<usize>) -> Option<&'p [i64]> {
        let Self::Numbers(column, (least, most)) = *self else {
            return None;
        };
        let lanes = &column.values()[rows.clone()];
        let within = lanes.iter().fold(true, |all, lane| all & (least <= *lane) & (*lane <= most));
        let known = column.nulls().is_none_or(|nulls| nulls.slice(rows.start, rows.len()).null_count() == 0);
        (within && known).then_some(lanes)
    }

    /// Writes the lanes and, where one is not known (0 then), which are. Whether all are.
    pub(crate) fn load(&self, rows: Range<usize>, lanes: &mut [i64], known: &mut [i64]) -> bool {
        match *self {
            Self::Nobody => {
                lanes.fill(0);
                known.fill(0);
                rows.is_empty()
            }
            Self::Numbers(column, (least, most)) => fill(rows, lanes, known, |row| {
                column.is_valid(row).then(|| column.value(row)).filter(|value| (least..=most).contains(value))
            }),
            Self::YesNo(column) if column.null_count() == 0 => {
                rows.zip(lanes).for_each(|(row, lane)| *lane = -i64::from(column.value(row)));
                true
            }
            Self::YesNo(column) => {
                fill(rows, lanes, known, |row| column.is_valid(row).then(|| -i64::from(column.value(row))))
            }
            Self::Codes(column) => {
                fill(rows, lanes, known, |row| column.is_valid(row).then(|| column.value(row).into()))
            }
            Self::Dates(column) => {
                fill(rows, lanes, known, |row| column.is_valid(row).then(|| column.value(row)).and_then(packed_of_days))
            }
        }
    }
}

fn fill(rows: Range<usize>, lanes: &mut [i64], known: &mut [i64], value: impl Fn(usize) -> Option<i64>) -> bool {
    let mut all = true;
    for ((row, lane), known) in rows.zip(lanes).zip(known) {
        let value = value(row);
        (*lane, *known) = (value.unwrap_or(0), -i64::from(value.is_some()));
        all &= value.is_some();
    }
    all
}
