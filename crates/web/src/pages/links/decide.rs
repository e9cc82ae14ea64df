//! What somebody found out about a pair, or that it is taken back.

use super::show::{name, opened};
use crate::{
    signed::{Sent, Signed},
    why::Why,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::Say;
use doudi_office::{
    OfficeError, field,
    links::{self, Said},
};
use doudi_work::link::Verdict;

/// `POST /links/{id}/{number}`
pub(crate) async fn decide(
    Path((id, number)): Path<(String, u32)>,
    Sent { by, fields }: Sent,
) -> Result<Response, Why> {
    let verdict = Verdict::ALL.into_iter().find(|it| name(*it) == fields.text("verdict"));
    let reason = fields.words("reason", field::REASON)?;
    let said = Said {
        verdict: verdict.ok_or(OfficeError::Form(field::VERDICT))?,
        reason: reason.clone(),
        corrects: fields.text("corrects") == "yes",
        seen: seen(fields.number("seen", field::FORM_PAGE)?),
    };
    let (key, own) = (fields.key(by.who.id)?, id.clone());
    let done = by.run(move |bureau, who| links::decide(bureau, who, &own, number, &said, &key)).await;
    after(&by, id, number, done, reason).await
}

/// `POST /links/{id}/{number}/undo`
pub(crate) async fn undo(Path((id, number)): Path<(String, u32)>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let (key, own, seen) = (fields.key(by.who.id)?, id.clone(), seen(fields.number("seen", field::FORM_PAGE)?));
    let done = by.run(move |bureau, who| links::undo(bureau, who, &own, number, seen, &key)).await;
    after(&by, id, number, done, String::new()).await
}

fn seen(number: Option<i64>) -> u32 {
    number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
}

/// Back to the pair; who was overtaken or must say that it corrects sees the pair as it is now, with the reason.
async fn after(by: &Signed, id: String, number: u32, done: Result<(), Why>, reason: String) -> Result<Response, Why> {
    let told =
        |why: &OfficeError| matches!(why, OfficeError::Overtaken { .. } | OfficeError::Pair(_) | OfficeError::Form(_));
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/links/{id}/{number}")).into_response()),
        Err(Why::Office(why)) if told(&why) => {
            let status = Why::Office(why.clone()).row().1;
            opened(by, id, number, Some((status, why.say(by.lang))), reason).await
        }
        Err(why) => Err(why),
    }
}
