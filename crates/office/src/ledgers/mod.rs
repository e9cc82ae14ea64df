//! Ledgers and monthly forms, filled from the register and never retyped.
//!
//! A ledger is one [`Document`]: the page, the print, the PDF and the workbook show the same rows and the same sums, and
//! nobody can make them differ. Figures and lists come from the register's stock of who is helped; that what stood, what
//! came and what went are what stands is counted again here, from the lists, and said below the figures.

mod additions;
mod adjusted;
mod asked;
mod export;
mod figures;
mod people;
mod roster;
mod said;
mod stops;

pub use asked::{Asked, Kind, months, programmes};
pub(crate) use export::mark;
pub use export::{Exported, Format, Use, export};

use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Area};
use doudi_kernel::Lang;
use doudi_paper::Document;

/// A ledger of a place and a month.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// What it says.
    pub paper: Document,
    /// Of each table of the paper, where each row leads.
    pub leads: Vec<Vec<Leads>>,
    /// Sums that were checked, in words, with whether they hold.
    pub checks: Vec<(String, bool)>,
}

/// Where a row leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Nowhere.
    Nowhere,
    /// To a household's file.
    File(i64),
    /// To the same ledger of a place.
    Place(u64),
}

/// A ledger, as the user may see it.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] for a place outside the user's area; the journal's.
pub fn ledger(bureau: &Bureau, who: &Who, asked: &Asked, lang: Lang) -> Result<Ledger, OfficeError> {
    let (resource, action) = (asked.kind.resource(), asked.kind.action());
    let (scope, area) = (who.may(resource, action)?, Area::of(asked.area));
    if !scope.ranges().iter().any(|own| own.first() <= area.last() && area.first() <= own.last()) {
        return Err(OfficeError::NotFound);
    }
    let desk = Desk { bureau, who, asked, lang };
    match asked.kind {
        Kind::Figures => desk.figures(),
        Kind::Roster => desk.roster(),
        Kind::Additions => desk.additions(),
        Kind::Stops => desk.stops(),
        Kind::Adjusted => desk.adjusted(),
    }
}

/// Whether the user may take a ledger of this kind out of the office.
pub fn may_export(who: &Who, kind: Kind) -> bool {
    who.may(kind.resource(), Action::Export).is_ok()
}

/// What ledgers are made of.
struct Desk<'a> {
    bureau: &'a Bureau,
    who: &'a Who,
    asked: &'a Asked,
    lang: Lang,
}

impl Desk<'_> {
    fn place(&self) -> String {
        self.bureau.named(self.asked.area.number())
    }

    /// Whether a programme belongs to the ledger.
    fn of(&self, programme: &str) -> bool {
        self.asked.programme.is_empty() || self.asked.programme == programme
    }
}
