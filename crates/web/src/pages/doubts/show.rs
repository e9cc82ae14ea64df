//! One doubt: what each source says side by side, what raised it, and the form for an answer.

use super::state;
use crate::{
    pages::households::parts::actor,
    shell::{Shell, page_with},
    signed::{Sent, Signed},
    why::Why,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_kernel::{BatchId, Say};
use doudi_office::{
    OfficeError,
    doubts::{self, Column, DoubtFile, Given},
    field, staff,
};
use doudi_work::doubts::answers::Typed;
use std::collections::BTreeMap;

struct Said {
    source: String,
    department: String,
    at: String,
    mended: Option<String>,
}

struct Line {
    field: String,
    differs: bool,
    values: Vec<Option<String>>,
}

struct Answer {
    said: String,
    note: String,
    checked: String,
    by: String,
    received: String,
}

#[derive(Template)]
#[template(path = "doubt.html")]
struct Doubt {
    s: Shell,
    to: String,
    name: String,
    id: String,
    age: String,
    address: String,
    place: String,
    title: String,
    basis: Vec<String>,
    month: String,
    question: String,
    reason: String,
    said: &'static str,
    class: &'static str,
    handed: String,
    due: String,
    since: Option<String>,
    proposed: Option<String>,
    /// Sources that have a row of the person, side by side.
    columns: Vec<Said>,
    /// Sources that are there and have none.
    absent: Vec<String>,
    /// Sources that were not there.
    unloaded: Vec<String>,
    lines: Vec<Line>,
    near: Vec<(String, u32, String)>,
    given: Vec<Answer>,
    kinds: Vec<(String, String, bool)>,
    typed: Typed,
    on: String,
    may_answer: bool,
    may_reveal: bool,
    shown: Option<String>,
    refused: Option<String>,
    unshown: Option<String>,
}

/// `GET /doubts/{batch}/{number}`
pub(crate) async fn show(Path((batch, number)): Path<(String, u32)>, by: Signed) -> Result<Response, Why> {
    opened(&by, &batch, number, StatusCode::OK, Extra::default()).await
}

/// What a page says beside the doubt itself.
#[derive(Default)]
pub(super) struct Extra {
    /// What was typed, and why it was refused.
    pub(super) refused: Option<(Typed, String)>,
    /// The number in full, for this one time.
    pub(super) shown: Option<String>,
    /// Why it is not shown.
    pub(super) unshown: Option<String>,
}

/// The doubt, opened and written down.
pub(super) async fn opened(
    by: &Signed,
    batch: &str,
    number: u32,
    status: StatusCode,
    extra: Extra,
) -> Result<Response, Why> {
    let (id, lang) = (BatchId::new(batch), by.lang);
    let (file, names) =
        by.run(move |bureau, who| Ok((doubts::open(bureau, who, &id, number, lang)?, staff::names(bureau)?))).await?;
    let s = Shell::of(by);
    let (typed, refused) = extra.refused.map_or_else(|| (begun(by, &file), None), |(typed, why)| (typed, Some(why)));
    let may_reveal = by.who.may(Resource::SealedColumn, Action::Reveal).is_ok();
    let doubt =
        Doubt { shown: extra.shown, refused, unshown: extra.unshown, may_reveal, ..filled(s, file, &names, typed) };
    page_with(status, &doubt)
}

/// What is likely: looked at by the user, today, where the roster says.
fn begun(by: &Signed, file: &DoubtFile) -> Typed {
    let village = file.division.to_string();
    Typed {
        division: if village.ends_with("000") { String::new() } else { village },
        checked_by: by.who.name.clone(),
        checked_on: Some(by.who.today()),
        ..Typed::default()
    }
}

fn filled(s: Shell, file: DoubtFile, names: &BTreeMap<i64, String>, typed: Typed) -> Doubt {
    let lang = s.lang;
    let (said, class) = state(file.state, lang);
    let (there, not): (Vec<&Column>, Vec<&Column>) = file.columns.iter().partition(|it| it.at.is_some());
    let without = |loaded: bool| {
        let of = not.iter().filter(move |it| it.loaded == loaded);
        of.map(|it| it.source.say(lang).to_owned()).collect()
    };
    let line = |at: usize| Line {
        field: file.fields[at].0.clone(),
        differs: file.fields[at].1,
        values: there.iter().map(|it| it.values[at].clone()).collect(),
    };
    let near = file.near.iter().map(|(source, row, why)| (source.say(lang).to_owned(), *row, why.say(lang).to_owned()));
    let since = file.before.as_ref().filter(|(since, _)| *since < file.month).map(|(since, _)| since.to_string());
    Doubt {
        to: format!("/doubts/{}/{}", file.batch, file.number),
        age: file.age.map(|age| age.to_string()).unwrap_or_default(),
        title: file.title.say(lang).into(),
        basis: file.basis.iter().map(|it| it.say(lang).to_owned()).collect(),
        month: file.month.to_string(),
        question: file.question.say(lang).into(),
        reason: file.reason.say(lang).into(),
        said,
        class,
        handed: file.days.0.to_string(),
        due: file.days.1.map(|day| day.to_string()).unwrap_or_default(),
        since,
        proposed: file.proposed.as_ref().map(|it| it.say(lang).to_owned()),
        columns: there.iter().map(|it| column(&s, it)).collect(),
        absent: without(true),
        unloaded: without(false),
        lines: (0..file.fields.len()).map(line).collect(),
        near: near.collect(),
        given: file.given.iter().map(|it| given(&s, it, names)).collect(),
        kinds: file.answers.iter().map(|it| (it.code.clone(), lang.pick(&it.zh, &it.en).clone(), it.explain)).collect(),
        on: typed.checked_on.map(|day| day.to_string()).unwrap_or_default(),
        typed,
        may_answer: file.may_answer,
        may_reveal: false,
        shown: None,
        refused: None,
        unshown: None,
        name: file.name,
        id: file.id,
        address: file.address,
        place: file.place,
        s,
    }
}

fn column(s: &Shell, it: &Column) -> Said {
    let row = |(month, sheet, row): &(doudi_kernel::Month, String, u32)| match s.lang {
        doudi_kernel::Lang::Zh => format!("{month} {sheet} 第{row}行"),
        doudi_kernel::Lang::En => format!("{month} {sheet} row {row}"),
    };
    Said {
        source: it.source.say(s.lang).into(),
        department: it.department.say(s.lang).into(),
        at: it.at.as_ref().map(row).unwrap_or_default(),
        mended: it.mended.clone(),
    }
}

fn given(s: &Shell, it: &Given, names: &BTreeMap<i64, String>) -> Answer {
    Answer {
        said: format!("{} {}", it.code, it.answer.say(s.lang)),
        note: it.note.clone(),
        checked: format!("{} {}", it.checked.0, it.checked.1),
        by: actor(s, names, &it.by),
        received: it.received.to_string(),
    }
}

/// `POST /doubts/{batch}/{number}/reveal`
pub(crate) async fn reveal(
    Path((batch, number)): Path<(String, u32)>,
    Sent { by, fields }: Sent,
) -> Result<Response, Why> {
    let (id, reason) = (BatchId::new(batch.as_str()), fields.words("reason", field::REASON)?);
    match by.run(move |bureau, who| doubts::reveal(bureau, who, &id, number, &reason)).await {
        Ok(shown) => {
            opened(&by, &batch, number, StatusCode::OK, Extra { shown: Some(shown), ..Extra::default() }).await
        }
        Err(Why::Office(why)) if matches!(*why, OfficeError::Denied(Denied::Reason)) => {
            let unshown = Some(why.say(by.lang));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            opened(&by, &batch, number, status, Extra { unshown, ..Extra::default() }).await
        }
        Err(why) => Err(why),
    }
}
