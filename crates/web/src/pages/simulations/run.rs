//! A simulation begun, and how far it is.

use crate::{
    fields::Asked as Typed,
    shell::{Shell, page},
    signed::{Sent, Signed},
    why::Why,
};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Month, Say};
use doudi_office::{
    OfficeError, field,
    jobs::Stands,
    simulations::{self, Asked},
};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "simulation_runs.html")]
struct Runs {
    s: Shell,
    said: String,
    month: String,
    done: u64,
    of: u64,
    refused: Option<String>,
}

/// How a job is called.
pub(crate) fn job(reform: &str, month: Month) -> String {
    format!("{reform}@{month}")
}

/// `POST /simulations`
pub(crate) async fn begin(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let month: Month = fields.text("month").parse().map_err(|_| OfficeError::Form(field::MONTH))?;
    let reform = fields.text("reform").to_owned();
    let own = reform.clone();
    // Who may not, or names what is not there, is told at once and not by a job that fails.
    by.run(move |bureau, who| {
        let _ = who.may(Resource::Simulation, Action::Write)?;
        let known = simulations::reforms(bureau, who)?.0;
        known.iter().any(|it| it.name == own).then_some(()).ok_or(OfficeError::NotFound)
    })
    .await?;
    let (bureau, who, name) = (Arc::clone(&by.state.bureau), Arc::clone(&by.who), job(&reform, month));
    if matches!(by.state.simulations.stands(&name), Some(Stands::Done(_))) {
        by.state.simulations.forget(&name);
    }
    let asked = Asked { reform: reform.clone(), month };
    by.state.simulations.begin(&name, move |progress| simulations::run(&bureau, &who, &asked, progress));
    Ok(Redirect::to(&format!("/simulations/running/{reform}?month={month}")).into_response())
}

/// `GET /simulations/running/{reform}?month=2026-09`: asks again by itself until it is done.
pub(crate) async fn running(Path(reform): Path<String>, by: Signed, Typed(typed): Typed) -> Result<Response, Why> {
    let _ = by.who.may(Resource::Simulation, Action::Read)?;
    let month: Month = typed.text("month").parse().map_err(|_| OfficeError::Form(field::MONTH))?;
    let stands = by.state.simulations.stands(&job(&reform, month)).ok_or(OfficeError::NotFound)?;
    let (done, of, refused) = match stands {
        Stands::Done(result) => match &*result {
            Ok(name) => return Ok(Redirect::to(&format!("/simulations/{name}")).into_response()),
            Err(why) => (0, 0, Some(why.say(by.lang))),
        },
        Stands::Broken => return Err(Why::Broken),
        Stands::Waiting => (0, 0, None),
        Stands::Running(done, of) => (done, of, None),
    };
    let own = reform.clone();
    let known = by.run(move |bureau, who| Ok(simulations::reforms(bureau, who)?.0)).await?;
    let title = known.iter().find(|it| it.name == own).map(|it| by.lang.pick(&it.reform.zh, &it.reform.en).clone());
    let again = refused.is_none();
    let shown =
        page(&Runs { s: Shell::of(&by), said: title.unwrap_or(reform), month: month.to_string(), done, of, refused })?;
    let mut answer = shown.into_response();
    if again {
        answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("2"));
    }
    Ok(answer)
}
