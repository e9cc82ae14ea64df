//! Households of one place, in columns.

use crate::book::{Book, Entity, FactId, Type};
use arrow::{
    array::{Array, ArrayRef, AsArray, UInt32Array},
    compute::{cast, take},
    datatypes::{DataType, Int64Type},
};
use std::{collections::BTreeMap, ops::Range};

/// How many members or obligors a household may have; an institution is not a household. Sums are proven to fit by it.
pub const MOST_ROWS: u32 = 100;

/// Households of one county with their members and obligors, each fact a column.
///
/// Rows of a child entity stand in the order of their households. A fact without a column is unknown for all; a null is
/// unknown for one. Numbers are `Int64`, or narrower where that holds them, in whole units (fen, persons, months …), yes-noes `Boolean`, codes `UInt16` (the
/// place in their list), dates `Date32`.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// How many households.
    pub households: usize,
    /// Where each household's members begin, and where the last one's end: one longer than `households`.
    pub persons: Vec<u32>,
    /// The same for obligors.
    pub obligors: Vec<u32>,
    /// The columns.
    pub columns: BTreeMap<FactId, ArrayRef>,
}

/// A column that is not what its fact asks for: a defect of who built it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Another Arrow type.
    #[error("fact {0}: a column of {1}, where {2} is asked for")]
    Kind(String, DataType, DataType),
    /// Another length than its entity has rows.
    #[error("fact {0}: {1} values for {2} rows")]
    Length(String, usize, usize),
    /// Boundaries that do not rise or are of the wrong number.
    #[error("boundaries of members or obligors do not rise from 0")]
    Boundaries,
    /// A household of more rows than [`MOST_ROWS`].
    #[error("household {0} has more than {MOST_ROWS} members or obligors")]
    Crowd(usize),
}

/// The Arrow type that a fact's column has.
pub fn column_type(ty: Type) -> DataType {
    match ty {
        Type::YesNo => DataType::Boolean,
        Type::Number(_) => DataType::Int64,
        Type::Code(_) => DataType::UInt16,
        Type::Date => DataType::Date32,
    }
}

/// A column of whole numbers as narrow as holds it: a whole population is bounded by memory.
///
/// ```
/// use arrow::{array::{ArrayRef, Int64Array}, datatypes::DataType};
/// let fen: ArrayRef = std::sync::Arc::new(Int64Array::from(vec![Some(71_400), None]));
/// assert_eq!(doudi_rules::population::narrowed(&fen).data_type(), &DataType::Int32);
/// ```
pub fn narrowed(column: &ArrayRef) -> ArrayRef {
    let Some(numbers) = column.as_primitive_opt::<Int64Type>() else {
        return column.clone();
    };
    let known = || numbers.iter().flatten();
    let (least, most) = (known().min().unwrap_or(0), known().max().unwrap_or(0));
    let within = |low: i64, high: i64| low <= least && most <= high;
    let to = match () {
        () if within(i8::MIN.into(), i8::MAX.into()) => DataType::Int8,
        () if within(i16::MIN.into(), i16::MAX.into()) => DataType::Int16,
        () if within(i32::MIN.into(), i32::MAX.into()) => DataType::Int32,
        () => return column.clone(),
    };
    cast(column, &to).unwrap_or_else(|_| column.clone())
}

impl Population {
    /// How many rows an entity has.
    pub fn rows(&self, entity: Entity) -> usize {
        match entity {
            Entity::Household => self.households,
            Entity::Person => self.persons.last().map_or(0, |end| *end as usize),
            Entity::Obligor => self.obligors.last().map_or(0, |end| *end as usize),
        }
    }

    /// The rows of an entity that belong to a household, among all rows of the entity.
    pub fn rows_of(&self, entity: Entity, household: usize) -> Range<usize> {
        let starts = match entity {
            Entity::Household => return household..household + 1,
            Entity::Person => &self.persons,
            Entity::Obligor => &self.obligors,
        };
        starts[household] as usize..starts[household + 1] as usize
    }

    /// Some of the households, in the order given, with their rows: what is asked of them alone costs what they cost.
    ///
    /// ```
    /// # use doudi_rules::{book::Book, population::Population};
    /// let three = Population { households: 3, persons: vec![0, 1, 3, 4], obligors: vec![0; 4], ..Population::default() };
    /// assert_eq!(three.part(&Book::default(), &[1]).persons, [0, 2]);
    /// ```
    ///
    /// # Panics
    /// For a household that is not there.
    pub fn part(&self, book: &Book, households: &[u32]) -> Self {
        let rows = |entity: Entity| {
            let all = households.iter().flat_map(move |household| self.rows_of(entity, *household as usize));
            UInt32Array::from_iter_values(all.map(|row| row as u32))
        };
        let starts = |entity: Entity| {
            let lengths =
                households.iter().map(move |household| self.rows_of(entity, *household as usize).len() as u32);
            std::iter::once(0).chain(lengths.scan(0, |sum, rows| {
                *sum += rows;
                Some(*sum)
            }))
        };
        let [own, persons, obligors] = [Entity::Household, Entity::Person, Entity::Obligor].map(rows);
        let part = |(fact, column): (&FactId, &ArrayRef)| {
            let rows = match book.facts[fact.index()].entity {
                Entity::Household => &own,
                Entity::Person => &persons,
                Entity::Obligor => &obligors,
            };
            (*fact, take(column, rows, None).expect("rows of the population"))
        };
        Self {
            households: households.len(),
            persons: starts(Entity::Person).collect(),
            obligors: starts(Entity::Obligor).collect(),
            columns: self.columns.iter().map(part).collect(),
        }
    }

    /// Whether every column has the type and length of its fact.
    ///
    /// # Errors
    /// The first that has not.
    pub fn check(&self, book: &Book) -> Result<(), Misfit> {
        for starts in [&self.persons, &self.obligors] {
            if starts.len() != self.households + 1 || starts[0] != 0 {
                return Err(Misfit::Boundaries);
            }
            // Falling boundaries are crowds of billions: one pass without a branch finds either.
            let rows = starts.windows(2).map(|pair| pair[1].wrapping_sub(pair[0]));
            if rows.clone().fold(0, u32::max) > MOST_ROWS {
                let falls = starts.windows(2).any(|pair| pair[1] < pair[0]);
                let crowd = rows.clone().position(|rows| rows > MOST_ROWS).unwrap_or_default();
                return Err(if falls { Misfit::Boundaries } else { Misfit::Crowd(crowd) });
            }
        }
        self.columns.iter().try_for_each(|(fact, column)| {
            let fact = &book.facts[fact.index()];
            let (asked, rows) = (column_type(fact.ty), self.rows(fact.entity));
            let narrow = matches!(column.data_type(), DataType::Int8 | DataType::Int16 | DataType::Int32);
            let fits = column.data_type() == &asked || (asked == DataType::Int64 && narrow);
            match (fits, column.len() == rows) {
                (false, _) => Err(Misfit::Kind(fact.name.clone(), column.data_type().clone(), asked)),
                (_, false) => Err(Misfit::Length(fact.name.clone(), column.len(), rows)),
                _ => Ok(()),
            }
        })
    }
}
