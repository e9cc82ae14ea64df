//! A password that was forgotten, a phone that was lost, an account that is not needed any more.

use super::list::{made, refused};
use crate::{signed::Sent, why::Why};
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{UserId, login::SecondFactor};
use doudi_kernel::Say;
use doudi_office::{OfficeError, field, staff};

/// `POST /users/reset`: a drawn password, shown once.
pub(crate) async fn password(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let state = by.state.clone();
    let done = by.run(move |bureau, who| {
        let (of, key) = (user(&fields)?, fields.key(who.id)?);
        staff::reset_password(bureau, who, of, &key, &mut |bytes: &mut [u8]| (state.fill)(bytes))
    });
    let title = by.lang.pick("新密码", "New password");
    let said = by.lang.pick(
        "请当面交给本人，首次登录后须立即更换；离开本页后不再显示。",
        "Hand it over in person; it must be changed when first used, and is not shown again.",
    );
    shown(&by, done.await, title, said).await
}

/// `POST /users/factor`: a new second factor, shown once.
pub(crate) async fn factor(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let state = by.state.clone();
    let done = by.run(move |bureau, who| {
        let of = user(&fields)?;
        let factor = SecondFactor::draw(&mut |bytes: &mut [u8]| (state.fill)(bytes))?;
        let (account, now) = staff::renew_factor(bureau, who, of, &factor, &fields.key(who.id)?)?;
        let place = who.grants.first().map(|grant| crate::words::place(bureau, grant.area.number()));
        let uri = factor.setup_uri(&format!("兜底 {}", place.unwrap_or_default()), &account).to_string();
        Ok((account, now.then_some(uri)))
    });
    let title = by.lang.pick("动态口令", "Second factor");
    shown(&by, done.await, title, super::list::factor_said(by.lang)).await
}

/// `POST /users/close`: closes an account, or opens it again.
pub(crate) async fn close(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let done = by.run(move |bureau, who| {
        staff::close(bureau, who, user(&fields)?, fields.text("closed") == "yes", &fields.key(who.id)?)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to("/users").into_response()),
        Err(why) => told(&by, why).await,
    }
}

fn user(fields: &crate::fields::Fields) -> Result<UserId, OfficeError> {
    Ok(UserId(fields.number("account", field::ACCOUNT)?.ok_or(OfficeError::Form(field::ACCOUNT))?))
}

async fn shown(
    by: &crate::signed::Signed,
    done: Result<(String, Option<String>), Why>,
    title: &'static str,
    said: &'static str,
) -> Result<Response, Why> {
    match done {
        // Sent again: it was done once, and shown once.
        Ok((_, None)) => Ok(Redirect::to("/users").into_response()),
        Ok((of, Some(secret))) => Ok(made(by, super::list::Secret { title, of, said, secret }).await?.into_response()),
        Err(why) => told(by, why).await,
    }
}

async fn told(by: &crate::signed::Signed, why: Why) -> Result<Response, Why> {
    match why {
        Why::Office(error) if matches!(*error, OfficeError::Denied(_) | OfficeError::Form(_)) => {
            let said = error.say(by.lang);
            refused(by, Why::Office(error).row().1, said).await
        }
        why => Err(why),
    }
}
