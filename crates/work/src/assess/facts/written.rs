//! The facts of one household as a text, and back.
//!
//! `{"persons":2,"obligors":0,"facts":{"wage_income":{"values":[120000,null],"feeds":["economic_verification"],"of":[1,0]}}}`:
//! of every fact that is known for anybody in the county (a source that knows nothing of somebody is another answer than
//! no source) the value in each row of its entity, and the feed that told it, from 1. Money is
//! in fen, yes is 1, a code is its place in the list of the rules that the assessment was made by, a day counts from 1970.

use super::{Facts, Sources};
use arrow::{
    array::{ArrayRef, AsArray, Int64Array},
    compute::cast,
    datatypes::{DataType, Int64Type},
};
use doudi_rules::{
    book::{Book, FactId},
    population::{Population, column_type},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// As they are written.
#[derive(Serialize, Deserialize)]
pub(in crate::assess) struct Written {
    persons: u32,
    obligors: u32,
    facts: BTreeMap<String, Column>,
}

#[derive(Serialize, Deserialize)]
struct Column {
    values: Vec<Option<i64>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    feeds: Vec<String>,
    of: Vec<u8>,
}

impl Facts {
    /// The facts of one household for writing.
    pub(in crate::assess) fn written(&self, book: &Book) -> Written {
        let facts = self.population.columns.iter().filter_map(|(fact, column)| {
            let sources = self.sources.get(fact)?;
            let column = Column { values: lanes(column)?, feeds: sources.feeds.clone(), of: sources.of.clone() };
            Some((book.facts[fact.index()].name.clone(), column))
        });
        let last = |starts: &[u32]| starts.last().copied().unwrap_or(0);
        let Population { persons, obligors, .. } = &self.population;
        Written { persons: last(persons), obligors: last(obligors), facts: facts.collect() }
    }

    /// What was written, by the book that it was written by; none where it is not that.
    pub(in crate::assess) fn read(written: Written, book: &Book) -> Option<Self> {
        let Written { persons, obligors, facts } = written;
        let (mut columns, mut sources) = (BTreeMap::new(), BTreeMap::new());
        for (name, Column { values, feeds, of }) in facts {
            let fact = book.fact(&name)?;
            columns.insert(fact, column(book, fact, values)?);
            sources.insert(fact, Sources { feeds, of });
        }
        let population = Population { households: 1, persons: vec![0, persons], obligors: vec![0, obligors], columns };
        population.check(book).ok()?;
        Some(Self { population, sources })
    }
}

fn lanes(column: &ArrayRef) -> Option<Vec<Option<i64>>> {
    let column = match column.data_type() {
        // Days are narrower than lanes.
        DataType::Date32 => &cast(column, &DataType::Int32).ok()?,
        _ => column,
    };
    Some(cast(column, &DataType::Int64).ok()?.as_primitive::<Int64Type>().iter().collect())
}

fn column(book: &Book, fact: FactId, values: Vec<Option<i64>>) -> Option<ArrayRef> {
    let lanes: ArrayRef = Arc::new(Int64Array::from(values));
    match column_type(book.facts[fact.index()].ty) {
        DataType::Date32 => cast(&cast(&lanes, &DataType::Int32).ok()?, &DataType::Date32).ok(),
        kind => cast(&lanes, &kind).ok(),
    }
}
