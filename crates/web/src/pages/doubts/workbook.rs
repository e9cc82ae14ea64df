//! A town's workbook: taken out, filled in, sent back, looked at, kept.

use crate::{
    fields::Asked,
    pages::imports::{
        snapshot::workbook,
        upload::{Upload, store},
    },
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words::count,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::BatchId;
use doudi_office::{OfficeError, doubts, field};

/// `GET /doubts/{batch}/book?town=`
pub(crate) async fn book(Path(batch): Path<String>, by: Signed, Asked(asked): Asked) -> Result<Response, Why> {
    let town = asked.division("town", field::TOWN)?;
    let book = by.run(move |bureau, who| doubts::town_book(bureau, who, &BatchId::new(batch), town)).await?;
    Ok(workbook(&book.name, book.bytes))
}

/// `POST /doubts/workbooks`
pub(crate) async fn take(mut upload: Upload) -> Result<Response, Why> {
    let sent = store(&mut upload, doubts::receive_workbook).await?;
    match &sent[..] {
        [only] => Ok(Redirect::to(&format!("/doubts/workbooks/{}", only.id)).into_response()),
        _ => Err(OfficeError::Form(field::FILE).into()),
    }
}

#[derive(Template)]
#[template(path = "doubt_workbook.html")]
struct Look {
    s: Shell,
    id: String,
    name: String,
    title: String,
    accepted: String,
    kinds: Vec<(String, String)>,
    repeated: String,
    empty: String,
    refused: Vec<(String, u32, String, String)>,
}

/// `GET /doubts/workbooks/{id}`
pub(crate) async fn show(Path(id): Path<String>, by: Signed) -> Page {
    let own = id.clone();
    let it = by.run(move |bureau, who| doubts::look_workbook(bureau, who, &own)).await?;
    let s = Shell::of(&by);
    let refused = it.refused.iter().map(|row| {
        let number = row.number.map(|number| number.to_string()).unwrap_or_default();
        (row.sheet.clone(), row.row, number, row.why.say(s.lang).to_owned())
    });
    page(&Look {
        id,
        title: it.title.say(s.lang).into(),
        accepted: count(it.accepted as i64),
        kinds: it.kinds.iter().map(|(kind, many)| (kind.say(s.lang).to_owned(), count(*many as i64))).collect(),
        repeated: count(it.repeated.into()),
        empty: count(it.empty.into()),
        refused: refused.collect(),
        name: it.name,
        s,
    })
}

/// `POST /doubts/workbooks/{id}/apply`
pub(crate) async fn apply(Path(id): Path<String>, Sent { by, .. }: Sent) -> Result<Redirect, Why> {
    by.run(move |bureau, who| doubts::apply_workbook(bureau, who, &id)).await?;
    Ok(Redirect::to("/doubts"))
}

/// `POST /doubts/workbooks/{id}/discard`
pub(crate) async fn discard(Path(id): Path<String>, Sent { by, .. }: Sent) -> Result<Redirect, Why> {
    by.run(move |bureau, who| doubts::discard_workbook(bureau, who, &id)).await?;
    Ok(Redirect::to("/doubts"))
}
