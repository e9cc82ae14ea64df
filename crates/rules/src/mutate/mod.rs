//! Changes a book in one place, and asks whether a test case notices.

mod apply;
mod change;
mod date;
mod reach;
mod survive;

pub use survive::{Judged, Survival, survivors};

use crate::{
    book::{Book, Extent, Node, ParameterId, Value},
    complaint::place,
    lex::Span,
};
use date::Dated;

/// What kind of thing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A parameter's value.
    Parameter,
    /// A value written in a formula.
    Literal,
    /// An operator, a word among words.
    Operator,
    /// The direction or the step of a rounding.
    Rounding,
    /// An exception was left out.
    Exception,
    /// The day from or until which something holds.
    Date,
}

/// A book changed in one place.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where.
    pub span: Span,
    /// What became what, as policies write it.
    pub what: String,
    /// Of what kind.
    pub sort: Sort,
    /// In whose rule: the name of the parameter, variable, programme or signal.
    pub of: String,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    /// Another value of a parameter.
    Setting { parameter: ParameterId, setting: usize, place: usize, value: Value },
    /// Another node at a place of a formula, counted as [`crate::book::Formula::walk`] meets them.
    Formula { formula: usize, part: usize, node: Node },
    /// Other days.
    Extent { of: Dated, extent: Extent },
}

impl Mutant {
    /// `path:line:column: … → …`
    pub fn say(&self, files: &[(String, String)]) -> String {
        format!("{}: {}", place(files, self.span), self.what)
    }
}

/// All changes of a book that its test cases should notice: of parameters, literals, operators, sets of codes, roundings,
/// days; exceptions left out. Days are moved by a day and by a month, if that makes a difference in some month.
///
/// ```
/// let text = "parameter line: yuan/month\n  label \"线\" \"line\"\n  is 714 yuan/month\n";
/// let book = doudi_rules::check::read(vec![("a.law".into(), text.into())]).unwrap();
/// let mutants = doudi_rules::mutate::mutants(&book);
/// assert_eq!(mutants[0].say(&book.files), "a.law:3:3: 714 yuan/month → 71401/100 yuan/month");
/// ```
pub fn mutants(book: &Book) -> Vec<Mutant> {
    let mut all = settings(book);
    all.extend(exceptions(book));
    let owners = reach::owners(book);
    for ((formula, n), (owner, _)) in book.formulas().into_iter().zip(0..).zip(&owners) {
        let mut part = 0;
        formula.walk(&mut |one| {
            let changed = change::changed(book, one).into_iter();
            all.extend(changed.map(|(sort, what, node)| Mutant {
                span: one.span,
                what,
                sort,
                of: owner.name(book).to_owned(),
                change: Change::Formula { formula: n, part, node },
            }));
            part += 1;
        });
    }
    all.extend(date::moved(book));
    all
}

fn settings(book: &Book) -> Vec<Mutant> {
    let mut all = Vec::new();
    for (parameter, id) in book.parameters.iter().zip(0..) {
        for (setting, n) in parameter.settings.iter().zip(0..) {
            for (value, place) in setting.values.iter().zip(0..).filter_map(|(value, n)| value.map(|value| (value, n)))
            {
                let others = change::others(book, parameter.ty, value).into_iter();
                all.extend(others.map(|other| Mutant {
                    span: setting.span,
                    what: change::became(book, parameter.ty, value, other),
                    sort: Sort::Parameter,
                    of: parameter.name.clone(),
                    change: Change::Setting { parameter: ParameterId(id), setting: n, place, value: other },
                }));
            }
        }
    }
    all
}

/// An exception whose condition never holds is as good as left out.
fn exceptions(book: &Book) -> Vec<Mutant> {
    let mut all = Vec::new();
    let mut formula = 0;
    for variable in &book.variables {
        formula += variable.definitions.len();
        for exception in &variable.exceptions {
            all.push(Mutant {
                span: exception.span,
                what: format!("exception `{}` left out", exception.name),
                sort: Sort::Exception,
                of: variable.name.clone(),
                change: Change::Formula { formula, part: 0, node: Node::Literal(Value::YesNo(false)) },
            });
            formula += 2;
        }
    }
    all
}
