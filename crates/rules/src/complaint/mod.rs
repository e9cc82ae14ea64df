//! What the front end complains of: where, what, and what to do about it.

mod refusal;
mod render;
mod say;

pub use refusal::{Refusal, TypeName};

use crate::lex::Span;
use doudi_kernel::{Lang, Say};

/// A place in a policy text and what is wrong there.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// Where.
    pub span: Span,
    /// What.
    pub what: Refusal,
}

impl Complaint {
    /// What is wrong at a place.
    pub fn at(span: Span, what: Refusal) -> Self {
        Self { span, what }
    }
}

impl Say for Complaint {
    fn say(&self, lang: Lang) -> String {
        self.what.say(lang)
    }
}

/// Everything that is complained of in some files.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaints {
    /// Paths and texts.
    pub files: Vec<(String, String)>,
    /// In the order of files and places, none twice.
    pub list: Vec<Complaint>,
}

impl Complaints {
    /// Puts complaints in order.
    pub fn new(files: Vec<(String, String)>, mut list: Vec<Complaint>) -> Self {
        list.sort_by_key(|complaint| (complaint.span.file, complaint.span.start, complaint.span.end));
        list.dedup();
        Self { files, list }
    }

    /// Without what only follows from another complaint: that something is lacking where its line could not be read, and that
    /// a line does not fit where a word of it is none. `items`: where the names of items stand, file by file, in order.
    pub(crate) fn without_echoes(mut self, items: &[Span]) -> Self {
        let lines: Vec<_> =
            self.list.iter().map(|complaint| (complaint.span.file, self.line(complaint.span))).collect();
        let next = |at: Span| items.iter().find(|item| item.file == at.file && item.start > at.start);
        let inside = |at: Span, other: Span| {
            other.file == at.file && other.start > at.start && next(at).is_none_or(|next| other.start < next.start)
        };
        let echo = |n: &usize| {
            let one = &self.list[*n];
            let others = || self.list.iter().zip(&lines).filter(|(other, _)| other.what != one.what);
            match &one.what {
                Refusal::Lacks { .. } => others().any(|(other, _)| inside(one.span, other.span)),
                _ if one.what.is_of_a_word() => false,
                _ => others().any(|(other, line)| *line == lines[*n] && other.what.is_of_a_word()),
            }
        };
        let kept: Vec<usize> = (0..self.list.len()).filter(|n| !echo(n)).collect();
        self.list = kept.into_iter().map(|n| self.list[n].clone()).collect();
        self
    }

    fn line(&self, span: Span) -> usize {
        render::place(&self.files, span).1
    }

    /// All of them: place and sentence, the line, the marks below it.
    pub fn render(&self, lang: Lang) -> String {
        self.list.iter().map(|complaint| render::complaint(&self.files, complaint, lang)).collect()
    }
}

/// `path:line:column` of the beginning of a span, lines and columns (characters) from 1.
///
/// ```
/// use doudi_rules::{complaint::place, lex::{FileId, Span}};
/// let files = [("a.law".to_owned(), "低保\nis 1".to_owned())];
/// assert_eq!(place(&files, Span { file: FileId(0), start: 10, end: 11 }), "a.law:2:4");
/// ```
pub fn place(files: &[(String, String)], span: Span) -> String {
    let (path, line, column) = render::place(files, span);
    format!("{path}:{line}:{column}")
}

/// How many letters must be changed, added or left out to make one word of the other.
pub(crate) fn letters_between(a: &str, b: &str) -> usize {
    strsim::levenshtein(a, b)
}
