//! A page as boxes to fill, and what stands in them as answers.

use super::{
    Asked, Calculator, Line, MOST, Told,
    told::{self, Known},
};
use doudi_kernel::{Lang, Money};
use doudi_rules::{
    book::{Entity, FactId, Type, Value},
    explain::phrase,
};
use std::collections::BTreeMap;

/// A page to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The question's name.
    pub question: String,
    /// The question.
    pub ask: String,
    /// How to answer; may be empty.
    pub hint: String,
    /// It asks how many there are: rows may be added.
    pub counts: bool,
    /// There may be none of them.
    pub may_be_none: bool,
    /// One a member or obligor; one for the household.
    pub groups: Vec<Group>,
}

/// The boxes about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who; empty for the household.
    pub legend: String,
    /// The boxes.
    pub cells: Vec<Cell>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// `wage_income.0`
    pub name: String,
    /// What is asked.
    pub label: String,
    /// What goes in.
    pub kind: Kind,
    /// `元/月`; may be empty.
    pub unit: String,
    /// What stands there.
    pub value: String,
    /// What can be chosen, with what it is called.
    pub options: Vec<(String, String)>,
    /// What is wrong with what stands there, and what to do.
    pub wrong: Option<String>,
}

/// What goes into a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of a closed list.
    Choice,
    /// Yuan.
    Money,
    /// A whole number.
    Whole,
    /// A civil date.
    Date,
}

/// What somebody typed, by the names of boxes.
pub type Typed<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Boxes that do not read, each with what to do.
pub type Wrong = BTreeMap<String, String>;

