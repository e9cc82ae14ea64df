//! Something is done to a case: a form becomes an act, and a refusal is shown beside the form.

use super::{
    acts::{Sent as Read, known},
    show::render,
};
use crate::{signed::Sent, why::Why};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::{Lang, Say};
use doudi_office::{OfficeError, case, field};

/// `POST /cases/{id}/{act}`
pub(crate) async fn act(Path((id, name)): Path<(i64, String)>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    if !known(&name) {
        return Err(Why::NoPage);
    }
    let (state, lang, sent, doing) = (by.state.clone(), by.lang, fields.clone(), name.clone());
    let done = by.run(move |bureau, who| {
        let seen = sent.number("version", field::FORM_PAGE)?.and_then(|it| u32::try_from(it).ok());
        let (seen, key) = (seen.ok_or(OfficeError::Form(field::FORM_PAGE))?, sent.key(who.id)?);
        let view = case::view(bureau, who, id)?;
        let feed = |feed: &str| state.feed(feed, Lang::Zh);
        let act = Read { bureau, who, view: &view, fields: &sent, feed: &feed }.act(&doing)?;
        case::act(bureau, who, id, seen, act, &key)
    });
    match done.await {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{id}")).into_response()),
        Err(Why::Office(error)) if shown_beside(&error) => {
            let said = error.say(lang);
            let status = Why::Office(error).row().1;
            Ok((status, render(&by, id, Some((name, fields, said))).await?).into_response())
        }
        Err(why) => Err(why),
    }
}

/// What somebody can put right on the page.
fn shown_beside(error: &OfficeError) -> bool {
    use doudi_journal::access::Denied;
    match error {
        OfficeError::Refused(_) | OfficeError::Form(_) | OfficeError::Overtaken { .. } => true,
        OfficeError::NoFacts | OfficeError::NotInMonth => true,
        OfficeError::Denied(why) => matches!(why, Denied::SameHand | Denied::Relative),
        _ => false,
    }
}
