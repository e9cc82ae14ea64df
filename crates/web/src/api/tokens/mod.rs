//! Tokens of departments' machines: listed, given, taken away.

pub(super) mod issue;
pub(super) mod list;
pub(super) mod revoke;

use super::shape::shape;
use doudi_journal::access::PurposeKind;

shape! {
    /// A kind of purpose for which files are opened.
    word Kind {
        /// An application and its steps.
        Case = "case",
        /// Something handed down.
        Task = "task",
        /// A periodic review or a spot check.
        Review = "review",
    }
}

impl Kind {
    fn of(kind: PurposeKind) -> Self {
        match kind {
            PurposeKind::Case => Self::Case,
            PurposeKind::Task => Self::Task,
            PurposeKind::Review => Self::Review,
        }
    }

    fn kind(self) -> PurposeKind {
        match self {
            Self::Case => PurposeKind::Case,
            Self::Task => PurposeKind::Task,
            Self::Review => PurposeKind::Review,
        }
    }
}
