//! Signals over the columns of one place: everybody's, or those of the households whose facts changed, at what they cost.

use crate::assess::{AssessError, column_of, compiled};
use arrow::{
    array::new_null_array,
    compute::{cast, interleave},
};
use doudi_kernel::Month;
use doudi_rules::{
    book::{Book, Entity, FactId, SignalId, Value},
    compile::{Ask, Program},
    population::{Population, column_type},
    run::Values,
};
use std::collections::{BTreeMap, BTreeSet};

/// A fact that is another now, or became known or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The household: its number in the month; of [`Columns`], its place.
    pub household: u32,
    /// The member's or obligor's place in it from 0; 0 for the household itself.
    pub row: u32,
    /// The fact.
    pub fact: FactId,
    /// What it is now; none where it is unknown. A value of another kind than the fact's, or a number that is not whole,
    /// counts as unknown.
    pub value: Option<Value>,
}

/// A signal that is raised, by places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The household's place.
    pub household: u32,
    /// The signal.
    pub signal: SignalId,
    /// The member's place in the household from 0; 0 for the household itself.
    pub within: u32,
}

/// Of one signal: how many households or persons it was asked of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Raised.
    pub raised: usize,
    /// Quiet, or exempt.
    pub quiet: usize,
    /// Facts that would decide are unknown: no data, no signal, and no all-clear either.
    pub unknown: usize,
}

/// What the signals say of some households.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order of households, signals and members.
    pub raised: Vec<Told>,
    /// By signal, in the order of the book.
    pub counted: Vec<Counted>,
}

/// Values that were set over a fact's column, by row.
type Over = BTreeMap<FactId, BTreeMap<u32, Option<Value>>>;

/// The households of one place with the signals compiled for it once.
pub struct Columns<'b> {
    book: &'b Book,
    program: Program<'b>,
    population: Population,
    /// Of every fact that some signal rests on.
    over: Over,
}

impl<'b> Columns<'b> {
    /// Columns that hold last month's values too, where there is a month before.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn new(book: &'b Book, division: &str, month: Month, mut population: Population) -> Result<Self, AssessError> {
        let program = program(book, division, month)?;
        // What no signal rests on is not carried along.
        let read: BTreeSet<FactId> = program.reads().collect();
        population.columns.retain(|fact, _| read.contains(fact));
        Ok(Self { book, program, population, over: read.into_iter().map(|fact| (fact, BTreeMap::new())).collect() })
    }

    /// All signals about everybody, by what is known now.
    ///
    /// # Errors
    /// [`AssessError::Engine`].
    pub fn all(&self) -> Result<Found, AssessError> {
        let population = laid(self.book, self.population.clone(), &self.over);
        found(&self.program, &population, |at| at as u32)
    }

    /// All signals about some households, by their places; it costs what they cost.
    ///
    /// # Errors
    /// [`AssessError::Engine`], [`AssessError::NoHousehold`].
    pub fn some(&self, households: &BTreeSet<u32>) -> Result<Found, AssessError> {
        if households.last().is_some_and(|last| *last as usize >= self.population.households) {
            return Err(AssessError::NoHousehold);
        }
        let places: Vec<u32> = households.iter().copied().collect();
        let part = self.population.part(self.book, &places);
        let over = self.over_of(&places, &part);
        found(&self.program, &laid(self.book, part, &over), |at| places[at])
    }

    /// Sets facts, and asks all signals about the households that they belong to. What was set stays.
    ///
    /// # Errors
    /// [`AssessError::Engine`]; [`AssessError::NoHousehold`] for a row that is not there, and then nothing is set.
    pub fn again(&mut self, changed: &[Changed]) -> Result<Found, AssessError> {
        let row = |it: &Changed| {
            let there = (it.household as usize) < self.population.households;
            let entity = self.book.facts.get(it.fact.index()).map(|fact| fact.entity).filter(|_| there);
            let mut rows = self.population.rows_of(entity?, it.household as usize);
            rows.nth(it.row as usize).map(|row| row as u32)
        };
        let rows: Option<Vec<u32>> = changed.iter().map(row).collect();
        for (it, row) in changed.iter().zip(rows.ok_or(AssessError::NoHousehold)?) {
            if let Some(set) = self.over.get_mut(&it.fact) {
                set.insert(row, it.value);
            }
        }
        self.some(&changed.iter().map(|it| it.household).collect())
    }

    /// What was set over the rows of some households, by their rows in a part.
    fn over_of(&self, places: &[u32], part: &Population) -> Over {
        let of = |(fact, set): (&FactId, &BTreeMap<u32, Option<Value>>)| {
            let entity = self.book.facts[fact.index()].entity;
            let mut rows = BTreeMap::new();
            for (at, place) in places.iter().enumerate() {
                let (whole, first) =
                    (self.population.rows_of(entity, *place as usize), part.rows_of(entity, at).start as u32);
                let within = set.range(whole.start as u32..whole.end as u32);
                rows.extend(within.map(|(row, value)| (row - whole.start as u32 + first, *value)));
            }
            (*fact, rows)
        };
        self.over.iter().map(of).filter(|(_, rows)| !rows.is_empty()).collect()
    }
}

