//! Words → a tree. What cannot be read is complained of, and the next clause is read on.

mod cell;
mod clause;
mod formula;
mod head;
mod literal;
mod piece;
pub mod tree;

use crate::{
    complaint::{Complaint, Refusal},
    lex::{FileId, Span, Strange, Token, Word, words},
};
use tree::{Item, Keyword, Name, Tree};

/// Words that mean something in formulas and definitions, and so are names of nothing.
const RESERVED: [&str; 50] = [
    "or",
    "and",
    "not",
    "in",
    "if",
    "then",
    "else",
    "yes",
    "no",
    "is",
    "national",
    "from",
    "to",
    "by",
    "fixed",
    "number",
    "code",
    "date",
    "label",
    "open",
    "on",
    "comes",
    "between",
    "usual",
    "level",
    "articles",
    "certainty",
    "when",
    "exempt",
    "indicator",
    "weight",
    "veto",
    "force",
    "condition",
    "amount",
    "tier",
    "brings",
    "severity",
    "owner",
    "due",
    "rest",
    "remedy",
    "step",
    "within",
    "household",
    "person",
    "obligor",
    "unknown",
    "upper",
    "below",
];

/// Reserved also as codes, which stand bare in formulas.
const NO_CODE: [&str; 11] = ["or", "and", "not", "in", "if", "then", "else", "yes", "no", "label", "unknown"];

/// Reads one file.
pub fn file(file: FileId, text: &str, complaints: &mut Vec<Complaint>) -> Tree {
    let (tokens, strange) = words(file, text);
    complaints.extend(strange.into_iter().map(|no_word| Complaint {
        span: no_word.span,
        what: match no_word.what {
            Strange::Character(character) => Refusal::Character(character),
            Strange::OpenText => Refusal::OpenText,
            Strange::Value => Refusal::OutOfReach,
        },
    }));
    let mut tree = Tree::default();
    let starts: Vec<usize> = (0..tokens.len()).filter(|n| tokens[*n].indent == Some(0)).collect();
    if let Some(first) = tokens.first().filter(|first| first.indent != Some(0)) {
        complaints.push(Complaint { span: first.span, what: Refusal::OutsideItem });
    }
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(tokens.len());
        item(&tokens[*start..end], text, &mut tree, complaints);
    }
    tree
}

fn item(tokens: &[Token], text: &str, tree: &mut Tree, complaints: &mut Vec<Complaint>) {
    let lines = clause_starts(tokens);
    let mut head = Parser::new(&tokens[..lines.first().copied().unwrap_or(tokens.len())], text);
    let (keyword, name, head) = match head.item_head(tree) {
        Ok(Some(head)) => head,
        Ok(None) => return,
        Err(complaint) => return complaints.push(complaint),
    };
    let mut clauses = Vec::new();
    for (n, start) in lines.iter().enumerate() {
        let end = lines.get(n + 1).copied().unwrap_or(tokens.len());
        let line = &tokens[*start..end];
        let mut parser = Parser::new(line, text);
        match parser.clause(keyword).and_then(|clause| parser.finished().map(|()| clause)) {
            Ok(clause) => clauses.push((clause, line[0].span.to(line[line.len() - 1].span))),
            Err(complaint) => complaints.push(complaint),
        }
    }
    tree.items.push(Item { keyword, name, head, clauses });
}

/// Where the clauses of an item begin: first words of lines that are clause keywords. In a list of codes every line is one.
fn clause_starts(tokens: &[Token]) -> Vec<usize> {
    let codes = matches!(&tokens[0].word, Word::Name(word) if word == "codes");
    let begins = |n: &usize| {
        let next = tokens.get(n + 1).map(|token| &token.word);
        tokens[*n].indent.is_some() && (codes || clause::begins(&tokens[*n].word, next))
    };
    (1..tokens.len()).filter(begins).collect()
}

/// What reading gives.
pub(crate) type Read<T> = Result<T, Complaint>;

/// Reads words from the first to the last; also the words of case files.
///
/// ```
/// use doudi_rules::{lex::{FileId, words}, parse::{Parser, tree::LiteralKind}, unit::Unit};
/// let text = "1894/3 yuan/month";
/// let (tokens, _) = words(FileId(0), text);
/// let literal = Parser::new(&tokens, text).literal().unwrap();
/// let third = doudi_kernel::Ratio::new(1894, 3).unwrap();
/// assert_eq!(literal.kind, LiteralKind::Number(third, Unit::YUAN / Unit::MONTH));
/// ```
pub struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    text: &'a str,
    depth: u32,
    links: u32,
}

