//! A case's letter or report as PDF, to be printed, sealed and handed over.

use crate::{signed::Signed, why::Why};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use doudi_office::papers::{self, Paper};

/// `GET /cases/{id}/papers/{name}`, `decision.pdf` or `verification.pdf`
pub(crate) async fn show(Path((id, name)): Path<(i64, String)>, by: Signed) -> Result<Response, Why> {
    let paper = name.strip_suffix(".pdf").and_then(Paper::named).ok_or(Why::NoPage)?;
    let (state, lang) = (by.state.clone(), by.lang);
    let written = by.run(move |bureau, who| {
        papers::pdf(&papers::paper(bureau, who, id, paper, lang, &|feed| state.feed(feed, lang))?)
    });
    let bytes = written.await?;
    let named = format!("inline; filename=\"case-{id}-{}.pdf\"", paper.name());
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, named)], bytes)
        .into_response())
}
