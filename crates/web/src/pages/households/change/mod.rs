//! An act on the register: a form, a plan that says what will be, and then the act.

mod form;
mod planned;
mod read;

use super::purpose::For;
use crate::{
    fields::{Asked, Fields},
    shell::{Page, page, page_with},
    signed::{Sent, Signed},
    why::Why,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::Denied;
use doudi_kernel::Say;
use doudi_office::{
    OfficeError,
    register::{self, Refusal},
};

/// The acts that have a form, in the order in which a file offers them.
pub(crate) const ACTS: [&str; 12] =
    ["join", "leave", "death", "head", "split", "merge", "renew", "move", "away", "seat", "correct", "stand"];

/// `GET /households/{id}/change/{act}?task=T-1`
pub(crate) async fn show(Path((id, act)): Path<(i64, String)>, by: Signed, Asked(asked): Asked) -> Page {
    known(&act)?;
    let purpose = For::of(&asked).ok_or(Denied::Purpose)?;
    page(&form::form(&by, Some((id, purpose)), &act, asked, None).await?)
}

/// `GET /households/new`
pub(crate) async fn show_new(by: Signed) -> Page {
    page(&form::form(&by, None, "new", Fields::default(), None).await?)
}

/// `POST /households/{id}/change/{act}`: a plan, or with its print the act itself.
pub(crate) async fn send(Path((id, act)): Path<(i64, String)>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    known(&act)?;
    let purpose = For::of(&fields).ok_or(Denied::Purpose)?;
    sent(by, Some((id, purpose)), act, fields).await
}

/// `POST /households/new`
pub(crate) async fn send_new(Sent { by, fields }: Sent) -> Result<Response, Why> {
    sent(by, None, "new".into(), fields).await
}

fn known(act: &str) -> Result<(), Why> {
    if ACTS.contains(&act) { Ok(()) } else { Err(Why::NoPage) }
}

async fn sent(by: Signed, file: Option<(i64, For)>, act: String, fields: Fields) -> Result<Response, Why> {
    if fields.text("step") == "form" {
        return Ok(page(&form::form(&by, file, &act, fields, None).await?)?.into_response());
    }
    let (id, name, asked) = (file.as_ref().map(|(id, _)| *id), act.clone(), fields.clone());
    let purpose = file.as_ref().map(|(_, purpose)| purpose.clone());
    let done = by
        .run(move |bureau, who| {
            if let (Some(id), Some(purpose)) = (id, purpose) {
                purpose.of_household(bureau, who, id)?;
            }
            let (act, because) = (read::act(id, &name, &asked)?, read::because(&asked)?);
            match asked.text("seen") {
                "" => Ok(Err(register::plan(bureau, who, &act, &because)?)),
                seen => Ok(Ok(register::apply(bureau, who, &act, &because, seen, &asked.key(who.id)?)?)),
            }
        })
        .await;
    match done {
        Ok(Ok(now)) => {
            let same = file.filter(|(id, _)| *id == now).map(|(_, purpose)| format!("?{}", purpose.query()));
            Ok(Redirect::to(&format!("/households/{now}{}", same.unwrap_or_default())).into_response())
        }
        Ok(Err(plan)) => Ok(page(&planned::planned(&by, file, &act, fields, plan)?)?.into_response()),
        Err(Why::Office(error)) if beside(&error) => {
            let said = error.say(by.lang);
            let status = Why::Office(error).row().1;
            page_with(status, &form::form(&by, file, &act, fields, Some(said)).await?)
        }
        Err(why) => Err(why),
    }
}

/// What somebody can put right on the form.
fn beside(error: &OfficeError) -> bool {
    match error {
        OfficeError::Change(Refusal::Closed(_)) => false,
        OfficeError::Change(_) | OfficeError::Form(_) => true,
        _ => false,
    }
}
