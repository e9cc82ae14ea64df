//! A case's letters and reports as PDF, and lists as PDF or workbook, to be printed, sealed and handed over.

use crate::{signed::Signed, why::Why};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use doudi_journal::access::UserId;
use doudi_kernel::{Lang, Month};
use doudi_office::{
    Bureau, OfficeError, Who, field,
    papers::{self, Paper},
};

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A finished file with its kind.
type File = (&'static str, Vec<u8>);

fn answer(named: &str, (kind, bytes): File) -> Response {
    let named = format!("inline; filename=\"{named}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes).into_response()
}

/// A list by the end of its name: `.pdf` or `.xlsx`.
async fn list(
    by: &Signed,
    name: &str,
    write: impl FnOnce(&Bureau, &Who, &str, Lang) -> Result<doudi_office::papers::Document, OfficeError> + Send + 'static,
) -> Result<Response, Why> {
    let (stem, end) = name.rsplit_once('.').ok_or(Why::NoPage)?;
    let (stem, end, lang) = (stem.to_owned(), end.to_owned(), by.lang);
    if !["pdf", "xlsx"].contains(&&*end) {
        return Err(Why::NoPage);
    }
    let written = by.run(move |bureau, who| {
        let paper = write(bureau, who, &stem, lang)?;
        if end == "pdf" { Ok((PDF, papers::pdf(&paper)?)) } else { Ok((XLSX, papers::xlsx(&paper)?)) }
    });
    Ok(answer(name, written.await?))
}

fn month(text: &str) -> Result<Month, OfficeError> {
    text.parse().map_err(|_| OfficeError::Form(field::MONTH))
}

/// `GET /imprest/{town}/{list}`, `2026-08.pdf` or `2026-08.xlsx`: relief that went first in a month.
pub(crate) async fn relief(Path((town, name)): Path<(u64, String)>, by: Signed) -> Result<Response, Why> {
    list(&by, &name, move |bureau, who, stem, lang| papers::relief(bureau, who, town, month(stem)?, lang)).await
}

/// `GET /notices/{village}/{list}`, `2026-08.pdf` or `2026-08.xlsx`: who is helped in a village in a month.
pub(crate) async fn notice(Path((village, name)): Path<(u64, String)>, by: Signed) -> Result<Response, Why> {
    list(&by, &name, move |bureau, who, stem, lang| papers::notice(bureau, who, village, month(stem)?, lang)).await
}

/// `GET /relatives/{list}`, `7.pdf` or `7.xlsx`: the form of a member of staff, by the user's number; `own.pdf` of oneself.
pub(crate) async fn relatives(Path(name): Path<String>, by: Signed) -> Result<Response, Why> {
    list(&by, &name, move |bureau, who, stem, lang| {
        let of = match stem {
            "own" => None,
            number => Some(UserId(number.parse().map_err(|_| OfficeError::Form(field::ACCOUNT))?)),
        };
        papers::relatives(bureau, who, of, lang)
    })
    .await
}

/// `GET /cases/{id}/papers/{name}`, one of [`Paper`]'s names with `.pdf`
pub(crate) async fn show(Path((id, name)): Path<(i64, String)>, by: Signed) -> Result<Response, Why> {
    let paper = name.strip_suffix(".pdf").and_then(Paper::named).ok_or(Why::NoPage)?;
    let (state, lang) = (by.state.clone(), by.lang);
    let written = by.run(move |bureau, who| {
        papers::pdf(&papers::paper(bureau, who, id, paper, lang, &|feed| state.feed(feed, lang))?)
    });
    Ok(answer(&format!("case-{id}-{}.pdf", paper.name()), (PDF, written.await?)))
}
