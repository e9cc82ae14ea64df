//! A new account: made by the system administrator, without any right yet.

use super::list::{Secret, factor_said, made};
use crate::{
    fields::Fields,
    shell::{Page, Shell, page, page_with},
    signed::{Sent, Signed},
    why::Why,
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{Action, Resource, login::SecondFactor};
use doudi_kernel::Say;
use doudi_office::{OfficeError, field, staff};

#[derive(Template)]
#[template(path = "user_new.html")]
struct New {
    s: Shell,
    account: String,
    name: String,
    area: String,
    factor: bool,
    key: String,
    said: Option<String>,
}

/// `GET /users/new`
pub(crate) async fn show(by: Signed) -> Page {
    let _ = by.who.may(Resource::User, Action::Write)?;
    page(&form(&by, &Fields::default(), None))
}

fn form(by: &Signed, fields: &Fields, said: Option<String>) -> New {
    let own = by.who.grants.first().map(|grant| grant.area.to_string()).unwrap_or_default();
    let area = match fields.text("area") {
        "" => own,
        typed => typed.to_owned(),
    };
    let text = |name: &str| fields.text(name).to_owned();
    let s = Shell::of(by);
    let key = Some(text("key")).filter(|key| !key.is_empty()).unwrap_or_else(|| s.key());
    New {
        s,
        key,
        account: text("account"),
        name: text("name"),
        area,
        factor: said.is_none() || text("factor") == "yes",
        said,
    }
}

/// `POST /users/new`
pub(crate) async fn make(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let (state, sent) = (by.state.clone(), fields.clone());
    let done = by.run(move |bureau, who| {
        let (account, name) = (sent.text("account"), sent.words("name", field::NAME)?);
        let sound = (2..=32).contains(&account.len())
            && account.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it));
        if !sound {
            return Err(OfficeError::Form(field::ACCOUNT));
        }
        if name.is_empty() {
            return Err(OfficeError::Form(field::NAME));
        }
        let area = sent.division("area", field::AREA)?;
        let password = sent.untrimmed("password");
        let mut fill = |bytes: &mut [u8]| (state.fill)(bytes);
        let factor = match sent.text("factor") {
            "yes" => Some(SecondFactor::draw(&mut fill)?),
            _ => None,
        };
        let new = staff::NewAccount { area, account, name: &name, password, factor: factor.as_ref() };
        let (_, now) = staff::new_account(bureau, who, &new, Some(&sent.key(who.id)?), &mut fill)?;
        let issuer = crate::words::place(bureau, area.number());
        // A form that comes again has drawn a factor that is nobody's.
        let factor = factor.filter(|_| now);
        Ok(factor.map(|factor| (account.to_owned(), factor.setup_uri(&format!("兜底 {issuer}"), account).to_string())))
    });
    match done.await {
        Ok(None) => Ok(Redirect::to("/users").into_response()),
        Ok(Some((of, secret))) => {
            let title = by.lang.pick("动态口令", "Second factor");
            Ok(made(&by, Secret { title, of, said: factor_said(by.lang), secret }).await?.into_response())
        }
        Err(Why::Office(error))
            if matches!(*error, OfficeError::Account | OfficeError::Password(_) | OfficeError::Form(_)) =>
        {
            let said = Some(error.say(by.lang));
            page_with(Why::Office(error).row().1, &form(&by, &fields, said))
        }
        Err(why) => Err(why),
    }
}
