//! Who is paid in a month by decisions, and finance saying that payment begins. Recurring payment stands here, not in the
//! case: a case ends, and what it decided is paid month after month until another case says otherwise.

use crate::{
    fields::Asked,
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
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Month;
use doudi_office::{
    OfficeError,
    case::{self, Act, Payment},
    field,
};

struct Line {
    case: i64,
    head: String,
    place: String,
    procedure: String,
    from: String,
    until: String,
    amount: String,
    /// The version of a case whose first payment nobody has noted.
    begins: Option<u32>,
}

#[derive(Template)]
#[template(path = "payments.html")]
struct Payments {
    s: Shell,
    month: String,
    before: String,
    next: String,
    lines: Vec<Line>,
    sum: String,
    unknown: usize,
    /// Whether the user may note that payment begins.
    pays: bool,
}

/// `GET /payments?month=2026-09`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    let s = Shell::of(&by);
    let month = match asked.text("month") {
        "" => Month::of(s.today),
        text => text.parse().map_err(|_| OfficeError::Form(field::MONTH))?,
    };
    let paid = by.run(move |bureau, who| case::payments(bureau, who, month)).await?;
    let line = |it: &Payment| Line {
        case: it.of.case,
        head: it.of.head.clone(),
        place: words::address(&by.state.bureau, it.of.division),
        procedure: words::procedure(&by.state.bureau, &it.of.procedure, s.lang),
        from: it.of.paid_from.to_string(),
        until: it.of.paid_until.map(|month| month.to_string()).unwrap_or_default(),
        amount: it.of.amount_fen.map(words::yuan).unwrap_or_default(),
        begins: it.begins,
    };
    page(&Payments {
        month: month.to_string(),
        before: month.plus(-1).to_string(),
        next: month.plus(1).to_string(),
        lines: paid.iter().map(line).collect(),
        sum: words::yuan(paid.iter().filter_map(|it| it.of.amount_fen).sum()),
        unknown: paid.iter().filter(|it| it.of.amount_fen.is_none()).count(),
        pays: by.who.may(Resource::PaymentList, Action::Decide).is_ok()
            && by.who.desks().iter().any(|(office, _)| *office == case::Office::Finance),
        s,
    })
}

/// `POST /payments/{case}`
pub(crate) async fn begin(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    let month = fields.text("month").to_owned();
    by.run(move |bureau, who| {
        let seen = fields.number("version", field::FORM_PAGE)?.and_then(|it| u32::try_from(it).ok());
        let step = case::paying_step(bureau, who, id)?;
        let seen = seen.ok_or(OfficeError::Form(field::FORM_PAGE))?;
        case::act(bureau, who, id, seen, Act::Step(step), &fields.key(who.id)?)
    })
    .await?;
    let month = if month.parse::<Month>().is_ok() { format!("?month={month}") } else { String::new() };
    Ok(Redirect::to(&format!("/payments{month}")).into_response())
}
