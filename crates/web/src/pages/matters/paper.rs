//! The list with which somebody goes visiting, as a file.

use crate::{pages::ledgers::export::file, signed::Signed, why::Why};
use axum::{extract::Path, response::Response};
use doudi_office::{
    OfficeError, field,
    ledgers::{Exported, Format},
    matters, papers,
};

/// `GET /matters/list/{name}`, `419901001000.xlsx` or `419901001002.pdf`
pub(crate) async fn show(Path(name): Path<String>, by: Signed) -> Result<Response, Why> {
    let (code, end) = name.rsplit_once('.').ok_or(Why::NoPage)?;
    let format = Format::ALL.into_iter().find(|it| it.name() == end).ok_or(Why::NoPage)?;
    let (place, lang) = (code.parse().map_err(|_| OfficeError::Form(field::WITHIN))?, by.lang);
    let made = by.run(move |bureau, who| {
        let paper = matters::visiting_list(bureau, who, place, lang)?;
        if format == Format::Pdf { papers::pdf(&paper) } else { papers::xlsx(&paper) }
    });
    let bytes = made.await?;
    Ok(file(format, Exported { name: format!("matters-{code}.{}", format.name()), bytes }))
}
