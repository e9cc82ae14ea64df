//! From rosters to facts: one population of columns, and where each value comes from.
//!
//! What no feed tells is unknown, never 0 and never no. A register that lists everybody, and whose totals agree, says no
//! of whom it does not list.

mod household;
mod member;
mod obligor;
mod parent;
mod written;

pub(super) use written::Written;

use super::{
    people::{Household, Member},
    registers::Registers,
};
use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, Date32Array, Int64Array, UInt16Array},
    datatypes::{Date32Type, Int64Type, UInt16Type},
};
use doudi_kernel::{Date, Money};
use doudi_rules::{
    book::{Book, CodesId, Entity, Fact, FactId, MEMBERS, TODAY, Type, Value},
    explain::Known,
    population::Population,
};
use std::{collections::BTreeMap, sync::Arc};

/// A value that a feed tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Flag(bool),
    /// Fen, heads, months.
    Number(i64),
    Code(String),
    Day(Date),
}

/// A value and the feed that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) cell: Cell,
    pub(super) feed: &'static str,
}

/// What a feed says, if it says anything.
pub(super) fn said(feed: &'static str, cell: Option<Cell>) -> Option<Said> {
    cell.map(|cell| Said { cell, feed })
}

/// The households of one county in columns.
#[derive(Clone, Debug)]
pub struct Facts {
    /// As the engine takes them.
    pub population: Population,
    /// Of each fact, the feed that each row's value comes from.
    sources: BTreeMap<FactId, Sources>,
}

/// The feeds that a column's values come from: few, and named once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sources {
    feeds: Vec<String>,
    /// Of each row the place of its feed, from 1; 0 where the value is unknown.
    of: Vec<u8>,
}

impl Sources {
    fn of<'f>(feeds: impl Iterator<Item = Option<&'f str>>) -> Self {
        let mut sources = Self::default();
        for feed in feeds {
            let place = feed.map_or(0, |feed| sources.place(feed));
            sources.of.push(place);
        }
        sources
    }

    fn feed(&self, row: usize) -> Option<&str> {
        let place = usize::from(*self.of.get(row)?).checked_sub(1)?;
        self.feeds.get(place).map(String::as_str)
    }

    fn place(&mut self, feed: &str) -> u8 {
        let known = self.feeds.iter().position(|known| known == feed);
        let place = known.unwrap_or_else(|| {
            self.feeds.push(feed.to_owned());
            self.feeds.len() - 1
        });
        // There are some twenty feeds.
        place as u8 + 1
    }
}

impl Facts {
    /// The feed that a value comes from, by the row among all rows of the fact's entity; none where it is unknown.
    pub fn source(&self, fact: FactId, row: usize) -> Option<&str> {
        self.sources.get(&fact)?.feed(row)
    }

    /// Those of one household.
    pub(super) fn alone(&self, book: &Book, household: usize) -> Self {
        let sources = self.sources.iter().map(|(fact, sources)| {
            let rows = self.population.rows_of(book.facts[fact.index()].entity, household);
            (*fact, Sources::of(rows.map(|row| sources.feed(row))))
        });
        Self { population: self.population.alone(book, household), sources: sources.collect() }
    }

    /// The same facts as another book names them: an earlier month may have been judged by earlier rules.
    pub(crate) fn under(&self, from: &Book, to: &Book) -> Self {
        let mut under = Self {
            population: Population { columns: BTreeMap::new(), ..self.population.clone() },
            sources: BTreeMap::new(),
        };
        for (fact, column) in &self.population.columns {
            let Some(id) = to.fact(&from.facts[fact.index()].name) else { continue };
            let cells: Vec<Option<Cell>> = (0..column.len()).map(|row| self.cell(from, *fact, row)).collect();
            if to.facts[id.index()].entity == from.facts[fact.index()].entity {
                under.population.columns.insert(id, self::column(to, to.facts[id.index()].ty, &cells));
                under.sources.extend(self.sources.get(fact).map(|sources| (id, sources.clone())));
            }
        }
        under
    }

    /// A value, by the row among all rows of the fact's entity; none where it is unknown.
    pub(super) fn cell(&self, book: &Book, fact: FactId, row: usize) -> Option<Cell> {
        let column = self.population.columns.get(&fact).filter(|column| column.is_valid(row))?;
        Some(match book.facts[fact.index()].ty {
            Type::YesNo => Cell::Flag(column.as_boolean().value(row)),
            Type::Number(_) => Cell::Number(column.as_primitive::<Int64Type>().value(row)),
            Type::Code(list) => {
                let code = column.as_primitive::<UInt16Type>().value(row);
                Cell::Code(book.codes[list.index()].words.get(usize::from(code))?.0.clone())
            }
            Type::Date => Cell::Day(column.as_primitive::<Date32Type>().value_as_date(row)?.to_string().parse().ok()?),
        })
    }

    /// A value as explanations show it, by the row among all rows of the fact's entity; none where it is unknown.
    pub(crate) fn known(&self, book: &Book, fact: FactId, row: usize) -> Option<Known> {
        Some(match (self.cell(book, fact, row)?, book.facts[fact.index()].ty) {
            (Cell::Flag(flag), _) => Known::YesNo(flag),
            (Cell::Number(top), _) => Known::Number { top, bottom: 1 },
            (Cell::Code(code), Type::Code(list)) => Known::Code(book.code(list, &code)?),
            (Cell::Day(day), _) => {
                let [month, day_of] = [day.month(), day.day()].map(i64::from);
                Known::Date(i64::from(day.year()) * 10_000 + month * 100 + day_of)
            }
            (Cell::Code(_), _) => return None,
        })
    }

