//! What everyone says the same way: ids, divisions, money, dates.
//!
//! The kernel does no input or output, reads no clock and is not async. Everything else depends on it, so a type lives
//! here only when two crates must agree on it.

mod certificate;
mod division;
mod ids;
mod money;
mod month;
mod ratio;
mod resident_id;
mod say;
mod working_days;

pub use certificate::{CertificateError, DisabilityCertificate, DisabilityGrade, DisabilityKind};
pub use division::{Division, DivisionError, DivisionLevel, DivisionList, DivisionListError, bare_name, county_name};
pub use ids::{BatchId, FeedId, LayoutId, SnapshotId, SpecId};
pub use jiff::civil::Date;
pub use money::{Money, MoneyError};
pub use month::{Month, MonthError};
pub use ratio::{Ratio, Rounding};
pub use resident_id::{IdKey, ResidentId, ResidentIdError, Sex};
pub use say::{Fault, Lang, Say};
pub use working_days::{CalendarError, WorkingDays};