/// All signals of a book, compiled for a place and a month.
///
/// # Errors
/// [`AssessError::Engine`].
pub(super) fn program<'b>(book: &'b Book, division: &str, month: Month) -> Result<Program<'b>, AssessError> {
    let signals = (0..book.signals.len() as u32).map(SignalId).collect();
    compiled(book, division, month, &Ask { programmes: Some(Vec::new()), signals, ..Ask::default() })
}

/// A population with values set over its columns.
fn laid(book: &Book, mut population: Population, over: &Over) -> Population {
    for (fact, rows) in over.iter().filter(|(_, rows)| !rows.is_empty()) {
        let asked = &book.facts[fact.index()];
        let (kind, length) = (column_type(asked.ty), population.rows(asked.entity));
        let old = population.columns.get(fact).and_then(|column| cast(column, &kind).ok());
        let old = old.unwrap_or_else(|| new_null_array(&kind, length));
        let new = column_of(book, *fact, &rows.values().copied().collect::<Vec<_>>());
        let mut from: Vec<(usize, usize)> = (0..length).map(|row| (0, row)).collect();
        rows.keys().enumerate().for_each(|(at, row)| from[*row as usize] = (1, at));
        let column = interleave(&[&*old, &*new], &from).expect("two columns of one kind, rows within them");
        population.columns.insert(*fact, column);
    }
    population
}

/// The signals of a program over a population; `number` gives the household at a place.
///
/// # Errors
/// [`AssessError::Engine`].
pub(super) fn found(
    program: &Program<'_>,
    population: &Population,
    number: impl Fn(usize) -> u32,
) -> Result<Found, AssessError> {
    let outcomes = program.evaluate(population).map_err(|why| AssessError::Engine(why.to_string()))?;
    let mut all = Found::default();
    for (signal, values) in (0..).map(SignalId).zip(&outcomes.signals) {
        let entity = values.of.entity(program.statute.book);
        all.counted.push(counted(values));
        let known = |row: usize| values.known.as_ref().is_none_or(|known| known[row]);
        for row in (0..values.tops.len()).filter(|row| values.tops[*row] != 0 && known(*row)) {
            let (at, within) = place(population, entity, row);
            all.raised.push(Told { household: number(at), signal, within });
        }
    }
    all.raised.sort_unstable();
    Ok(all)
}

fn counted(values: &Values) -> Counted {
    let rows = values.tops.len();
    let unknown = values.known.as_ref().map_or(0, |known| known.iter().filter(|known| !**known).count());
    let known = |row: usize| values.known.as_ref().is_none_or(|known| known[row]);
    let raised = (0..rows).filter(|row| values.tops[*row] != 0 && known(*row)).count();
    Counted { raised, quiet: rows - unknown - raised, unknown }
}

/// The household of a row, and the row's place in it.
fn place(population: &Population, entity: Entity, row: usize) -> (usize, u32) {
    let starts = match entity {
        Entity::Household => return (row, 0),
        Entity::Person => &population.persons,
        Entity::Obligor => &population.obligors,
    };
    let at = starts.partition_point(|start| *start as usize <= row) - 1;
    (at, row as u32 - starts[at])
}
