//! An answer given on screen.

use super::show::{Extra, opened};
use crate::{fields::Fields, signed::Sent, why::Why};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::{BatchId, Say};
use doudi_office::{OfficeError, doubts, field};
use doudi_work::doubts::answers::Typed;

/// A workbook's correction says so in its explanation; a screen's says it there too.
fn note(fields: &Fields) -> Result<String, OfficeError> {
    let note = fields.words("note", field::NOTE)?;
    let corrects = fields.text("correct") == "yes" && !note.contains("更正");
    Ok(if corrects { format!("更正：{note}") } else { note })
}

/// `POST /doubts/{batch}/{number}/answer`: refused beside the form, with what was typed.
pub(crate) async fn give(
    Path((batch, number)): Path<(String, u32)>,
    Sent { by, fields }: Sent,
) -> Result<Response, Why> {
    let typed = Typed {
        choice: fields.text("choice").into(),
        note: note(&fields)?,
        division: fields.text("division").into(),
        checked_by: fields.words("checked_by", field::CHECKED_BY)?,
        checked_on: fields.date("checked_on", field::CHECKED_ON).ok(),
    };
    let key = fields.key(by.who.id)?;
    let (id, asked) = (BatchId::new(batch.as_str()), typed.clone());
    match by.run(move |bureau, who| doubts::answer(bureau, who, &id, number, &asked, &key)).await {
        Ok(()) => Ok(Redirect::to(&format!("/doubts/{batch}/{number}")).into_response()),
        Err(Why::Office(why)) if matches!(*why, OfficeError::Answer(_) | OfficeError::Answered) => {
            let (status, said) = (Why::Office(why.clone()).row().1, why.say(by.lang));
            opened(&by, &batch, number, status, Extra { refused: Some((typed, said)), ..Extra::default() }).await
        }
        Err(why) => Err(why),
    }
}
