//! What holds at a place in a month: of each item the one definition that applies.

use crate::book::{Book, Cite, Definition, Exception, Extent, ParameterId, ProgrammeId, Setting, VariableId};
use doudi_kernel::{Date, Month};

/// A book as it reads at one place on one day.
#[derive(Clone, Debug)]
pub struct Statute<'b> {
    /// The whole.
    pub book: &'b Book,
    /// The place, by the digits of its division.
    pub division: String,
    /// The day.
    pub day: Date,
    settings: Vec<Option<&'b Setting>>,
    definitions: Vec<Option<&'b Definition>>,
    exceptions: Vec<Vec<&'b Exception>>,
    force: Vec<Option<&'b (Extent, Vec<Cite>)>>,
}

impl<'b> Statute<'b> {
    /// Opens a book at a place and a month: as it reads on the month's last day.
    pub fn at(book: &'b Book, division: &str, month: Month) -> Self {
        Self::on(book, division, month.last_day())
    }

    /// Opens a book at a place and a day.
    pub fn on(book: &'b Book, division: &str, day: Date) -> Self {
        let exceptions = |variable: &'b crate::book::Variable| {
            variable.exceptions.iter().filter(|it| it.extent.holds(division, day)).collect()
        };
        Self {
            book,
            division: division.into(),
            day,
            settings: book.parameters.iter().map(|it| nearest(&it.settings, |s| &s.extent, division, day)).collect(),
            definitions: book
                .variables
                .iter()
                .map(|it| nearest(&it.definitions, |d| &d.extent, division, day))
                .collect(),
            exceptions: book.variables.iter().map(exceptions).collect(),
            force: book.programmes.iter().map(|it| nearest(&it.force, |f| &f.0, division, day)).collect(),
        }
    }

    /// The value that a parameter has here and now.
    pub fn setting(&self, parameter: ParameterId) -> Option<&'b Setting> {
        self.settings[parameter.index()]
    }

    /// The formula that a variable has here and now, exceptions apart.
    pub fn definition(&self, variable: VariableId) -> Option<&'b Definition> {
        self.definitions[variable.index()]
    }

    /// What goes before the formula, in order.
    pub fn exceptions(&self, variable: VariableId) -> &[&'b Exception] {
        &self.exceptions[variable.index()]
    }

    /// By what a programme is in force here and now.
    pub fn force(&self, programme: ProgrammeId) -> Option<&'b (Extent, Vec<Cite>)> {
        self.force[programme.index()]
    }
}

/// The longest region wins; the checker has seen to it that two of one region do not hold at once.
fn nearest<'a, T>(all: &'a [T], extent: impl Fn(&T) -> &Extent, division: &str, day: Date) -> Option<&'a T> {
    all.iter().filter(|it| extent(it).holds(division, day)).max_by_key(|it| extent(it).region.len())
}
