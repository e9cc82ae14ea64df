//! Something is done to a matter; what does not fit is said beside it.

use super::show::opened;
use crate::{fields::Fields, signed::Sent, why::Why};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::Department;
use doudi_kernel::Say;
use doudi_office::{
    OfficeError, field,
    matters::{self, Act, Outcome, Reason},
};

/// What a form asks for.
fn asked(name: &str, fields: &Fields) -> Result<Act, OfficeError> {
    let note = || fields.words("note", field::NOTE);
    let department = || {
        let named = Department::ALL.into_iter().find(|it| it.name() == fields.text("department"));
        named.ok_or(OfficeError::Form(field::DEPARTMENT))
    };
    Ok(match name {
        "visit" => Act::Visit { on: fields.date("on", field::ON)?, found: found(fields), note: note()? },
        "take-up" => Act::TakeUp,
        "hand-over" => Act::HandOver(department()?, note()?),
        "answer" => Act::Answer(department()?, note()?),
        "close" => Act::Close {
            outcome: Outcome::of_code(fields.text("outcome")).ok_or(OfficeError::Form(field::OUTCOME))?,
            feed: Some(fields.text("feed").to_owned()).filter(|feed| !feed.is_empty()),
            note: note()?,
        },
        "reopen" => Act::Reopen(note()?),
        "exempt" => {
            let (signal, person) = fields.text("signal").rsplit_once('.').ok_or(OfficeError::Form(field::SIGNAL))?;
            Act::Exempt {
                signal: signal.into(),
                person: person.parse().map_err(|_| OfficeError::Form(field::SIGNAL))?,
                reason: Reason::of_code(fields.text("reason")).ok_or(OfficeError::Form(field::REASON))?,
                until: fields.date("until", field::UNTIL)?,
            }
        }
        _ => return Err(OfficeError::NotFound),
    })
}

/// `found.work_lost.12=yes`: what a visitor says of a signal; nothing where it was not seen.
fn found(fields: &Fields) -> Vec<(String, i64, bool)> {
    let one = |(name, said): &(String, String)| {
        let (signal, person) = name.strip_prefix("found.")?.rsplit_once('.')?;
        let so = matches!(said.as_str(), "yes" | "no").then(|| said == "yes")?;
        Some((signal.to_owned(), person.parse().ok()?, so))
    };
    fields.0.iter().filter_map(one).collect()
}

/// `POST /matters/{id}/{act}`
pub(crate) async fn act(Path((id, name)): Path<(i64, String)>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let key = fields.key(by.who.id)?;
    let done = by
        .run(move |bureau, who| {
            let seen = fields.number("version", field::FORM_PAGE)?.and_then(|it| u32::try_from(it).ok());
            let seen = seen.ok_or(OfficeError::Form(field::FORM_PAGE))?;
            matters::act(bureau, who, id, seen, &asked(&name, &fields)?, &key)
        })
        .await;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/matters/{id}")).into_response()),
        Err(Why::Office(why)) if told_beside(&why) => {
            let (status, said) = (Why::Office(why.clone()).row().1, why.say(by.lang));
            opened(&by, id, status, Some(said)).await
        }
        Err(why) => Err(why),
    }
}

/// What is said on the matter's own page.
fn told_beside(why: &OfficeError) -> bool {
    matches!(
        why,
        OfficeError::Matter(_) | OfficeError::Refused(_) | OfficeError::Overtaken { .. } | OfficeError::Form(_)
    )
}
