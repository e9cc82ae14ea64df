//! Changes a book in one place, and asks whether a test case notices.

mod apply;
mod change;
mod reach;
mod survive;

pub use survive::{Survival, survivors};

use crate::{
    book::{Book, Node, ParameterId, Value},
    complaint::place,
    lex::Span,
};

/// A book changed in one place.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where.
    pub span: Span,
    /// What became what, as policies write it.
    pub what: String,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    /// Another value of a parameter.
    Setting { parameter: ParameterId, setting: usize, place: usize, value: Value },
    /// Another node at a place of a formula, counted as [`crate::book::Formula::walk`] meets them.
    Formula { formula: usize, part: usize, node: Node },
}

impl Mutant {
    /// `path:line:column: … → …`
    pub fn say(&self, files: &[(String, String)]) -> String {
        format!("{}: {}", place(files, self.span), self.what)
    }
}

/// All changes of a book that its test cases should notice: of parameters, literals, operators, sets of codes.
///
/// ```
/// let text = "parameter line: yuan/month\n  label \"线\" \"line\"\n  is 714 yuan/month\n";
/// let book = doudi_rules::check::read(vec![("a.law".into(), text.into())]).unwrap();
/// let mutants = doudi_rules::mutate::mutants(&book);
/// assert_eq!(mutants[0].say(&book.files), "a.law:3:3: 714 yuan/month → 71401/100 yuan/month");
/// ```
pub fn mutants(book: &Book) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (parameter, id) in book.parameters.iter().zip(0..) {
        for (setting, n) in parameter.settings.iter().zip(0..) {
            for (value, place) in setting.values.iter().zip(0..).filter_map(|(value, n)| value.map(|value| (value, n)))
            {
                let others = change::others(book, parameter.ty, value).into_iter();
                all.extend(others.map(|other| Mutant {
                    span: setting.span,
                    what: change::became(book, parameter.ty, value, other),
                    change: Change::Setting { parameter: ParameterId(id), setting: n, place, value: other },
                }));
            }
        }
    }
    for (formula, n) in book.formulas().into_iter().zip(0..) {
        let mut part = 0;
        formula.walk(&mut |one| {
            let changed = change::changed(book, one).into_iter();
            all.extend(changed.map(|(what, node)| Mutant {
                span: one.span,
                what,
                change: Change::Formula { formula: n, part, node },
            }));
            part += 1;
        });
    }
    all
}
