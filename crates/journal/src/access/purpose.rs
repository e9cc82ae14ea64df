//! Opening a person's file: for something, and on record (Social Assistance Law art. 70 (6)).

use super::{Action, Denied, Resource, Scope, UserId};
use doudi_kernel::Division;
use serde::{Deserialize, Serialize};

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurposeKind {
    /// An application and its steps.
    Case,
    /// Something handed down: a doubt, a warning, a visit.
    Task,
    /// A periodic review or a spot check.
    Review,
}

/// A purpose by its kind and the number of the thing: never free text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Purpose {
    kind: PurposeKind,
    id: String,
}

impl Purpose {
    /// Names a purpose. Whether the case, task or review exists and is about that person is the caller's look-up.
    ///
    /// # Errors
    /// [`Denied::Purpose`] unless the number is 1 to 64 letters, digits, `-`, `_` and no identity number.
    ///
    /// ```
    /// use doudi_journal::access::{Purpose, PurposeKind};
    /// assert!(Purpose::new(PurposeKind::Case, "2026-000123").is_ok());
    /// assert!(Purpose::new(PurposeKind::Case, "").is_err());
    /// assert!(Purpose::new(PurposeKind::Case, "just looking").is_err());
    /// ```
    pub fn new(kind: PurposeKind, id: &str) -> Result<Self, Denied> {
        let form = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        let named = (1..=64).contains(&id.len()) && id.bytes().all(form) && digits_in_a_row(id) < 15;
        named.then(|| Self { kind, id: id.into() }).ok_or(Denied::Purpose)
    }

    /// The kind.
    pub fn kind(&self) -> PurposeKind {
        self.kind
    }

    /// The number of the case, task or review.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// One line of the record of who looked at what; kept three years at least (政务数据共享条例 art. 29).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[must_use = "an opening that is not recorded is an offence"]
pub struct AccessRecord {
    /// Milliseconds since 1970, UTC.
    pub at: i64,
    /// Who.
    pub user: UserId,
    /// What kind of file.
    pub resource: &'static str,
    /// What was done: `read` or `reveal`.
    pub action: &'static str,
    /// The division of the file.
    pub division: u64,
    /// The file, by its row's id.
    pub subject: String,
    /// For what.
    pub purpose: Purpose,
    /// The column that was revealed.
    pub column: Option<String>,
    /// Why it was revealed.
    pub reason: Option<String>,
}

/// The proof that a file may be shown: what reading one demands beside the scope.
#[derive(Debug)]
#[must_use]
pub struct Opening {
    record: AccessRecord,
}

impl Scope {
    /// Opens one file of the scope.
    ///
    /// # Errors
    /// [`Denied::Role`] where the scope is not for reading, [`Denied::Area`] where the file lies elsewhere.
    pub fn open(
        &self,
        user: UserId,
        at: i64,
        division: Division,
        subject: &str,
        purpose: Purpose,
    ) -> Result<Opening, Denied> {
        if self.action() != Action::Read {
            return Err(Denied::Role(self.resource(), Action::Read));
        }
        if !self.covers(division) {
            return Err(Denied::Area);
        }
        Ok(Opening {
            record: AccessRecord {
                at,
                user,
                resource: self.resource().name(),
                action: Action::Read.name(),
                division: division.number(),
                subject: subject.into(),
                purpose,
                column: None,
                reason: None,
            },
        })
    }
}

impl Opening {
    /// What to write into the record before the file is shown, in the same transaction.
    pub fn record(&self) -> AccessRecord {
        self.record.clone()
    }

    /// Which file it opens.
    pub fn subject(&self) -> &str {
        &self.record.subject
    }