impl Calculator<'_> {
    /// A page with what was told or typed before; `rows` boxes' rows where it asks how many there are.
    pub fn sheet(&self, asked: &Asked, told: &Told, rows: u32, typed: Typed<'_>, wrong: &Wrong, lang: Lang) -> Sheet {
        let question = &self.questions.all[asked.question];
        let counts = question.rows && asked.rows.is_empty();
        let rows: Vec<u32> = if counts { (0..rows.min(MOST)).collect() } else { asked.rows.clone() };
        let group = |row: &u32| Group {
            legend: if counts {
                self.numbered(question.entity, *row, lang)
            } else {
                self.who(told, question.entity, *row, lang)
            },
            cells: asked.facts.iter().map(|fact| self.cell(*fact, *row, told, typed, wrong, lang)).collect(),
        };
        Sheet {
            question: question.name.clone(),
            ask: question.ask.pick(lang).to_owned(),
            hint: question.hint.pick(lang).to_owned(),
            counts,
            may_be_none: counts && question.entity == Entity::Obligor,
            groups: rows.iter().map(group).collect(),
        }
    }

    fn cell(&self, fact: FactId, row: u32, told: &Told, typed: Typed<'_>, wrong: &Wrong, lang: Lang) -> Cell {
        let it = &self.book().facts[fact.index()];
        let name = format!("{}.{row}", it.name);
        let (kind, unit, options) = match it.ty {
            Type::YesNo => (Kind::Choice, String::new(), yes_no(lang)),
            Type::Code(list) => {
                let words = self.book().codes[list.index()].words.iter();
                (
                    Kind::Choice,
                    String::new(),
                    words.map(|(word, said)| (word.clone(), said.pick(lang).into())).collect(),
                )
            }
            Type::Date => (Kind::Date, String::new(), Vec::new()),
            Type::Number(unit) => {
                let kind = if unit.money() > 0 { Kind::Money } else { Kind::Whole };
                (kind, phrase::unit_words(unit, lang), Vec::new())
            }
        };
        let value =
            typed(&name).unwrap_or_else(|| told.value(fact, row).map_or_else(String::new, |it| self.shown(fact, it)));
        let wrong = wrong.get(&name).cloned();
        Cell {
            label: self.questions.plain(self.book(), fact).pick(lang).to_owned(),
            name,
            kind,
            unit,
            value,
            options,
            wrong,
        }
    }

    /// A value as it stands in its box.
    fn shown(&self, fact: FactId, value: Value) -> String {
        match (self.book().facts[fact.index()].ty, value) {
            (Type::Number(unit), Value::Number(held)) if unit.money() > 0 => {
                held.to_money(doudi_kernel::Rounding::Down).to_string()
            }
            (ty, value) => told::written(self.book(), ty, value),
        }
    }

    /// What stands in a page's boxes as answers: an empty box is “I do not know”.
    ///
    /// # Errors
    /// The boxes that do not read.
    pub fn read(&self, asked: &Asked, rows: u32, typed: Typed<'_>, lang: Lang) -> Result<Line, Wrong> {
        let question = &self.questions.all[asked.question];
        let counts = question.rows && asked.rows.is_empty();
        let mut wrong = Wrong::new();
        let mut line = Line { question: asked.question, ..Line::default() };
        let filled = |row: &u32| asked.facts.iter().any(|fact| !self.typed(*fact, *row, typed).is_empty());
        let rows: Vec<u32> = if counts { (0..rows.min(MOST)).filter(filled).collect() } else { asked.rows.clone() };
        for (at, row) in (0..).zip(&rows) {
            for fact in &asked.facts {
                let text = self.typed(*fact, *row, typed);
                match self.value(*fact, &text, lang) {
                    Ok(value) => line.values.push((*fact, if counts { at } else { *row }, value)),
                    Err(said) => {
                        wrong.insert(format!("{}.{row}", self.book().facts[fact.index()].name), said);
                    }
                }
            }
        }
        if counts && rows.is_empty() && question.entity == Entity::Person {
            let first = asked.facts.first().map(|fact| format!("{}.0", self.book().facts[fact.index()].name));
            let said = lang.pick("请至少写上您自己", "write at least yourself");
            wrong.extend(first.map(|name| (name, said.to_owned())));
        }
        line.rows = counts.then_some(rows.len() as u32);
        if wrong.is_empty() { Ok(line) } else { Err(wrong) }
    }

    fn typed(&self, fact: FactId, row: u32, typed: Typed<'_>) -> String {
        typed(&format!("{}.{row}", self.book().facts[fact.index()].name)).unwrap_or_default().trim().to_owned()
    }

    fn value(&self, fact: FactId, text: &str, lang: Lang) -> Result<Option<Value>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let it = &self.book().facts[fact.index()];
        let plain: String = text.chars().filter(|sign| !matches!(sign, ',' | '，' | ' ' | '元')).collect();
        let (written, said) = match it.ty {
            Type::Number(unit) if unit.money() > 0 => (
                plain.parse::<Money>().map(|money| money.fen().to_string()).unwrap_or_default(),
                lang.pick(
                    "请写成元的数目，例如 1200 或者 1200.50；不清楚的空着",
                    "an amount in yuan, such as 1200 or 1200.50; leave it empty if you do not know",
                ),
            ),
            Type::Number(_) => (
                plain,
                lang.pick(
                    "请写成整数，例如 3；不清楚的空着",
                    "a whole number, such as 3; leave it empty if you do not know",
                ),
            ),
            Type::Date => (
                text.to_owned(),
                lang.pick(
                    "请写成年-月-日，例如 1958-03-07；不清楚的空着",
                    "a date such as 1958-03-07; leave it empty if you do not know",
                ),
            ),
            _ => (text.to_owned(), lang.pick("请从中选一个", "choose one of these")),
        };
        told::read(self.book(), fact, &written).map(Some).ok_or_else(|| said.to_owned())
    }

    fn numbered(&self, entity: Entity, row: u32, lang: Lang) -> String {
        match (entity, row) {
            (Entity::Person, 0) => lang.pick("您自己", "Yourself").to_owned(),
            (Entity::Person, _) => lang.pick(format!("第 {} 位家人", row + 1), format!("Member {}", row + 1)),
            (Entity::Obligor, _) => lang.pick(format!("第 {} 位亲人", row + 1), format!("Relative {}", row + 1)),
            (Entity::Household, _) => String::new(),
        }
    }

    /// What to call a member or obligor: by relation and year of birth, never by a name.
    pub(super) fn who(&self, told: &Told, entity: Entity, row: u32, lang: Lang) -> String {
        if entity != Entity::Person || row == 0 {
            return self.numbered(entity, row, lang);
        }
        let named = |name: &str| {
            let fact = self.book().facts.iter().position(|fact| fact.name == name)?;
            told.value(FactId(fact as u32), row).map(|value| (FactId(fact as u32), value))
        };
        let born = named("birth_date")
            .and_then(|(_, value)| if let Value::Date(day) = value { Some(day.year()) } else { None });
        let relation =
            named("relation_to_head").and_then(|(fact, value)| match (value, self.book().facts[fact.index()].ty) {
                (Value::Code(code), Type::Code(list)) => {
                    Some(self.book().codes[list.index()].words[usize::from(code)].1.pick(lang).to_owned())
                }
                _ => None,
            });
        let called = relation.unwrap_or_else(|| self.numbered(entity, row, lang));
        match born {
            Some(year) => lang.pick(format!("{called}（{year}年生）"), format!("{called} (born {year})")),
            None => called,
        }
    }

    /// How far somebody has come, in hundredths: what is settled of what was asked about.
    pub fn progress(&self, told: &Told, topics: &[usize]) -> usize {
        if told.lines.is_empty() {
            return 0;
        }
        let known: Known = told.known(self.book(), self.questions);
        let all = self.claims(&known, topics);
        let open = self.open(&known, topics, false).len();
        100 - (open * 100).checked_div(all).unwrap_or(0)
    }
}

fn yes_no(lang: Lang) -> Vec<(String, String)> {
    let word = |word: &str, zh: &str, en: &str| (word.to_owned(), lang.pick(zh, en).to_owned());
    vec![word("yes", "是", "yes"), word("no", "否", "no")]
}
