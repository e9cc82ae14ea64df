//! What a file is opened for: a case of the household, or the number of a task or a review.

use crate::fields::Fields;
use doudi_journal::access::{Denied, Purpose, PurposeKind};
use doudi_office::{Bureau, OfficeError, Who, case};

/// A purpose as a page's address names it: `case=12`, `task=R-7`. It holds no personal data.
#[derive(Clone, Debug)]
pub(crate) struct For {
    kind: PurposeKind,
    id: String,
}

const KINDS: [(&str, PurposeKind); 3] =
    [("case", PurposeKind::Case), ("task", PurposeKind::Task), ("review", PurposeKind::Review)];

impl For {
    /// The purpose in an address, if there is one.
    pub(crate) fn of(fields: &Fields) -> Option<Self> {
        let given = KINDS.iter().find(|(name, _)| !fields.text(name).is_empty());
        given.map(|(name, kind)| Self { kind: *kind, id: fields.text(name).into() })
    }

    /// A purpose of a kind.
    pub(crate) fn of_kind(kind: PurposeKind, id: String) -> Self {
        Self { kind, id }
    }

    /// The purpose that the form on a closed file names.
    ///
    /// # Errors
    /// [`Denied::Purpose`] for a number that is none.
    pub(crate) fn sent(fields: &Fields) -> Result<Self, OfficeError> {
        let kind =
            KINDS.iter().find(|(name, _)| *name == fields.text("kind")).map_or(PurposeKind::Task, |(_, kind)| *kind);
        Purpose::new(kind, fields.text("number"))?;
        Ok(Self { kind, id: fields.text("number").into() })
    }

    /// As an address says it.
    pub(crate) fn query(&self) -> String {
        let name = KINDS.iter().find(|(_, kind)| *kind == self.kind).map_or("task", |(name, _)| name);
        format!("{name}={}", self.id)
    }

    /// The purpose for another file that the same task touches: its number is on record there too.
    ///
    /// # Errors
    /// [`Denied::Purpose`].
    pub(crate) fn plain(&self) -> Result<Purpose, OfficeError> {
        Ok(Purpose::new(self.kind, &self.id)?)
    }

    /// The purpose, if it holds: a case must be one of this household.
    ///
    /// # Errors
    /// [`Denied::Purpose`].
    pub(crate) fn of_household(&self, bureau: &Bureau, who: &Who, household: i64) -> Result<Purpose, OfficeError> {
        if self.kind == PurposeKind::Case {
            let id = self.id.parse().map_err(|_| Denied::Purpose)?;
            if case::view(bureau, who, id)?.state.household != household {
                return Err(Denied::Purpose.into());
            }
        }
        Ok(Purpose::new(self.kind, &self.id)?)
    }
}