    /// Reveals one masked column of the opened file, for a reason; the record is to be written before it is shown.
    ///
    /// `scope` is the authorisation for [`Resource::SealedColumn`] and [`Action::Reveal`].
    ///
    /// # Errors
    /// [`Denied::Role`] for another scope, [`Denied::Area`], [`Denied::Reason`].
    pub fn reveal(&self, scope: &Scope, at: i64, column: &str, reason: &str) -> Result<AccessRecord, Denied> {
        if (scope.resource(), scope.action()) != (Resource::SealedColumn, Action::Reveal) {
            return Err(Denied::Role(Resource::SealedColumn, Action::Reveal));
        }
        if !scope.holds(self.record.division) {
            return Err(Denied::Area);
        }
        let reason = reason.trim();
        if !(4..=200).contains(&reason.chars().count()) || digits_in_a_row(reason) >= 11 {
            return Err(Denied::Reason);
        }
        Ok(AccessRecord {
            at,
            action: Action::Reveal.name(),
            column: Some(column.into()),
            reason: Some(reason.into()),
            ..self.record()
        })
    }
}

/// The longest run of digits, of any script: fifteen may be an identity number, eleven a phone.
fn digits_in_a_row(text: &str) -> usize {
    text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Grant, Role, authorise};
    use doudi_kernel::Date;

    const TODAY: Date = Date::constant(2026, 7, 1);

    fn scope(role: Role, resource: Resource, action: Action) -> Scope {
        let grants = [Grant { role, area: "419901002".parse().unwrap(), from: TODAY, to: None }];
        authorise(&grants, resource, action, TODAY).unwrap()
    }

    fn opening() -> Opening {
        let purpose = Purpose::new(PurposeKind::Case, "2026-000123").unwrap();
        let read = scope(Role::TownClerk, Resource::Household, Action::Read);
        read.open(UserId(5), 1_000, "419901002007".parse().unwrap(), "household-9", purpose).unwrap()
    }

    #[test]
    fn a_file_opens_for_a_purpose_and_says_so() {
        let record = opening().record();
        assert_eq!((record.user, record.division, record.action), (UserId(5), 419_901_002_007, "read"));
        assert_eq!((record.subject.as_str(), record.purpose.id()), ("household-9", "2026-000123"));
    }

    #[test]
    fn a_scope_for_lists_or_for_another_town_opens_no_file() {
        let purpose = || Purpose::new(PurposeKind::Task, "t-1").unwrap();
        let village = "419901002007".parse().unwrap();
        let listing = scope(Role::TownClerk, Resource::Household, Action::List);
        let denied = listing.open(UserId(5), 0, village, "h", purpose()).unwrap_err();
        assert_eq!(denied, Denied::Role(Resource::Household, Action::Read));
        let reading = scope(Role::TownClerk, Resource::Household, Action::Read);
        let denied = reading.open(UserId(5), 0, "419901003007".parse().unwrap(), "h", purpose()).unwrap_err();
        assert_eq!(denied, Denied::Area);
    }

    #[test]
    fn a_masked_value_is_revealed_for_a_reason_that_holds_no_number() {
        let reveal = scope(Role::TownClerk, Resource::SealedColumn, Action::Reveal);
        let record = opening().reveal(&reveal, 2_000, "person.phone", " 电话通知入户 ").unwrap();
        assert_eq!((record.action, record.column.as_deref()), ("reveal", Some("person.phone")));
        assert_eq!(record.reason.as_deref(), Some("电话通知入户"));
        for reason in ["", "核对", "   　 ", "核对13800000000", "核对１３８０００００００００", &"长".repeat(201)]
        {
            assert_eq!(opening().reveal(&reveal, 0, "person.phone", reason), Err(Denied::Reason), "{reason}");
        }
        let reading = scope(Role::TownClerk, Resource::Household, Action::Read);
        assert!(opening().reveal(&reading, 0, "person.phone", "电话通知入户").is_err());
    }

    #[test]
    fn an_identity_number_is_no_purpose() {
        for id in ["419901199003070014", "419901900307001", "a b", "", "案件一", &"9".repeat(65)] {
            assert_eq!(Purpose::new(PurposeKind::Review, id), Err(Denied::Purpose));
        }
    }
}
