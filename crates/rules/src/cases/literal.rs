//! Words of a case, one after the other, and values among them.

use super::{Refused, Unreadable};
use crate::{
    book::{Book, Type, Value},
    lex::{Span, Token, Word},
    unit::Unit,
};
use doudi_kernel::Ratio;

/// What reading gives.
pub(super) type Read<T> = Result<T, Unreadable>;

/// A line with what continues it.
pub(super) struct Words<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&'a Word> {
        self.tokens.get(self.at).map(|token| &token.word)
    }

    pub(super) fn here(&self) -> Span {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(Span::default(), |token| token.span)
    }

    pub(super) fn refuse<T>(&self, what: Refused) -> Read<T> {
        Err(Unreadable { span: self.here(), what })
    }

    pub(super) fn next(&mut self) -> Option<&'a Word> {
        let word = self.peek();
        self.at += 1;
        word
    }

    pub(super) fn ended(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Word::Sign(next)) if *next == sign);
        self.at += usize::from(there);
        there
    }

    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        let there = matches!(self.peek(), Some(Word::Name(next)) if next == keyword);
        self.at += usize::from(there);
        there
    }

    pub(super) fn want(&mut self, sign: &'static str) -> Read<()> {
        if self.sign(sign) { Ok(()) } else { self.refuse(Refused::Want(sign)) }
    }

    pub(super) fn name(&mut self) -> Read<&'a str> {
        match self.peek() {
            Some(Word::Name(name)) => {
                self.at += 1;
                Ok(name)
            }
            _ => self.refuse(Refused::Want("a name")),
        }
    }

    /// Names with commas between.
    pub(super) fn names(&mut self) -> Read<Vec<(Span, &'a str)>> {
        let mut names = Vec::new();
        loop {
            names.push((self.here(), self.name()?));
            if !self.sign(",") {
                return Ok(names);
            }
        }
    }

    /// A value of a type, or `unknown`; `name` is whose value it is.
    pub(super) fn value(&mut self, book: &Book, name: &str, ty: Type) -> Read<Option<Value>> {
        if self.keyword("unknown") {
            return Ok(None);
        }
        let start = self.here();
        let value = match (ty, self.peek()) {
            (Type::Date, Some(Word::Date(day))) => Some(Value::Date(*day)),
            (Type::YesNo, Some(Word::Name(word))) => match word.as_str() {
                "yes" => Some(Value::YesNo(true)),
                "no" => Some(Value::YesNo(false)),
                _ => None,
            },
            (Type::Code(codes), Some(Word::Name(word))) => {
                let place = book.codes[codes.index()].words.iter().position(|(code, _)| code == word);
                place.map(|place| Value::Code(place as u16))
            }
            (Type::Number(unit), _) => return self.number(name, unit).map(|number| Some(Value::Number(number))),
            _ => None,
        };
        self.at += 1;
        let misfit = || Unreadable { span: start, what: Refused::Misfit(name.into(), kind(book, ty)) };
        value.map(Some).ok_or_else(misfit)
    }

    /// `1894/3 yuan/month`, held in fen.
    fn number(&mut self, name: &str, unit: Unit) -> Read<Ratio> {
        let start = self.here();
        let misfit = Unreadable { span: start, what: Refused::Misfit(name.into(), format!("1 {unit}")) };
        let sign = if self.sign("-") { -1 } else { 1 };
        let Some(top) = self.bare() else { return Err(misfit) };
        let whole = matches!(self.tokens.get(self.at + 1).map(|token| &token.word), Some(Word::Digits(_)));
        let bottom = if whole && self.sign("/") { self.bare() } else { Some(Ratio::whole(1)) };
        let one_of = bottom.map(Ratio::parts).and_then(|(top, bottom)| Ratio::wide(bottom, top));
        let Some(number) = one_of.map(|share| top * share * Ratio::whole(sign)) else { return Err(misfit) };
        let written = self.unit();
        if written == Some(unit) || (written.is_none() && (unit == Unit::NONE || number == Ratio::whole(0))) {
            return Ok(number * Ratio::whole(unit.held()));
        }
        Err(misfit)
    }

    fn bare(&mut self) -> Option<Ratio> {
        match self.next()? {
            Word::Number(number) => Some(*number),
            Word::Digits(digits) => digits.parse().ok().map(Ratio::whole),
            _ => None,
        }
    }

    /// A unit, if one is next.
    fn unit(&mut self) -> Option<Unit> {
        let base = |word: Option<&Word>| match word {
            Some(Word::Name(word)) => Unit::word(word),
            _ => None,
        };
        let mut unit = base(self.peek())?;
        self.at += 1;
        while let (Some(Word::Sign("/")), Some(next)) =
            (self.peek(), base(self.tokens.get(self.at + 1).map(|token| &token.word)))
        {
            unit = unit / next;
            self.at += 2;
        }
        Some(unit)
    }
}

/// What values of a type look like.
fn kind(book: &Book, ty: Type) -> String {
    match ty {
        Type::YesNo => "yes/no".into(),
        Type::Number(unit) => format!("1 {unit}"),
        Type::Date => "2026-07-01".into(),
        Type::Code(codes) => {
            let words: Vec<&str> = book.codes[codes.index()].words.iter().map(|(word, _)| word.as_str()).collect();
            words.join(" | ")
        }
    }
}
