//! A run's tables as a file, marked with who took it.

use crate::{
    pages::ledgers::export::{file, taken},
    signed::Sent,
    why::Why,
};
use axum::{extract::Path, response::Response};
use doudi_office::simulations;

/// `POST /simulations/{name}/export`
pub(crate) async fn export(Path(name): Path<String>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let (lang, (format, taken_for)) = (by.lang, taken(&fields)?);
    let made = by.run(move |bureau, who| simulations::export(bureau, who, &name, format, taken_for, lang));
    Ok(file(format, made.await?))
}
