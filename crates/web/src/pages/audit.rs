//! Who looked at whose file, for what; and whether the journal stands as it was written.

use crate::{
    fields::{Asked, Fields},
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    words,
};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Lang, Month, Say};
use doudi_office::{
    OfficeError, field,
    register::{self, Looks},
    staff,
};

struct Line {
    at: String,
    by: String,
    place: String,
    subject: String,
    action: &'static str,
    purpose: String,
    reason: String,
}

struct Verified {
    entries: String,
    faults: Vec<String>,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct Audit {
    s: Shell,
    account: String,
    subject: String,
    month: String,
    accounts: Vec<(String, String)>,
    lines: Vec<Line>,
    verified: Option<Verified>,
    may_verify: bool,
}

/// `GET /audit?account=3&subject=household:7&month=2026-08`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    render(&by, asked, None).await
}

/// `POST /audit/verify`
pub(crate) async fn verify(Sent { by, .. }: Sent) -> Page {
    let found = by.run(|bureau, who| {
        let _ = who.may(Resource::Journal, Action::Read)?;
        Ok(bureau.journal.verify(&[], &mut |_| ())?)
    });
    let found = found.await?;
    let faults = found.faults.iter().map(|fault| fault.say(by.lang)).collect();
    let entries = words::count(i64::try_from(found.entries).unwrap_or(i64::MAX));
    render(&by, Fields::default(), Some(Verified { entries, faults })).await
}

async fn render(by: &Signed, asked: Fields, verified: Option<Verified>) -> Page {
    let month: Option<Month> = match asked.text("month") {
        "" => None,
        text => Some(text.parse().map_err(|_| OfficeError::Form(field::MONTH))?),
    };
    let subject: String = asked.text("subject").into();
    let looks = Looks { account: asked.number("account", field::ACCOUNT)?, subject: subject.clone(), month };
    let (lines, names) =
        by.run(move |bureau, who| Ok((register::looks(bureau, who, &looks)?, staff::names(bureau)?))).await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let line = |look: &register::Look| Line {
        at: s.moment(&look.at),
        by: names.get(&look.account).cloned().unwrap_or_else(|| look.account.to_string()),
        place: words::address(bureau, look.division),
        subject: look.subject.clone(),
        action: Action::named(&look.action).map_or("", |action| match action {
            Action::Reveal => s.lang.pick("查看原文", "revealed"),
            Action::Export => s.lang.pick("导出", "exported"),
            _ => s.lang.pick("查阅", "opened"),
        }),
        purpose: purpose(&look.purpose, s.lang),
        reason: look.reason.clone().unwrap_or_default(),
    };
    page(&Audit {
        account: asked.text("account").into(),
        subject,
        month: month.map(|month| month.to_string()).unwrap_or_default(),
        accounts: names.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        lines: lines.iter().map(line).collect(),
        verified,
        may_verify: by.who.may(Resource::Journal, Action::Read).is_ok(),
        s,
    })
}

fn purpose(text: &str, lang: Lang) -> String {
    let (kind, id) = text.split_once(':').unwrap_or(("", text));
    let kind = match kind {
        "case" => lang.pick("事项", "case"),
        "task" => lang.pick("任务", "task"),
        "review" => lang.pick("复核", "review"),
        _ => "",
    };
    format!("{kind} {id}")
}