impl<'a> Parser<'a> {
    /// A reader of words and of the text that they are of.
    pub fn new(tokens: &'a [Token], text: &'a str) -> Self {
        Self { tokens, at: 0, text, depth: 0, links: 0 }
    }

    /// How many words were taken.
    pub fn words_taken(&self) -> usize {
        self.at
    }

    /// The next word.
    pub fn peek(&self) -> Option<&'a Word> {
        self.tokens.get(self.at).map(|token| &token.word)
    }

    /// The word after the next.
    pub fn peek_second(&self) -> Option<&'a Word> {
        self.tokens.get(self.at + 1).map(|token| &token.word)
    }

    /// Where the next word stands; after the last word, the last word's place.
    pub fn here(&self) -> Span {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(Span::default(), |token| token.span)
    }

    /// Where the word before stands.
    pub fn behind(&self) -> Span {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(self.here(), |token| token.span)
    }

    /// Goes on by a word.
    pub fn skip(&mut self) {
        self.at += 1;
    }

    /// Takes a sign if it is next.
    pub fn sign(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Word::Sign(next)) if *next == sign);
        self.at += usize::from(there);
        there
    }

    /// Takes a keyword if it is next.
    pub fn keyword(&mut self, keyword: &str) -> bool {
        let there = self.is_name(keyword);
        self.at += usize::from(there);
        there
    }

    fn is_name(&self, name: &str) -> bool {
        matches!(self.peek(), Some(Word::Name(next)) if next == name)
    }

    /// A sign that must be there.
    ///
    /// # Errors
    /// It is not.
    pub fn want_sign(&mut self, sign: &'static str) -> Read<()> {
        if self.sign(sign) { Ok(()) } else { Err(self.refuse(Refusal::Want(format!("`{sign}`")))) }
    }

    /// A keyword that must be there.
    ///
    /// # Errors
    /// It is not.
    pub fn want_keyword(&mut self, keyword: &'static str) -> Read<()> {
        if self.keyword(keyword) { Ok(()) } else { Err(self.refuse(Refusal::Want(format!("`{keyword}`")))) }
    }

    /// A complaint about the next word.
    pub fn refuse(&self, what: Refusal) -> Complaint {
        Complaint { span: self.here(), what }
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// A word is.
    pub fn finished(&self) -> Read<()> {
        if self.at < self.tokens.len() { Err(self.refuse(Refusal::LeftOver)) } else { Ok(()) }
    }

    /// A name of the policies: no keyword, no unit, in small letters.
    fn name(&mut self) -> Read<Name> {
        let name = self.any_name()?;
        let reserved = RESERVED.contains(&name.text.as_str()) || crate::unit::Unit::word(&name.text).is_some();
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        match (reserved, name.text.chars().all(small)) {
            (true, _) => Err(Complaint { span: name.span, what: Refusal::Reserved(name.text) }),
            (_, false) => Err(Complaint { span: name.span, what: Refusal::NameForm(name.text) }),
            _ => Ok(name),
        }
    }

    /// A code: any word that formulas do not need.
    fn code(&mut self) -> Read<Name> {
        let name = self.any_name()?;
        if NO_CODE.contains(&name.text.as_str()) {
            return Err(Complaint { span: name.span, what: Refusal::Reserved(name.text) });
        }
        Ok(name)
    }

    /// A word, whatever it means.
    ///
    /// # Errors
    /// The next is no word.
    pub fn any_name(&mut self) -> Read<Name> {
        match self.peek() {
            Some(Word::Name(text)) => {
                let name = Name { text: text.clone(), span: self.here() };
                self.skip();
                Ok(name)
            }
            _ => Err(self.refuse(Refusal::WantName)),
        }
    }

    /// One or more of a thing, with commas between.
    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut list = vec![one(self)?];
        while self.sign(",") {
            list.push(one(self)?);
        }
        Ok(list)
    }

    fn item_keyword(&mut self) -> Read<Keyword> {
        let word = self.any_name().map_err(|_| self.refuse(Refusal::NoItem))?;
        let found = Keyword::ALL.iter().find(|(keyword, _)| *keyword == word.text);
        found.map(|(_, keyword)| *keyword).ok_or(Complaint { span: word.span, what: Refusal::NoItem })
    }
}
