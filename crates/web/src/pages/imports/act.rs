//! What is done with a file that was sent: said more about, taken in, thrown away; and a layout accepted for its kind.

use super::{look, take};
use crate::{signed::Sent, why::Why};
use axum::{extract::Path, response::Redirect};
use doudi_office::{OfficeError, field, imports};

fn to(id: &str) -> Redirect {
    Redirect::to(&format!("/imports/{id}"))
}

/// `POST /imports/{id}/say`
pub(crate) async fn say(Path(id): Path<String>, Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    let feed = Some(fields.text("feed")).filter(|it| !it.is_empty()).map(Into::into);
    let month = match fields.text("month") {
        "" => None,
        text => Some(text.parse().map_err(|_| OfficeError::Form(field::MONTH))?),
    };
    let file = by.run(move |bureau, who| imports::say_more(bureau, who, &id, feed, month)).await?;
    by.state.looks.forget(&file.id);
    look(&by.state, &file);
    Ok(to(&file.id))
}

/// `POST /imports/{id}/apply`
pub(crate) async fn apply(Path(id): Path<String>, Sent { by, .. }: Sent) -> Result<Redirect, Why> {
    let file = by.run(move |bureau, who| imports::apply_planned(bureau, who, &id)).await?;
    by.state.imports.forget(&file.id);
    if matches!(file.stage, imports::Stage::Applying { .. }) {
        take(&by.state, &file);
    }
    Ok(to(&file.id))
}

/// `POST /imports/{id}/discard`
pub(crate) async fn discard(Path(id): Path<String>, Sent { by, .. }: Sent) -> Result<Redirect, Why> {
    let own = id.clone();
    by.run(move |bureau, who| imports::discard(bureau, who, &own)).await?;
    by.state.looks.forget(&id);
    by.state.imports.forget(&id);
    Ok(Redirect::to("/imports"))
}

/// `POST /imports/{id}/layout`: the text as it was proposed, or mended.
pub(crate) async fn layout(Path(id): Path<String>, Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    let (own, text) = (id.clone(), fields.text("toml").replace('\r', ""));
    let file = by.run(move |bureau, who| {
        let file = imports::one(bureau, who, &own)?;
        imports::accept_layout(bureau, who, &text)?;
        Ok(file)
    });
    let file = file.await?;
    by.state.looks.forget(&file.id);
    look(&by.state, &file);
    Ok(to(&id))
}
