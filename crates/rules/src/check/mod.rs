//! Trees → a book: names, types, units, dates, regions; what would have to guess is refused.

mod before;
mod call;
mod cite;
mod cycle;
mod dates;
mod define;
mod exception;
mod exclusive;
mod fact;
mod formula;
mod guess;
mod head;
mod names;
mod programme;
mod scorecard;
mod sign;
mod space;
mod table;
mod value;
pub(crate) use value::literal;
mod walk;
mod watch;
mod whole;

use crate::{
    book::{Book, Entity, Formula, Type, Value},
    complaint::{Complaint, Complaints, Refusal},
    lex::{FileId, Span, words},
    parse::{self, Parser, tree::Tree},
};
use names::Names;

/// Reads policies: paths and texts, in the order of paths.
///
/// ```
/// let text = "parameter line: yuan/month\n  label \"线\" \"line\"\n  is 714 yuan/month\n";
/// let book = doudi_rules::check::read(vec![("a.law".into(), text.into())]).unwrap();
/// assert_eq!(book.parameters[0].name, "line");
/// let refused = doudi_rules::check::read(vec![("a.law".into(), text.replace("is 714", "is 714.001"))]).unwrap_err();
/// assert!(refused.render(doudi_kernel::Lang::En).starts_with("a.law:3:6: "));
/// ```
///
/// # Errors
/// Everything that is complained of, in the order of files and lines.
pub fn read(files: Vec<(String, String)>) -> Result<Book, Complaints> {
    let mut complaints = Vec::new();
    let trees: Vec<Tree> =
        files.iter().enumerate().map(|(n, (_, text))| parse::file(FileId(n as u16), text, &mut complaints)).collect();
    let read_whole = complaints.is_empty();
    let mut checker =
        Checker { book: Book { files, ..Book::default() }, names: Names::default(), complaints, tables: Vec::new() };
    checker.declare(&trees);
    checker.look_back(&trees);
    let declared = read_whole && checker.complaints.is_empty();
    checker.define(&trees);
    checker.except(&trees);
    checker.claim(&trees);
    checker.watch(&trees);
    if declared {
        checker.prove();
    }
    if checker.complaints.is_empty() {
        return Ok(checker.book);
    }
    let items: Vec<Span> = trees.iter().flat_map(|tree| tree.items.iter().map(|item| item.name.span)).collect();
    Err(Complaints::new(checker.book.files, checker.complaints).without_echoes(&items))
}

/// A book in the making.
struct Checker {
    book: Book,
    names: Names,
    complaints: Vec<Complaint>,
    tables: Vec<table::Table>,
}

impl Checker {
    /// Keeps a complaint; gives what there is without one.
    fn take<T>(&mut self, made: Result<T, Complaint>) -> Option<T> {
        made.map_err(|complaint| self.complaints.push(complaint)).ok()
    }

    fn refuse(&mut self, span: Span, what: Refusal) {
        self.complaints.push(Complaint { span, what });
    }

    /// What only the whole book shows.
    fn prove(&mut self) {
        if self.complaints.is_empty() {
            self.refuse_missing_definitions();
        }
        self.refuse_clashing_dates();
        self.order_exceptions();
        if self.refuse_cycles() {
            return;
        }
        self.refuse_looking_back_twice();
        self.refuse_doubtful_divisors();
        self.refuse_parts_of_fen();
        self.refuse_doubtful_tables();
        self.refuse_rival_exceptions();
    }
}

/// A value as test cases and reforms write it: `714 yuan/month/person`, `1894/3 yuan`, `yes`, a code, a day, `unknown`
/// (which is `None`).
///
/// # Errors
/// It is not of the type; the spans of the complaint are of `text`.
pub fn value_of(book: &Book, ty: Type, text: &str) -> Result<Option<Value>, Complaint> {
    let tokens = tokens(text)?;
    let mut parser = Parser::new(&tokens, text);
    let read = parser.literal()?;
    parser.finished()?;
    literal(book, ty, &read)
}

/// A formula over a book, of an entity, of the type that is asked for if one is.
///
/// # Errors
/// It cannot be read, or is not of the type; the spans of the complaint are of `text`.
pub fn formula_of(book: &Book, entity: Entity, ty: Option<Type>, text: &str) -> Result<Formula, Complaint> {
    let tokens = tokens(text)?;
    let mut parser = Parser::new(&tokens, text);
    let formula = parser.formula()?;
    parser.finished()?;
    let (names, mut choices) = (Names::of(book), book.choices);
    formula::Scope { book, names: &names, entity, choices: &mut choices }.formula(&formula, ty)
}

fn tokens(text: &str) -> Result<Vec<crate::lex::Token>, Complaint> {
    let (tokens, strange) = words(FileId(0), text);
    match strange.first() {
        Some(no_word) => Err(Complaint { span: no_word.span, what: no_word.what.into() }),
        None => Ok(tokens),
    }
}
