//! A comparison is run, its doubts are handed down, people are drawn for a check on site.

use super::{job, month, show::found};
use crate::{pages::imports::snapshot::workbook, signed::Sent, why::Why};
use axum::{
    extract::Path,
    response::{Redirect, Response},
};
use doudi_office::{Field, OfficeError, doubts, field};
use std::sync::Arc;

/// `POST /comparisons/{spec}/run`
pub(crate) async fn run(Path(id): Path<String>, Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    let (month, own) = (month(&by, &fields).await?, id.clone());
    let spec = by.run(move |bureau, who| doubts::may_compare(bureau, who, &own)).await?;
    let (bureau, name) = (Arc::clone(&by.state.bureau), job(&id, month));
    by.state.compared.forget(&name);
    by.state.compared.begin(&name, move |progress| doubts::run(&bureau, spec, month, progress));
    Ok(Redirect::to(&format!("/comparisons/{id}?month={month}")))
}

/// `POST /comparisons/{spec}/hand-down`
pub(crate) async fn hand_down(Path(id): Path<String>, Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    let (month, of) = found(&by, &id, &fields).await?;
    by.run(move |bureau, who| doubts::hand_down(bureau, who, &of)).await?;
    Ok(Redirect::to(&format!("/doubts?spec={id}&month={month}")))
}

/// `POST /comparisons/{spec}/sample`
pub(crate) async fn sample(Path(id): Path<String>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let (_, of) = found(&by, &id, &fields).await?;
    let wanted = |name: &str, called: Field| match fields.number(name, called.clone()) {
        Ok(Some(number)) => Ok(number.unsigned_abs()),
        _ => Err(OfficeError::Form(called)),
    };
    let (size, seed) = (wanted("size", field::SIZE)?, wanted("seed", field::SEED)?);
    let book = by.run(move |bureau, who| doubts::sampled(bureau, who, &of, size, seed)).await?;
    Ok(workbook(&book.name, book.bytes))
}
