//! One application as a department sees it: whose, what is asked, what is recognised and verified already (art. 42), and the
//! form for its answer. What the other departments answer is not its business.

use super::list::department;
use crate::{
    pages::work::Left,
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_office::{
    OfficeError,
    case::{self, Act, Due, Outcome, part_due},
    field,
};

struct OnePart {
    name: &'static str,
    department: String,
    programmes: Vec<String>,
    due: String,
    left: Left,
    answer: Option<(String, String, String)>,
}

struct Known {
    procedure: String,
    since: String,
    review: String,
}

#[derive(Template)]
#[template(path = "referral.html")]
struct Referral {
    s: Shell,
    id: i64,
    version: u32,
    place: String,
    opened: String,
    parts: Vec<OnePart>,
    known: Vec<Known>,
    /// Until when the verification of the household is good.
    verified: String,
    decision: Option<String>,
}

/// `GET /referrals/{case}`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed) -> Page {
    let (view, known, own) = by
        .run(move |bureau, who| {
            let view = case::view_part(bureau, who, id)?;
            let known = case::recognised(bureau, who, view.state.household)?;
            let own: Vec<_> = who.offices_at(view.division).into_iter().filter_map(|(_, it)| it).collect();
            Ok((view, known, own))
        })
        .await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let due = part_due(&view.path, &view.state);
    let part = |it: &case::Part| OnePart {
        name: it.department.name(),
        department: department(it.department.name(), s.lang),
        programmes: it.programmes.iter().map(|name| words::programme(bureau, name, s.lang)).collect(),
        due: if let Due::On(day) = due { day.to_string() } else { String::new() },
        left: crate::pages::cases::clock_left(&s, due),
        answer: it
            .reply
            .as_ref()
            .map(|reply| (reply.on.to_string(), words::answered(&reply.outcome, s.lang), reply.reason.clone())),
    };
    let mine = view.state.parts.iter().filter(|it| own.contains(&it.department));
    let known = known.iter().map(|it| Known {
        procedure: words::procedure(bureau, &it.procedure, s.lang),
        since: it.since.to_string(),
        review: it.review_due.map(|day| day.to_string()).unwrap_or_default(),
    });
    page(&Referral {
        id,
        version: view.state.version,
        place: words::address(bureau, view.division),
        opened: view.state.opened.to_string(),
        parts: mine.map(part).collect(),
        known: known.collect(),
        verified: view.state.report.as_ref().map(|report| report.good_until.to_string()).unwrap_or_default(),
        decision: view.state.decision.as_ref().map(|(outcome, _)| words::outcome(outcome, s.lang)),
        s,
    })
}

/// `POST /referrals/{case}`
pub(crate) async fn reply(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    by.run(move |bureau, who| {
        let seen = fields.number("version", field::FORM_PAGE)?.and_then(|it| u32::try_from(it).ok());
        let outcome = match fields.text("does") {
            "grant" => Outcome::Grant { amount_fen: fields.fen("amount", field::AMOUNT)? },
            "refuse" => Outcome::Refuse,
            _ => return Err(OfficeError::Form(field::OUTCOME)),
        };
        let department = fields.text("department").to_owned();
        let act = Act::Reply { department, outcome, reason: fields.words("reason", field::REASON)? };
        case::act(bureau, who, id, seen.ok_or(OfficeError::Form(field::FORM_PAGE))?, act, &fields.key(who.id)?)
    })
    .await?;
    Ok(Redirect::to(&format!("/referrals/{id}")).into_response())
}
