//! `POST /field/sync`: one operation of a telephone with its photographs. Each stands alone, so that a weak signal loses one
//! and not a day; each carries a name of its own, so that sent twice it is done once.

use super::OPERATION;
use crate::{
    pages::imports::upload::{Upload, broken, text},
    why::Why,
};
use axum::{Json, extract::multipart::Field};
use doudi_kernel::{Lang, Say};
use doudi_office::{
    OfficeError, discoveries,
    visits::{self, Made, PHOTO_BYTES, PHOTOS, Refused},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// What a telephone may send.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Operation {
    /// A household was visited.
    Visit(Made),
    /// A neighbour is in need.
    Report(discoveries::Reported),
}

/// The parts of a parcel.
#[derive(Default)]
struct Parcel {
    /// The telephone's clock when it was sent.
    sent: Option<i64>,
    operation: Option<Operation>,
    photos: Vec<Vec<u8>>,
}

pub(super) async fn take(upload: Upload) -> Result<Json<Value>, Why> {
    let Upload { by, mut parts } = upload;
    let mut parcel = Parcel::default();
    while let Some(field) = parts.next_field().await.map_err(|error| broken(&error))? {
        part(&mut parcel, field).await?;
    }
    let (Some(sent), Some(operation)) = (parcel.sent, parcel.operation) else { return Err(shape()) };
    let photos = parcel.photos;
    by.run(move |bureau, who| {
        let ahead = sent.saturating_sub(who.now.millis());
        match operation {
            Operation::Visit(made) => {
                let became = visits::take(bureau, who, &made, &photos, ahead)?;
                Ok(json!({ "became": became, "case": in_case(visits::note_in_case(bureau, who, &made, ahead)) }))
            }
            Operation::Report(it) => Ok(json!({ "report": discoveries::report(bureau, who, &it, ahead)? })),
        }
    })
    .await
    .map(Json)
}

/// The visit stands, whatever its case says to it.
fn in_case(noted: Result<bool, OfficeError>) -> Value {
    match noted {
        Ok(noted) => json!({ "noted": noted }),
        Err(why) => json!({ "noted": false, "why": { "zh": why.say(Lang::Zh), "en": why.say(Lang::En) } }),
    }
}

fn shape() -> Why {
    OfficeError::from(Refused::Shape).into()
}

async fn part(parcel: &mut Parcel, mut field: Field<'_>) -> Result<(), Why> {
    match field.name().unwrap_or_default() {
        "sent" => parcel.sent = Some(text(&mut field).await?.parse().map_err(|_| shape())?),
        "operation" => {
            let bytes = taken(&mut field, OPERATION).await?;
            parcel.operation = Some(serde_json::from_slice(&bytes).map_err(|_| shape())?);
        }
        "photo" if parcel.photos.len() < PHOTOS => parcel.photos.push(taken(&mut field, PHOTO_BYTES).await?),
        _ => return Err(shape()),
    }
    Ok(())
}

/// The bytes of a part, no more than so many.
async fn taken(field: &mut Field<'_>, most: usize) -> Result<Vec<u8>, Why> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > most {
            return Err(Why::TooLarge);
        }
    }
    Ok(bytes)
}
