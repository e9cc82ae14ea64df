//! What somebody has told so far. It lives in the form that goes to and fro, and nowhere else.

use super::questions::Questions;
use doudi_kernel::Ratio;
use doudi_rules::{
    book::{Book, Entity, FactId, Type, Value},
    oracle::Household,
};
use std::collections::BTreeSet;

/// More members or obligors than this are for a clerk.
pub const MOST: u32 = 20;

/// The answers in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// One a page.
    pub lines: Vec<Line>,
}

/// The answers of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The question's place.
    pub question: usize,
    /// How many members or obligors, where the page asks that; none for “I do not know”.
    pub rows: Option<u32>,
    /// Facts with their row; none for “I do not know”.
    pub values: Vec<(FactId, u32, Option<Value>)>,
}

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// How many there are.
    Rows(Entity),
    /// A fact of a row.
    Fact(FactId, u32),
}

/// The household as far as it is known, and what was asked about it.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) household: Household,
    pub(super) asked: BTreeSet<Need>,
}

impl Told {
    /// What all lines say together.
    ///
    /// While nobody has told how many obligors there are, one of whom nothing is known stands for them: a sum over none
    /// would be a known zero.
    pub(super) fn known(&self, book: &Book, questions: &Questions) -> Known {
        let mut known = Known { household: Household { obligors: 1, ..Household::default() }, asked: BTreeSet::new() };
        for line in &self.lines {
            let question = &questions.all[line.question];
            if question.rows {
                known.asked.insert(Need::Rows(question.entity));
                match (question.entity, line.rows) {
                    (Entity::Person, Some(rows)) => known.household.members = rows,
                    (Entity::Obligor, Some(rows)) => known.household.obligors = rows,
                    _ => {}
                }
            }
            for (fact, row, value) in &line.values {
                if *row < known.household.rows(book.facts[fact.index()].entity) {
                    known.household.state(book, *fact, *row, *value);
                    known.asked.insert(Need::Fact(*fact, *row));
                }
            }
        }
        known
    }

    /// The value that was told last of a fact of a row: what a page shows again when somebody goes back.
    pub fn value(&self, fact: FactId, row: u32) -> Option<Value> {
        let values = self.lines.iter().rev().flat_map(|line| &line.values);
        values.into_iter().find(|(of, at, _)| (*of, *at) == (fact, row)).and_then(|(_, _, value)| *value)
    }
}

impl Line {
    /// As a form carries it: `members rows=2 birth_date.0=1950-01-02 wage_income.1=?`.
    pub fn write(&self, book: &Book, questions: &Questions) -> String {
        let question = &questions.all[self.question];
        let mut text = question.name.clone();
        if question.rows {
            text += &self.rows.map_or(" rows=?".to_owned(), |rows| format!(" rows={rows}"));
        }
        for (fact, row, value) in &self.values {
            let fact = &book.facts[fact.index()];
            let value = value.map_or("?".to_owned(), |value| written(book, fact.ty, value));
            text += &format!(" {}.{row}={value}", fact.name);
        }
        text
    }

    /// Reads it back; none where it was not written by [`Line::write`].
    pub fn read(book: &Book, questions: &Questions, text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let place = questions.find(words.next()?)?;
        let question = &questions.all[place];
        let mut line = Self { question: place, ..Self::default() };
        if question.rows {
            let rows = words.next()?.strip_prefix("rows=")?;
            line.rows = if rows == "?" { None } else { Some(rows.parse().ok().filter(|rows| *rows <= MOST)?) };
        }
        for word in words {
            let (name, value) = word.split_once('=')?;
            let (name, row) = name.rsplit_once('.')?;
            let id = *question.facts.iter().find(|id| book.facts[id.index()].name == name)?;
            let row = row.parse().ok().filter(|row| *row < MOST)?;
            let value = if value == "?" { None } else { Some(read(book, id, value)?) };
            line.values.push((id, row, value));
        }
        Some(line)
    }
}

pub(super) fn written(book: &Book, ty: Type, value: Value) -> String {
    match (value, ty) {
        (Value::YesNo(yes), _) => if yes { "yes" } else { "no" }.into(),
        (Value::Code(code), Type::Code(list)) => book.codes[list.index()].words[usize::from(code)].0.clone(),
        (Value::Code(code), _) => code.to_string(),
        (Value::Number(number), _) => number.round(doudi_kernel::Rounding::Down).to_string(),
        (Value::Date(day), _) => day.to_string(),
    }
}

/// A value of a fact, in the words of the rules: whole numbers in fen, months, persons. None where it cannot be one.
pub(super) fn read(book: &Book, fact: FactId, text: &str) -> Option<Value> {
    let fact = &book.facts[fact.index()];
    match fact.ty {
        Type::YesNo => match text {
            "yes" => Some(Value::YesNo(true)),
            "no" => Some(Value::YesNo(false)),
            _ => None,
        },
        Type::Code(list) => {
            let place = book.codes[list.index()].words.iter().position(|(word, _)| word == text)?;
            Some(Value::Code(place as u16))
        }
        Type::Date => text.parse().ok().map(Value::Date),
        Type::Number(_) => {
            let number: i64 = text.parse().ok()?;
            (fact.between.0 <= number && number <= fact.between.1).then(|| Value::Number(Ratio::whole(number)))
        }
    }
}
