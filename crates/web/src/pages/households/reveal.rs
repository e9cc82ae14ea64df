//! One number in full, for a reason that is kept.

use super::{
    purpose::For,
    show::{Beside, opened},
};
use crate::{shell::Page, signed::Sent, why::Why};
use axum::extract::Path;
use doudi_journal::access::Denied;
use doudi_kernel::Say;
use doudi_office::{OfficeError, field, register};

/// `POST /households/{id}/reveal`
pub(crate) async fn reveal(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Page {
    let purpose = For::of(&fields).ok_or(Denied::Purpose)?;
    let person = fields.number("person", field::PERSON)?.ok_or(OfficeError::Form(field::PERSON))?;
    let (asked, reason) = (purpose.clone(), fields.words("reason", field::REASON)?);
    let number = by.run(move |bureau, who| {
        let purpose = asked.of_household(bureau, who, id)?;
        register::reveal(bureau, who, id, person, purpose, &reason)
    });
    match number.await {
        Ok(number) => opened(&by, id, purpose, Beside { shown: Some((person, number)), ..Beside::default() }).await,
        Err(Why::Office(error)) if matches!(*error, OfficeError::Denied(Denied::Reason)) => {
            let said = Some((person, error.say(by.lang)));
            opened(&by, id, purpose, Beside { said, ..Beside::default() }).await
        }
        Err(why) => Err(why),
    }
}
