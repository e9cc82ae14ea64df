//! The newest act on a file, turned round for a reason.

use super::{purpose::For, show::opened};
use crate::{signed::Sent, why::Why};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::Denied;
use doudi_kernel::Say;
use doudi_office::{OfficeError, field, register};

/// `POST /households/{id}/undo`
pub(crate) async fn undo(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let purpose = For::of(&fields).ok_or(Denied::Purpose)?;
    let (asked, reason) = (purpose.clone(), fields.words("reason", field::REASON)?);
    let seq = fields.number("seq", field::FORM_PAGE)?.ok_or(OfficeError::Form(field::FORM_PAGE))?;
    let sent = fields.clone();
    let done = by.run(move |bureau, who| {
        asked.of_household(bureau, who, id)?;
        register::undo(bureau, who, id, seq, &reason, &sent.key(who.id)?)
    });
    match done.await {
        Ok(now) if now == id => Ok(Redirect::to(&format!("/households/{id}?{}", purpose.query())).into_response()),
        Ok(now) => Ok(Redirect::to(&format!("/households/{now}")).into_response()),
        Err(Why::Office(error)) if matches!(*error, OfficeError::Change(_)) => {
            let said = error.say(by.lang);
            let status = Why::Office(error).row().1;
            Ok((status, opened(&by, id, purpose, super::show::Beside::undo(said)).await?).into_response())
        }
        Err(why) => Err(why),
    }
}
