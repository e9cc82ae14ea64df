//! 近亲属备案: staff register the assisted households of their near relatives; the county sees all, and visits and decides.

use crate::{
    fields::Fields,
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    Bureau, OfficeError, Who, field,
    register::{self, Query},
    staff::{self, Kin},
};

struct Line {
    account: i64,
    staff: String,
    relation: String,
    head: String,
    place: String,
    noted: String,
    case: Option<(i64, bool, String)>,
}

struct Candidate {
    household: i64,
    head: String,
    place: String,
    size: i64,
}

#[derive(Template)]
#[template(path = "relatives.html")]
struct Relatives {
    s: Shell,
    /// The user's own, or everybody's of the area.
    own: bool,
    /// Whether the user sees everybody's.
    all: bool,
    lines: Vec<Line>,
    /// Running cases that the county has not visited for.
    unvisited: usize,
    searched: bool,
    candidates: Vec<Candidate>,
}

fn line(bureau: &Bureau, it: &Kin) -> Line {
    Line {
        account: it.account.0,
        staff: it.name.clone(),
        relation: it.relation.clone(),
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        noted: it.noted.map(|day| day.to_string()).unwrap_or_default(),
        case: it.case.map(|(id, runs, visited)| (id, runs, visited.map(|day| day.to_string()).unwrap_or_default())),
    }
}

async fn rendered(by: &Signed, own: bool, asked: Option<String>) -> Page {
    let searched = asked.is_some();
    let (kin, found) = by
        .run(move |bureau: &Bureau, who: &Who| {
            let text = asked.unwrap_or_default();
            let found = match text.is_empty() {
                true => Vec::new(),
                false => register::search(bureau, who, &Query { text, ..Query::default() })?,
            };
            Ok((staff::relatives(bureau, who, own)?, found))
        })
        .await?;
    let bureau = &by.state.bureau;
    let waits = |it: &&Kin| matches!(it.case, Some((_, true, None)));
    let candidate = |it: &register::Found| Candidate {
        household: it.id,
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        size: it.size,
    };
    page(&Relatives {
        s: Shell::of(by),
        own,
        all: by.who.may(Resource::Household, Action::Export).is_ok(),
        unvisited: kin.iter().filter(waits).count(),
        lines: kin.iter().map(|it| line(bureau, it)).collect(),
        searched,
        candidates: found.iter().take(20).map(candidate).collect(),
    })
}

/// `GET /relatives`: everybody's in the user's area.
pub(crate) async fn all(by: Signed) -> Page {
    rendered(&by, false, None).await
}

/// `GET /me/relatives`
pub(crate) async fn own(by: Signed) -> Page {
    rendered(&by, true, None).await
}

/// `POST /me/relatives`: looks for a household by a name or number, or registers the one that was found.
pub(crate) async fn declare(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let Some(household) = fields.number("household", field::HOUSEHOLD)? else {
        return Ok(rendered(&by, true, Some(sought(&fields)?)).await?.into_response());
    };
    by.run(move |bureau, who| staff::declare(bureau, who, household, &fields.words("relation", field::RELATION)?))
        .await?;
    Ok(Redirect::to("/me/relatives").into_response())
}

fn sought(fields: &Fields) -> Result<String, OfficeError> {
    match fields.text("text") {
        "" => Err(OfficeError::Form(field::TEXT)),
        text => Ok(text.to_owned()),
    }
}
