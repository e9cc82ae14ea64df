//! Case files as cases.

use super::{
    Case, Refused, Unreadable,
    literal::{Read, Words},
    target::{Names, Rows},
};
use crate::{
    book::{Book, Entity, Fact, FactId, MEMBERS, TODAY, Type, Value},
    lex::{FileId, Token, Word, words},
    oracle::Household,
};
use doudi_kernel::{Month, Ratio};
use std::collections::BTreeSet;

const CLAUSES: [&str; 7] = ["in", "month", "household", "person", "obligor", "otherwise", "expect"];

/// Reads case files against the policies that they are about. A case with something unreadable is left out.
///
/// Spans count the files given here, from 0.
///
/// ```
/// use doudi_rules::{book::Book, cases};
/// let text = "case \"nobody\"\n  in 41 month 2026-07\n";
/// let (cases, unreadable) = cases::read(&Book::default(), &[("a.cases".into(), text.into())]);
/// assert!(unreadable.is_empty());
/// assert_eq!(cases[0].name, "nobody");
/// ```
pub fn read(book: &Book, files: &[(String, String)]) -> (Vec<Case>, Vec<Unreadable>) {
    let names = Names::new(book);
    let (mut cases, mut unreadable) = (Vec::new(), Vec::new());
    for (file, (_, text)) in files.iter().enumerate() {
        let (tokens, strange) = words(FileId(file as u16), text);
        unreadable.extend(strange.into_iter().map(|one| Unreadable { span: one.span, what: Refused::NoWord }));
        for item in split(&tokens, |token| token.indent == Some(0)) {
            match case(&names, item) {
                Ok(case) => cases.push(case),
                Err(more) => unreadable.extend(more),
            }
        }
    }
    (cases, unreadable)
}

/// Stretches that begin where something is true.
fn split(tokens: &[Token], begins: impl Fn(&Token) -> bool) -> impl Iterator<Item = &[Token]> {
    let mut starts: Vec<usize> = (0..tokens.len()).filter(|n| *n == 0 || begins(&tokens[*n])).collect();
    starts.push(tokens.len());
    (1..starts.len()).map(move |n| &tokens[starts[n - 1]..starts[n]])
}

fn case(names: &Names<'_>, item: &[Token]) -> Result<Case, Vec<Unreadable>> {
    let clause = |token: &Token| {
        token.indent.is_some() && matches!(&token.word, Word::Name(word) if CLAUSES.contains(&word.as_str()))
    };
    let mut lines = split(item, clause);
    let mut head = Words::new(lines.next().unwrap_or_default());
    let name = match (head.keyword("case"), head.next(), head.ended()) {
        (true, Some(Word::Text(name)), true) => name.clone(),
        _ => return Err(vec![Unreadable { span: item[0].span, what: Refused::NoCase }]),
    };
    let mut draft = Draft::default();
    let lines: Vec<&[Token]> = lines.collect();
    let mut wrong = Vec::new();
    for line in &lines {
        wrong.extend(draft.people(line).err());
    }
    for line in &lines {
        wrong.extend(draft.line(names, line).err());
    }
    if draft.usual {
        usual(names.book, &mut draft);
    }
    let Some((division, month)) = draft.division.zip(draft.month) else {
        wrong.push(Unreadable { span: item[0].span, what: Refused::Nowhere });
        return Err(wrong);
    };
    let Draft { household, expectations, .. } = draft;
    let case = Case { name, division, month, household, expectations, span: item[0].span };
    if wrong.is_empty() { Ok(case) } else { Err(wrong) }
}

/// A case that is being read.
#[derive(Default)]
struct Draft<'a> {
    division: Option<String>,
    month: Option<Month>,
    household: Household,
    rows: Rows<'a>,
    stated: BTreeSet<(FactId, u32)>,
    usual: bool,
    expectations: Vec<super::Expectation>,
}

