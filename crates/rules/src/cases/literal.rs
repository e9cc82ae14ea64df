//! Words of a case, one after the other, and values among them.

use super::{Refused, Unreadable};
use crate::{
    book::{Book, Type, Value},
    check,
    lex::{Span, Token, Word},
    parse::Parser,
};

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

    /// A value of a type, or `unknown`, as policies write it; `name` is whose value it is.
    pub(super) fn value(&mut self, book: &Book, name: &str, ty: Type) -> Read<Option<Value>> {
        let start = self.here();
        let mut parser = Parser::new(&self.tokens[self.at.min(self.tokens.len())..], "");
        let value = parser.literal().and_then(|literal| check::literal(book, ty, &literal));
        self.at += parser.words_taken();
        value.map_err(|_| Unreadable { span: start, what: Refused::Misfit(name.into(), kind(book, ty)) })
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
