//! What people do to the register by hand: split, merge, change of head, death, birth, move, 停旧建新, a correction.
//!
//! An act is planned first, and the plan is shown: each touched file before and after, what becomes of help that runs,
//! what has to follow. Applying writes that same value as one entry; undoing writes it the other way round. Money is never
//! computed anew here, and help ends here with a death alone: everything else that takes away is a decision, and nobody is
//! cut before being heard (Social Assistance Law art. 48).

mod act;
mod acts;
mod desk;
mod keep;
mod look;
mod note;
mod plan;
mod refusal;
mod seat;
mod undo;

pub use act::{Act, Evidence, Leaving, Newcomer, Placed};
pub use desk::{Because, apply, plan};
pub(super) use keep::{Changed, DATA, RELATION, changed};
pub use note::Note;
pub use plan::{FileChange, Held, HelpChange, Plan};
pub use refusal::Refusal;
pub use seat::{Basis, Seat, Shape, Told, basis};
pub(super) use seat::{HEAD, PLACE};
pub use undo::{Undoable, undo, undoable};

/// How one file follows on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 停旧建新: the old file stops, the new one goes on in its place.
    Continued,
    /// 分户: people of the old file have one of their own.
    Split,
    /// 并户: the people of the old file belong to the other.
    Merged,
}

impl Kind {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Continued, "continued"), (Self::Split, "split"), (Self::Merged, "merged")];

    /// The identifier.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// What an identifier names.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(kind, _)| *kind)
    }
}
