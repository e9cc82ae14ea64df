//! A population's columns as lanes.

use super::lane::packed_of_days;
use crate::{
    book::{Book, Entity, FactId, Type},
    population::Population,
};
use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Date32Array, UInt16Array},
    buffer::NullBuffer,
    datatypes::{DataType, Date32Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt16Type},
};
use std::ops::Range;

/// A fact's column, in its own type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'p> {
    Nobody,
    Numbers(Numbers<'p>, Option<&'p NullBuffer>, (i64, i64)),
    YesNo(&'p BooleanArray),
    Codes(&'p UInt16Array),
    Dates(&'p Date32Array),
}

/// Whole numbers as wide as the column needs: memory is what bounds a whole population.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Numbers<'p> {
    Wide(&'p [i64]),
    Half(&'p [i32]),
    Short(&'p [i16]),
    Byte(&'p [i8]),
}

/// What a population holds of one fact.
pub(crate) fn input<'p>(book: &Book, population: &'p Population, fact: FactId) -> Input<'p> {
    let Some(column) = population.columns.get(&fact) else {
        return Input::Nobody;
    };
    let known = &book.facts[fact.index()];
    match known.ty {
        Type::Number(_) => Input::Numbers(numbers(column), column.nulls(), known.between),
        Type::YesNo => Input::YesNo(column.as_boolean()),
        Type::Code(_) => Input::Codes(column.as_primitive::<UInt16Type>()),
        Type::Date => Input::Dates(column.as_primitive::<Date32Type>()),
    }
}

fn numbers(column: &ArrayRef) -> Numbers<'_> {
    match column.data_type() {
        DataType::Int8 => Numbers::Byte(column.as_primitive::<Int8Type>().values()),
        DataType::Int16 => Numbers::Short(column.as_primitive::<Int16Type>().values()),
        DataType::Int32 => Numbers::Half(column.as_primitive::<Int32Type>().values()),
        _ => Numbers::Wide(column.as_primitive::<Int64Type>().values()),
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
    /// The lanes as they lie in memory, if they are as wide as lanes and all of them are known.
    #[inline(always)]
    pub(crate) fn as_they_are(&self, rows: Range<usize>) -> Option<&'p [i64]> {
        let Self::Numbers(Numbers::Wide(values), nulls, (least, most)) = *self else {
            return None;
        };
        let lanes = &values[rows.clone()];
        let mut within = true;
        for lane in lanes {
            within &= (least <= *lane) & (*lane <= most);
        }
        (within && no_nulls(nulls, &rows)).then_some(lanes)
    }

    /// Writes the lanes and, where one is not known (0 then), which are. Whether all are.
    #[inline(always)]
    pub(crate) fn load(&self, rows: Range<usize>, lanes: &mut [i64], known: &mut [i64]) -> bool {
        match *self {
            Self::Nobody => {
                lanes.fill(0);
                known.fill(0);
                rows.is_empty()
            }
            Self::Numbers(Numbers::Wide(values), nulls, bounds) => widen(values, nulls, bounds, rows, lanes, known),
            Self::Numbers(Numbers::Half(values), nulls, bounds) => widen(values, nulls, bounds, rows, lanes, known),
            Self::Numbers(Numbers::Short(values), nulls, bounds) => widen(values, nulls, bounds, rows, lanes, known),
            Self::Numbers(Numbers::Byte(values), nulls, bounds) => widen(values, nulls, bounds, rows, lanes, known),
            Self::YesNo(column) if column.null_count() == 0 => {
                let bits = column.values().slice(rows.start, rows.len());
                for (word, lanes) in bits.bit_chunks().iter_padded().zip(lanes.chunks_mut(64)) {
                    for (bit, lane) in lanes.iter_mut().enumerate() {
                        *lane = -((word >> bit & 1) as i64);
                    }
                }
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

fn no_nulls(nulls: Option<&NullBuffer>, rows: &Range<usize>) -> bool {
    nulls.is_none_or(|nulls| nulls.null_count() == 0 || nulls.slice(rows.start, rows.len()).null_count() == 0)
}

#[inline(always)]
fn widen<T: Copy + Into<i64>>(
    values: &[T],
    nulls: Option<&NullBuffer>,
    (least, most): (i64, i64),
    rows: Range<usize>,
    lanes: &mut [i64],
    known: &mut [i64],
) -> bool {
    let mut within = true;
    for (lane, value) in lanes.iter_mut().zip(&values[rows.clone()]) {
        *lane = (*value).into();
        within &= (least <= *lane) & (*lane <= most);
    }
    within && no_nulls(nulls, &rows) || {
        let told = |row: usize| nulls.is_none_or(|nulls| nulls.is_valid(row)).then(|| values[row].into());
        fill(rows, lanes, known, |row| told(row).filter(|value| (least..=most).contains(value)))
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
