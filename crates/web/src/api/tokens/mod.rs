//! Tokens of departments' machines: listed, proposed, taken away.

pub(super) mod list;
pub(super) mod propose;
pub(super) mod revoke;

use super::shape::shape;
use doudi_journal::access::PurposeKind;
use doudi_office::staff::Stage;

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

shape! {
    /// How far a token is.
    word Stands {
        /// The account's holder has not taken it.
        Proposed = "proposed",
        /// It acts until its last day.
        Taken = "taken",
        /// It was taken away or given back.
        Revoked = "revoked",
    }
}

impl Stands {
    fn of(stage: Stage) -> Self {
        match stage {
            Stage::Proposed => Self::Proposed,
            Stage::Taken => Self::Taken,
            Stage::Revoked => Self::Revoked,
        }
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