impl<'a> Draft<'a> {
    /// Counts members and obligors, so that every fact has its rows before one is stated.
    fn people(&mut self, line: &'a [Token]) -> Read<()> {
        let mut words = Words::new(line);
        let (entity, row) = match words.name()? {
            "person" => (Entity::Person, &mut self.household.members),
            "obligor" => (Entity::Obligor, &mut self.household.obligors),
            _ => return Ok(()),
        };
        let (span, name) = (words.here(), words.name()?);
        *row += 1;
        match self.rows.insert(name, (entity, *row - 1)) {
            Some(_) => Err(Unreadable { span, what: Refused::Twice(name.into()) }),
            None => Ok(()),
        }
    }

    fn line(&mut self, names: &Names<'_>, line: &'a [Token]) -> Read<()> {
        let mut words = Words::new(line);
        match words.name()? {
            "in" => self.place(&mut words)?,
            "month" => self.month(&mut words)?,
            "household" => self.facts(names, &mut words, Entity::Household, 0)?,
            "otherwise" if words.keyword("usual") => self.usual = true,
            "otherwise" => return words.refuse(Refused::Want("usual")),
            "expect" => {
                let (asked, want) = names.expectation(&mut words, &self.rows)?;
                let span = line[0].span.to(line[line.len() - 1].span);
                self.expectations.push(super::Expectation { asked, want, span });
            }
            _ => {
                let (entity, row) = self.rows[words.name()?];
                if words.sign(":") {
                    self.facts(names, &mut words, entity, row)?;
                }
            }
        }
        if words.ended() { Ok(()) } else { words.refuse(Refused::Want("the end of the line")) }
    }

    fn place(&mut self, words: &mut Words<'_>) -> Read<()> {
        let Some(Word::Digits(digits)) = words.peek() else {
            return words.refuse(Refused::Want("a division's digits"));
        };
        self.division = Some(digits.clone());
        words.next();
        if words.keyword("month") { self.month(words) } else { Ok(()) }
    }

    fn month(&mut self, words: &mut Words<'_>) -> Read<()> {
        let Some(Word::Month(month)) = words.peek() else {
            return words.refuse(Refused::Want("2026-07"));
        };
        self.month = Some(*month);
        words.next();
        Ok(())
    }

    /// `FACT: VALUE, …`
    fn facts(&mut self, names: &Names<'_>, words: &mut Words<'_>, entity: Entity, row: u32) -> Read<()> {
        loop {
            let (span, name) = (words.here(), words.name()?);
            let found = names.facts.get(name).filter(|id| ![MEMBERS, TODAY].contains(id));
            let found = found.filter(|id| names.book.facts[id.index()].entity == entity);
            let id = *found.ok_or(Unreadable { span, what: Refused::Unknown(name.into()) })?;
            words.want(":")?;
            let value_span = words.here();
            let fact = &names.book.facts[id.index()];
            let value = words.value(names.book, name, fact.ty)?;
            if matches!(value, Some(Value::Number(number)) if number.parts().1 != 1) {
                let misfit = Refused::Misfit(name.into(), "a whole number, of fen where it is money".into());
                return Err(Unreadable { span: value_span, what: misfit });
            }
            if !self.stated.insert((id, row)) {
                return Err(Unreadable { span, what: Refused::Twice(name.into()) });
            }
            self.household.state(names.book, id, row, value);
            if !words.sign(",") {
                return Ok(());
            }
        }
    }
}

/// States what is usual of every fact that the case does not state.
fn usual(book: &Book, draft: &mut Draft<'_>) {
    for id in (0..book.facts.len() as u32).map(FactId).filter(|id| ![MEMBERS, TODAY].contains(id)) {
        let fact = &book.facts[id.index()];
        for row in 0..draft.household.rows(fact.entity) {
            if !draft.stated.contains(&(id, row)) {
                draft.household.state(book, id, row, usually(fact));
            }
        }
    }
}

fn usually(fact: &Fact) -> Option<Value> {
    fact.usual.or(match fact.ty {
        Type::YesNo => Some(Value::YesNo(false)),
        Type::Number(_) => Some(Value::Number(Ratio::whole(0))),
        Type::Code(_) => Some(Value::Code(0)),
        Type::Date => None,
    })
}
