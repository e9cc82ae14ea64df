//! A role is given, by the security administrator.

use super::list::refused;
use crate::{signed::Sent, why::Why};
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{Denied, Grant, Role, UserId};
use doudi_kernel::Say;
use doudi_office::{OfficeError, field, staff};

/// `POST /users/grant`
pub(crate) async fn grant(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let sent = fields.clone();
    let done = by.run(move |bureau, who| {
        let to = UserId(sent.number("account", field::ACCOUNT)?.ok_or(OfficeError::Form(field::ACCOUNT))?);
        let role = Role::named(sent.text("role")).ok_or(OfficeError::Form(field::ROLE))?;
        let area = sent.division("area", field::AREA)?;
        let from = sent.date("from", field::FROM)?;
        let until = if sent.text("to").is_empty() { None } else { Some(sent.date("to", field::TO)?) };
        if until.is_some_and(|until| until < from) {
            return Err(OfficeError::Form(field::TO));
        }
        staff::grant(bureau, who, to, &Grant { role, area, from, to: until }, Some(&sent.key(who.id)?))
    });
    match done.await {
        Ok(()) => Ok(Redirect::to("/users").into_response()),
        Err(Why::Office(error)) if told(&error) => {
            let said = error.say(by.lang);
            refused(&by, Why::Office(error).row().1, said).await
        }
        Err(why) => Err(why),
    }
}

/// What the administrator can put right on the page.
fn told(error: &OfficeError) -> bool {
    matches!(error, OfficeError::Form(_) | OfficeError::Denied(Denied::OwnGrant | Denied::Duties { .. } | Denied::Area))
}