    /// A value in words, by the row among all rows of the fact's entity: money in yuan, a code's name; none where it is
    /// unknown.
    pub fn words(&self, book: &Book, fact: FactId, row: usize) -> Option<String> {
        Some(match (self.cell(book, fact, row)?, book.facts[fact.index()].ty) {
            (Cell::Flag(flag), _) => if flag { "yes" } else { "no" }.to_owned(),
            (Cell::Number(fen), Type::Number(unit)) if unit.money() == 1 => Money::from_fen(fen).to_string(),
            (Cell::Number(number), _) => number.to_string(),
            (Cell::Code(code), _) => code,
            (Cell::Day(day), _) => day.to_string(),
        })
    }
}

/// Reads every fact of a book for some households.
pub(super) fn facts(registers: &Registers, households: &[&Household], book: &Book) -> Facts {
    let starts = |count: &dyn Fn(&Household) -> usize| {
        let mut sum = 0u32;
        let ends = households.iter().map(|household| {
            sum += count(household) as u32;
            sum
        });
        std::iter::once(0).chain(ends).collect::<Vec<u32>>()
    };
    let mut population = Population {
        households: households.len(),
        persons: starts(&|household| household.members.len()),
        obligors: starts(&|household| household.obligors.len()),
        columns: BTreeMap::new(),
    };
    let mut sources = BTreeMap::new();
    for (number, fact) in (0..).zip(&book.facts) {
        let id = FactId(number);
        if id == MEMBERS || id == TODAY {
            continue;
        }
        let values = values(registers, households, fact);
        if values.iter().all(Option::is_none) {
            continue;
        }
        sources.insert(id, Sources::of(values.iter().map(|it| it.as_ref().map(|it| it.feed))));
        let cells: Vec<Option<Cell>> = values.into_iter().map(|it| it.map(|it| it.cell)).collect();
        population.columns.insert(id, column(book, fact.ty, &cells));
    }
    Facts { population, sources }
}

/// A fact's value in every row of its entity.
fn values(registers: &Registers, households: &[&Household], fact: &Fact) -> Vec<Option<Said>> {
    let of = |household: &&Household| -> Vec<Option<Said>> {
        let household: &Household = household;
        match fact.entity {
            Entity::Household => vec![household::fact(registers, household, &fact.name)],
            Entity::Person => {
                let one = |member: &Member| member::fact(registers, household, member, &fact.name);
                household.members.iter().map(one).collect()
            }
            Entity::Obligor => {
                let one = |row: &u32| obligor::fact(registers, *row, &fact.name);
                household.obligors.iter().map(one).collect()
            }
        }
    };
    households.iter().flat_map(of).collect()
}

/// Values of the rules as a column of a fact; a number that is not whole, or a value of another kind, is unknown.
pub(crate) fn column_of(book: &Book, fact: FactId, values: &[Option<Value>]) -> ArrayRef {
    let ty = book.facts[fact.index()].ty;
    let cell = |value: &Value| match (*value, ty) {
        (Value::YesNo(flag), _) => Some(Cell::Flag(flag)),
        (Value::Number(ratio), _) => {
            let (top, bottom) = ratio.parts();
            (bottom == 1).then(|| i64::try_from(top).ok()).flatten().map(Cell::Number)
        }
        (Value::Code(code), Type::Code(list)) => {
            book.codes[list.index()].words.get(usize::from(code)).map(|(word, _)| Cell::Code(word.clone()))
        }
        (Value::Code(_), _) => None,
        (Value::Date(day), _) => Some(Cell::Day(day)),
    };
    column(book, ty, &values.iter().map(|value| value.as_ref().and_then(cell)).collect::<Vec<_>>())
}

/// A column of the fact's type. A code that the book does not know, or a value of another kind, is unknown.
pub(super) fn column(book: &Book, ty: Type, cells: &[Option<Cell>]) -> ArrayRef {
    match ty {
        Type::YesNo => Arc::new(cells.iter().map(|cell| flag(cell.as_ref())).collect::<BooleanArray>()),
        Type::Number(_) => Arc::new(cells.iter().map(|cell| number(cell.as_ref())).collect::<Int64Array>()),
        Type::Code(list) => Arc::new(cells.iter().map(|cell| code(book, list, cell.as_ref())).collect::<UInt16Array>()),
        Type::Date => Arc::new(cells.iter().map(|cell| days(cell.as_ref())).collect::<Date32Array>()),
    }
}

fn flag(cell: Option<&Cell>) -> Option<bool> {
    if let Some(Cell::Flag(flag)) = cell { Some(*flag) } else { None }
}

fn number(cell: Option<&Cell>) -> Option<i64> {
    if let Some(Cell::Number(number)) = cell { Some(*number) } else { None }
}

fn code(book: &Book, list: CodesId, cell: Option<&Cell>) -> Option<u16> {
    if let Some(Cell::Code(code)) = cell { book.code(list, code) } else { None }
}

/// Days since 1970-01-01.
fn days(cell: Option<&Cell>) -> Option<i32> {
    let Some(Cell::Day(day)) = cell else { return None };
    Date::constant(1970, 1, 1).until(*day).ok().map(|span| span.get_days())
}
