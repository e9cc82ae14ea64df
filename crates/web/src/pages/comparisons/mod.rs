//! Comparisons: what each needs, what it finds, and handing its doubts down.

pub(crate) mod act;
pub(crate) mod list;
pub(crate) mod show;

use crate::{fields::Fields, signed::Signed, why::Why};
use doudi_kernel::Month;
use doudi_office::{Bureau, OfficeError, field};

/// The month that is asked about; without one, the newest of which any file is there.
pub(super) async fn month(by: &Signed, fields: &Fields) -> Result<Month, Why> {
    match fields.text("month") {
        "" => by.run(|bureau, who| Ok(newest(bureau)?.unwrap_or_else(|| Month::of(who.today())))).await,
        text => text.parse().map_err(|_| OfficeError::Form(field::MONTH).into()),
    }
}

fn newest(bureau: &Bureau) -> Result<Option<Month>, OfficeError> {
    Ok(bureau.lake()?.snapshots()?.iter().map(|it| it.about.month).max())
}

/// What a comparison of a month is called among the jobs.
pub(super) fn job(spec: &str, month: Month) -> String {
    format!("{spec}/{month}")
}
