//! A ledger as a file, for a purpose that is kept, marked with who took it.

use super::show::asked;
use crate::{fields::Fields, signed::Sent, why::Why};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use doudi_journal::access::Denied;
use doudi_office::{
    OfficeError, field,
    ledgers::{self, Exported, Format, Use},
};

/// `POST /ledgers/export`
pub(crate) async fn export(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let (lang, (format, taken_for)) = (by.lang, taken(&fields)?);
    let made = by.run(move |bureau, who| {
        let asked = asked(bureau, who, &fields, &ledgers::programmes(bureau, who)?)?;
        ledgers::export(bureau, who, &asked, format, taken_for, lang)
    });
    Ok(file(format, made.await?))
}

/// As what, and what for.
pub(crate) fn taken(fields: &Fields) -> Result<(Format, Use), OfficeError> {
    let format = Format::ALL.into_iter().find(|it| it.name() == fields.text("format"));
    let taken_for = Use::named(fields.text("use")).ok_or(Denied::Purpose)?;
    Ok((format.ok_or(OfficeError::Form(field::FORMAT))?, taken_for))
}

/// A file that a browser keeps.
pub(crate) fn file(format: Format, made: Exported) -> Response {
    let named = format!("attachment; filename=\"{}\"", made.name);
    let headers = [(header::CONTENT_TYPE, format.media().to_owned()), (header::CONTENT_DISPOSITION, named)];
    (headers, made.bytes).into_response()
}
