//! Standing exemptions, and ending one before its day.

use crate::{
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::response::Redirect;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Say;
use doudi_office::{
    OfficeError, field,
    matters::{self, Exemption},
    staff,
};

struct Line {
    household: i64,
    matter: i64,
    signal: String,
    person: i64,
    head: String,
    place: String,
    label: String,
    whole: bool,
    reason: String,
    since: String,
    until: String,
    by: String,
}

#[derive(Template)]
#[template(path = "exemptions.html")]
struct Exemptions {
    s: Shell,
    lines: Vec<Line>,
    may_end: bool,
}

/// `GET /matters/exemptions`
pub(crate) async fn show(by: Signed) -> Page {
    let (listed, names) = by.run(|bureau, who| Ok((matters::exemptions(bureau, who)?, staff::names(bureau)?))).await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let line = |it: &Exemption| Line {
        household: it.household,
        matter: it.matter,
        signal: it.signal.clone(),
        person: it.person,
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        label: bureau.signal_named(&it.signal, s.lang).label,
        whole: it.person == 0,
        reason: it.reason.map(|reason| reason.say(s.lang)).unwrap_or_default(),
        since: it.since.to_string(),
        until: it.until.to_string(),
        by: names.get(&it.account).cloned().unwrap_or_default(),
    };
    let lines = listed.iter().map(line).collect();
    page(&Exemptions { lines, may_end: by.who.may(Resource::ActiveDiscovery, Action::Decide).is_ok(), s })
}

/// `POST /matters/exemptions`
pub(crate) async fn end(Sent { by, fields }: Sent) -> Result<Redirect, Why> {
    let key = fields.key(by.who.id)?;
    by.run(move |bureau, who| {
        let number = |name| fields.number(name, field::HOUSEHOLD)?.ok_or(OfficeError::Form(field::HOUSEHOLD));
        let (household, person) = (number("household")?, number("person")?);
        matters::end_exemption(bureau, who, household, fields.text("signal"), person, &key)
    })
    .await?;
    Ok(Redirect::to("/matters/exemptions"))
}
