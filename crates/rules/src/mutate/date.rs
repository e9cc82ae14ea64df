//! Rules that begin or end on another day.

use super::{Change, Mutant, Sort, reach::Owner};
use crate::{
    book::{Book, Extent, ParameterId, VariableId},
    lex::Span,
};
use doudi_kernel::{Date, Month};

/// What has days: its place in the book, and among the parts of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dated {
    Setting(usize, usize),
    Definition(usize, usize),
    Exception(usize, usize),
    Force(usize, usize),
}

impl Dated {
    pub(super) fn extent(self, book: &Book) -> &Extent {
        match self {
            Self::Setting(owner, part) => &book.parameters[owner].settings[part].extent,
            Self::Definition(owner, part) => &book.variables[owner].definitions[part].extent,
            Self::Exception(owner, part) => &book.variables[owner].exceptions[part].extent,
            Self::Force(owner, part) => &book.programmes[owner].force[part].0,
        }
    }

    pub(super) fn extent_mut(self, book: &mut Book) -> &mut Extent {
        match self {
            Self::Setting(owner, part) => &mut book.parameters[owner].settings[part].extent,
            Self::Definition(owner, part) => &mut book.variables[owner].definitions[part].extent,
            Self::Exception(owner, part) => &mut book.variables[owner].exceptions[part].extent,
            Self::Force(owner, part) => &mut book.programmes[owner].force[part].0,
        }
    }

    pub(super) fn whose(self) -> Owner {
        match self {
            Self::Setting(n, _) => Owner::Parameter(ParameterId(n as u32)),
            Self::Definition(n, _) | Self::Exception(n, _) => Owner::Variable(VariableId(n as u32)),
            Self::Force(n, _) => Owner::Programme(n),
        }
    }

    fn owner(self, book: &Book) -> (&str, Span) {
        match self {
            Self::Setting(n, part) => (&book.parameters[n].name, book.parameters[n].settings[part].span),
            Self::Definition(n, part) => (&book.variables[n].name, book.variables[n].definitions[part].span),
            Self::Exception(n, part) => (&book.variables[n].name, book.variables[n].exceptions[part].span),
            Self::Force(n, _) => (&book.programmes[n].name, book.programmes[n].span),
        }
    }

    /// Whether the same thing begins on a later day at the same place: then its own end is not asked for.
    fn is_followed(self, book: &Book) -> bool {
        let mine = self.extent(book);
        let later = |other: &Extent| {
            other.region == mine.region && other.from.is_some_and(|from| Some(from) > mine.from && mine.to < Some(from))
        };
        match self {
            Self::Setting(owner, _) => book.parameters[owner].settings.iter().any(|one| later(&one.extent)),
            Self::Definition(owner, _) => book.variables[owner].definitions.iter().any(|one| later(&one.extent)),
            Self::Exception(..) | Self::Force(..) => false,
        }
    }
}

/// Each first and last day, a day and a month sooner and later.
///
/// What holds is asked on the last day of each month, so a day that is moved within its month, from any but the last day,
/// changes nothing: such are not made. Nor is a last day moved later where something else has begun by then.
pub(super) fn moved(book: &Book) -> Vec<Mutant> {
    let mut all = Vec::new();
    for of in dated(book) {
        let extent = of.extent(book);
        let (name, span) = of.owner(book);
        let mut note = |word: &str, from: Date, to: Date, extent: Extent| {
            all.push(Mutant {
                span,
                what: format!("{word} {from} → {to}"),
                sort: Sort::Date,
                of: name.to_owned(),
                change: Change::Extent { of, extent },
            });
        };
        for (day, other) in extent.from.into_iter().flat_map(|day| near(day).map(move |other| (day, other))) {
            if first_month(day) != first_month(other) && extent.to.is_none_or(|to| other <= to) {
                note("from", day, other, Extent { from: Some(other), ..extent.clone() });
            }
        }
        for (day, other) in extent.to.into_iter().flat_map(|day| near(day).map(move |other| (day, other))) {
            if last_month(day) != last_month(other) && !(other > day && of.is_followed(book)) {
                note("to", day, other, Extent { to: Some(other), ..extent.clone() });
            }
        }
    }
    all
}

/// Everything that has days.
fn dated(book: &Book) -> Vec<Dated> {
    let mut all = Vec::new();
    for (n, parameter) in book.parameters.iter().enumerate() {
        all.extend((0..parameter.settings.len()).map(|part| Dated::Setting(n, part)));
    }
    for (n, variable) in book.variables.iter().enumerate() {
        all.extend((0..variable.definitions.len()).map(|part| Dated::Definition(n, part)));
        all.extend((0..variable.exceptions.len()).map(|part| Dated::Exception(n, part)));
    }
    for (n, programme) in book.programmes.iter().enumerate() {
        all.extend((0..programme.force.len()).map(|part| Dated::Force(n, part)));
    }
    all
}

fn near(day: Date) -> impl Iterator<Item = Date> {
    let [sooner, later] = [-1, 1].map(|months| {
        let last = Month::of(day).plus(months).last_day();
        // The last day of a month goes to the last day of the next.
        let end = Month::of(day).last_day() == day || day.day() > last.day();
        Some(if end { last } else { Date::constant(last.year(), last.month(), day.day()) })
    });
    [day.yesterday().ok(), day.tomorrow().ok(), sooner, later].into_iter().flatten()
}

/// The first month on whose last day something holds that begins on a day.
fn first_month(from: Date) -> Month {
    Month::of(from)
}

/// The last month on whose last day something holds that ends on a day.
fn last_month(to: Date) -> Month {
    let month = Month::of(to);
    if month.last_day() == to { month } else { month.plus(-1) }
}
