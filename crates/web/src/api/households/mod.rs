//! Households: found, counted, opened for a purpose, explained.

pub(super) mod cases;
pub(super) mod explain;
pub(super) mod open;
pub(super) mod reveal;
pub(super) mod search;
pub(super) mod show;

use super::{Call, kinds::Matter, shape::shape};
use crate::pages::households::purpose::For;
use doudi_journal::access::{Denied, Purpose, PurposeKind};
use doudi_office::OfficeError;

shape! {
    /// What a file is opened for.
    enum Given by "for" {
        /// A case of the household.
        Case = "case" {
            /// Its number.
            number: Matter,
        }
        /// Something handed down: a doubt, a warning, a visit.
        Task = "task" {
            /// Its number.
            number: Matter,
        }
        /// A periodic review or a spot check.
        Review = "review" {
            /// Its number.
            number: Matter,
        }
    }
}

impl Given {
    /// The purpose, if the token was given for its kind and it holds for the household.
    fn of_household(self, call: &Call<'_>, household: i64) -> Result<Purpose, OfficeError> {
        let (kind, number) = match self {
            Self::Case { number } => (PurposeKind::Case, number),
            Self::Task { number } => (PurposeKind::Task, number),
            Self::Review { number } => (PurposeKind::Review, number),
        };
        if !call.purposes.contains(&kind) {
            return Err(Denied::Purpose.into());
        }
        For::of_kind(kind, number.0).of_household(call.bureau, call.who, household)
    }
}
