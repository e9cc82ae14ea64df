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
