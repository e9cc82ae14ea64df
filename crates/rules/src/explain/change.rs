//! What would change an answer: for each fact that it rests on, the nearest value found with which it would be another.
//!
//! Many copies of the household, each with another value of one fact, are one population: the engine answers for all of
//! them at once. Distances double until the answer turns; the stretch in which it does is then divided until the value is
//! exact. An answer that turns twice within one doubling can hide a nearer turn.

use super::{Reader, Row, Trace, What};
use crate::{
    book::{Book, Entity, FactId, MEMBERS, TODAY, Type},
    compile::Program,
    population::Population,
    run::Kind,
};
use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, UInt16Array, UInt32Array},
    compute::{cast, take},
    datatypes::{DataType, Int64Type, UInt16Type},
};
use std::sync::Arc;

/// How many copies are asked at once.
const COPIES: usize = 64;

/// With one fact changed, another answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which fact.
    pub fact: FactId,
    /// Whose: the place of the member or obligor within the household from 0.
    pub row: u32,
    /// What it is: fen, a count, the place of a code, -1 for yes.
    pub from: i64,
    /// The nearest value found with another answer.
    pub to: i64,
    /// That answer.
    pub kind: Kind,
}

impl Program<'_> {
    /// What would change the answer of the programme asked at a place, for a household or (`within`) a member of it. The
    /// population must have passed its check.
    pub fn changes(&self, population: &Population, household: usize, place: usize, within: usize) -> Vec<Change> {
        let mut reader = Reader::new(self, population);
        reader.turn_to(household);
        let mut trace = Trace::default();
        reader.trace(place, Row { household: 0, child: within }, &mut trace);
        let mut facts: Vec<(FactId, u32)> = Vec::new();
        for step in &trace.steps {
            if let What::Fact(fact) = step.what
                && fact != TODAY
                && fact != MEMBERS
                && step.value.is_some()
            {
                let entity = self.statute.book.facts[fact.index()].entity;
                facts.push((fact, if entity == Entity::Household { 0 } else { step.row.child as u32 }));
            }
        }
        facts.sort();
        facts.dedup();
        let copies = Copies { program: self, one: population.alone(self.statute.book, household), place, within };
        facts.into_iter().flat_map(|(fact, row)| copies.turns(fact, row)).collect()
    }
}

/// One household to be copied with other facts.
struct Copies<'a, 'b> {
    program: &'a Program<'b>,
    one: Population,
    place: usize,
    within: usize,
}

impl Copies<'_, '_> {
    /// The nearest turn below and above, or among the other codes.
    fn turns(&self, fact: FactId, row: u32) -> Vec<Change> {
        let known = &self.program.statute.book.facts[fact.index()];
        let column = &self.one.columns[&fact];
        let (from, bounds) = match known.ty {
            Type::Number(_) => (column.as_primitive::<Int64Type>().value(row as usize), known.between),
            Type::YesNo => (-i64::from(column.as_boolean().value(row as usize)), (-1, 0)),
            Type::Code(list) => {
                let codes = &self.program.statute.book.codes[list.index()].words;
                (column.as_primitive::<UInt16Type>().value(row as usize).into(), (0, codes.len() as i64 - 1))
            }
            Type::Date => return Vec::new(),
        };
        let now = self.kinds(fact, row, &[from])[0];
        let change = |(to, kind)| Change { fact, row, from, to, kind };
        if !matches!(known.ty, Type::Number(_)) {
            let others: Vec<i64> = (bounds.0..=bounds.1).filter(|value| *value != from).collect();
            let kinds = self.kinds(fact, row, &others);
            return others.into_iter().zip(kinds).filter(|(_, kind)| *kind != now).take(1).map(change).collect();
        }
        let ways = [bounds.0 - from, bounds.1 - from];
        ways.into_iter().filter_map(|way| self.turn(fact, row, from, way, now)).map(change).collect()
    }

