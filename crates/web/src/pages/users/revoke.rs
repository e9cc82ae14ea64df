//! A role is taken away; it counts from the next request.

use crate::{signed::Sent, why::Why};
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{Role, UserId};
use doudi_office::{OfficeError, field, staff};

/// `POST /users/revoke`
pub(crate) async fn revoke(Sent { by, fields }: Sent) -> Result<Response, Why> {
    by.run(move |bureau, who| {
        let from = UserId(fields.number("account", field::ACCOUNT)?.ok_or(OfficeError::Form(field::ACCOUNT))?);
        let role = Role::named(fields.text("role")).ok_or(OfficeError::Form(field::ROLE))?;
        let area = fields.division("area", field::AREA)?;
        staff::take_away(bureau, who, from, role, area, Some(&fields.key(who.id)?))
    })
    .await?;
    Ok(Redirect::to("/users").into_response())
}
