//! Households at random, with values where rules change their minds.

use super::Household;
use crate::book::{Book, Fact, FactId, MEMBERS, Node, TODAY, Type, Value};
use doudi_kernel::{Date, Ratio, Rounding};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// An endless row of households. The same book and seed give the same.
///
/// ```
/// use doudi_rules::{book::Book, oracle::random::Households};
/// let book = Book::default();
/// let twice: Vec<_> = (0..2).map(|_| Households::new(&book, 7).next()).collect();
/// assert_eq!(twice[0], twice[1]);
/// ```
pub struct Households<'a> {
    book: &'a Book,
    random: ChaCha8Rng,
    /// Numbers that the book names: money in fen, and others.
    money: Vec<i64>,
    plain: Vec<i64>,
    /// Those of them that can be ages.
    years: Vec<i16>,
}

impl<'a> Households<'a> {
    /// From a seed.
    pub fn new(book: &'a Book, seed: u64) -> Self {
        let (money, plain) = named(book);
        let years = plain.iter().filter_map(|number| i16::try_from(*number).ok().filter(|n| (0..=120).contains(n)));
        Self { book, random: ChaCha8Rng::seed_from_u64(seed), years: years.collect(), money, plain }
    }

    fn chance(&mut self, of_hundred: u32) -> bool {
        self.random.random_range(0..100) < of_hundred
    }

    fn value(&mut self, fact: &Fact) -> Option<Value> {
        Some(match fact.ty {
            Type::YesNo => Value::YesNo(self.chance(50)),
            Type::Code(codes) => {
                let words = self.book.codes[codes.index()].words.len() as u16;
                Value::Code(self.random.random_range(0..words.max(1)))
            }
            Type::Date => Value::Date(self.date()),
            Type::Number(unit) => Value::Number(Ratio::whole(self.number(fact, unit.money() > 0))),
        })
    }

    /// Near a number of the book, taken some times over (heads, months); else at an end, at 0, or anywhere.
    fn number(&mut self, fact: &Fact, money: bool) -> i64 {
        let (least, greatest) = fact.between;
        let near = self.random.random_range(-1..=1);
        let number = match self.random.random_range(0..10) {
            0 => 0,
            1 => least.saturating_add(near),
            2 if self.chance(20) => greatest.saturating_add(near),
            2 | 3 => {
                self.random.random_range(least..=greatest.min(least.saturating_add(if money { 500_000 } else { 20 })))
            }
            _ => {
                let named = if money { &self.money } else { &self.plain };
                let (named, times) =
                    (one_of(&mut self.random, named), one_of(&mut self.random, &[1, 1, 1, 2, 3, 4, 5, 6, 12]));
                named.unwrap_or(0).saturating_mul(times.unwrap_or(1)).saturating_add(near)
            }
        };
        // One beyond an end stays: it must count as unknown.
        number.clamp(least.saturating_sub(1), greatest.saturating_add(1))
    }

    /// Some years before a day of 2026, to the day or nearly; seldom ahead, seldom a leap day.
    fn date(&mut self) -> Date {
        if self.chance(3) {
            return Date::constant(1960 + 4 * self.random.random_range(0..16), 2, 29);
        }
        let day = Date::constant(2026, self.random.random_range(5..=8), self.random.random_range(1..=30));
        let years: i16 = match self.random.random_range(0..3) {
            0 => one_of(&mut self.random, &self.years).unwrap_or(0),
            1 => self.random.random_range(-1..=3),
            _ => self.random.random_range(0..100),
        };
        Date::constant(day.year() - years, day.month(), day.day())
    }
}

impl Iterator for Households<'_> {
    type Item = Household;

    fn next(&mut self) -> Option<Household> {
        let (members, obligors) = (self.random.random_range(0..=6), self.random.random_range(0..=3));
        let mut household = Household { members, obligors, ..Household::default() };
        let unknown = one_of(&mut self.random, &[0, 0, 0, 1, 5, 30])?;
        let usual = one_of(&mut self.random, &[0, 50, 80, 95, 99])?;
        for id in (0..self.book.facts.len() as u32).map(FactId).filter(|id| ![MEMBERS, TODAY].contains(id)) {
            let fact = &self.book.facts[id.index()];
            let row = |_| match (self.chance(unknown), self.chance(usual)) {
                (true, _) => None,
                (_, true) => fact.usual.or_else(|| self.value(fact)),
                _ => self.value(fact),
            };
            let rows: Vec<_> = (0..household.rows(fact.entity)).map(row).collect();
            // Who has no members states nothing of them.
            if !rows.is_empty() {
                household.facts.insert(id, rows);
            }
        }
        Some(household)
    }
}

fn one_of<T: Copy>(random: &mut ChaCha8Rng, from: &[T]) -> Option<T> {
    (!from.is_empty()).then(|| from[random.random_range(0..from.len())])
}

/// Every number that a book names: of money, and others.
fn named(book: &Book) -> (Vec<i64>, Vec<i64>) {
    let (mut money, mut plain) = (BTreeSet::new(), BTreeSet::new());
    let mut note = |ty: Type, value: &Value| {
        if let (Type::Number(unit), Value::Number(number)) = (ty, value) {
            let set = if unit.money() > 0 { &mut money } else { &mut plain };
            set.insert(number.round(Rounding::Down));
        }
    };
    for parameter in &book.parameters {
        let values = parameter.settings.iter().flat_map(|setting| setting.values.iter().flatten());
        values.for_each(|value| note(parameter.ty, value));
    }
    for formula in book.formulas() {
        formula.walk(&mut |part| {
            if let Node::Literal(value) = &part.node {
                note(part.ty, value);
            }
        });
    }
    (money.into_iter().collect(), plain.into_iter().collect())
}