    /// The nearest turn within a signed distance.
    fn turn(&self, fact: FactId, row: u32, from: i64, way: i64, now: Kind) -> Option<(i64, Kind)> {
        let sign = way.signum();
        let mut far: Vec<i64> = (0..62).map(|power| 1i64 << power).take_while(|it| *it < way.abs()).collect();
        if way == 0 {
            return None;
        }
        far.push(way.abs());
        let mut same = 0;
        loop {
            let values: Vec<i64> = far.iter().map(|distance| from + sign * distance).collect();
            let kinds = self.kinds(fact, row, &values);
            let turned = kinds.iter().position(|kind| *kind != now)?;
            if turned > 0 {
                same = far[turned - 1];
            }
            let other = far[turned];
            if other - same <= 1 {
                return Some((values[turned], kinds[turned]));
            }
            let step = ((other - same) / COPIES as i64).max(1);
            far = (1..).map(|n| same + n * step).take_while(|it| *it < other).collect();
            far.push(other);
        }
    }

    /// The answers with other values of one fact.
    fn kinds(&self, fact: FactId, row: u32, values: &[i64]) -> Vec<Kind> {
        let population = self.one.copied(values.len()).with(fact, row, values);
        let outcomes = self.program.evaluate(&population).expect("copies of what passed the check");
        let outcome = &outcomes.programmes[self.place];
        let rows = population.rows(outcome.entity) / values.len();
        (0..values.len()).map(|copy| outcome.kinds[copy * rows + self.within]).collect()
    }
}

impl Population {
    /// One household of it.
    pub fn alone(&self, book: &Book, household: usize) -> Self {
        let columns = self.columns.iter().map(|(fact, column)| {
            // As wide as lanes again: other values than these will be tried.
            let column = match book.facts[fact.index()].ty {
                Type::Number(_) => &cast(column, &DataType::Int64).expect("whole numbers widen"),
                _ => column,
            };
            let rows = self.rows_of(book.facts[fact.index()].entity, household);
            (*fact, column.slice(rows.start, rows.len()))
        });
        let rise = |entity| vec![0, self.rows_of(entity, household).len() as u32];
        let (persons, obligors) = (rise(Entity::Person), rise(Entity::Obligor));
        Self { households: 1, persons, obligors, columns: columns.collect() }
    }

    /// A population of one household, so many times.
    fn copied(&self, times: usize) -> Self {
        let starts = |starts: &[u32]| (0..=times as u32).map(|n| n * starts[1]).collect();
        let repeated = |column: &ArrayRef| {
            let rows = column.len() as u32;
            let indices: UInt32Array = (0..times).flat_map(|_| 0..rows).collect::<Vec<u32>>().into();
            take(column, &indices, None).expect("indices within the column")
        };
        let columns = self.columns.iter().map(|(fact, column)| (*fact, repeated(column))).collect();
        Self { households: times, persons: starts(&self.persons), obligors: starts(&self.obligors), columns }
    }

    /// The copies with one fact of one row changed, each to its own value.
    fn with(mut self, fact: FactId, row: u32, values: &[i64]) -> Self {
        let Some(column) = self.columns.get_mut(&fact) else {
            return self;
        };
        let rows = column.len() / values.len();
        let changed = |place: usize| (place % rows == row as usize).then(|| values[place / rows]);
        let places = 0..column.len();
        let new: ArrayRef = if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
            let old = |place| numbers.is_valid(place).then(|| numbers.value(place));
            Arc::new(places.map(|place| changed(place).or_else(|| old(place))).collect::<Int64Array>())
        } else if let Some(codes) = column.as_primitive_opt::<UInt16Type>() {
            let old = |place| codes.is_valid(place).then(|| codes.value(place));
            Arc::new(places.map(|at| changed(at).map(|it| it as u16).or_else(|| old(at))).collect::<UInt16Array>())
        } else {
            let flags = column.as_boolean();
            let old = |place| flags.is_valid(place).then(|| flags.value(place));
            Arc::new(places.map(|at| changed(at).map(|it| it != 0).or_else(|| old(at))).collect::<BooleanArray>())
        };
        *column = new;
        self
    }
}
