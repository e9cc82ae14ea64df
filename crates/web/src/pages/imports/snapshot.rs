//! A snapshot: what it is, what is wrong in it row by row, and the answer to its sender.

use super::show::{Wrong, place};
use crate::{
    fields::Asked,
    pages::households::parts::actor,
    shell::{Page, Shell, page},
    signed::Signed,
    why::Why,
    words::count,
};
use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Say, SnapshotId};
use doudi_office::{
    field,
    imports::{self, RuleGroup},
    staff,
};

struct Rule {
    code: &'static str,
    here: bool,
    wrong: Wrong,
}

#[derive(Template)]
#[template(path = "snapshot.html")]
struct Snapshot {
    s: Shell,
    id: String,
    feed: String,
    month: String,
    part: String,
    name: String,
    at: String,
    by: String,
    rows: String,
    complaints: String,
    controls: Vec<(String, bool)>,
    rules: Vec<Rule>,
    lines: Vec<String>,
    more: Option<String>,
    replaced_by: Option<String>,
    answer: bool,
}

/// `GET /imports/snapshots/{id}?rule=&from=`
pub(crate) async fn show(Path(id): Path<String>, by: Signed, Asked(asked): Asked) -> Page {
    let (rule, from) = (asked.text("rule").to_owned(), asked.number("from", field::FROM)?.unwrap_or(0));
    let (own, code) = (SnapshotId::new(id), rule.clone());
    let at = usize::try_from(from).unwrap_or(0);
    let (view, names) = by
        .run(move |bureau, who| Ok((imports::snapshot(bureau, who, &own, &code, at)?, staff::names(bureau)?)))
        .await?;
    let s = Shell::of(&by);
    let about = &view.manifest.about;
    let moment = doudi_journal::Instant::from_millis(about.loaded_at.as_millisecond());
    let group = |it: &RuleGroup| Rule {
        code: it.rule.code(),
        here: it.rule.code() == rule,
        wrong: Wrong {
            said: it.rule.say(s.lang),
            remedy: it.rule.remedy(s.lang),
            fault: it.rule.fault().say(s.lang),
            many: count(it.count as i64),
            examples: Vec::new(),
        },
    };
    page(&Snapshot {
        id: view.manifest.id.to_string(),
        feed: by.state.feed(about.feed.as_str(), s.lang),
        month: about.month.to_string(),
        part: about.part.clone(),
        name: about.source.name.clone(),
        at: s.moment(&moment),
        by: view.by.as_ref().map(|(_, by)| actor(&s, &names, by)).unwrap_or_default(),
        rows: count(view.manifest.rows as i64),
        complaints: count(view.manifest.complaints as i64),
        controls: about.controls.iter().map(|it| (it.name.clone(), it.agrees)).collect(),
        rules: view.rules.iter().map(group).collect(),
        lines: view.complaints.iter().map(|it| place(&s, it)).collect(),
        more: view.more.then(|| format!("rule={rule}&from={}", at + view.complaints.len())),
        replaced_by: view.replaced_by.map(|it| it.to_string()),
        answer: view.answer && by.who.may(Resource::LakeImport, Action::Export).is_ok(),
        s,
    })
}

/// `GET /imports/snapshots/{id}/answer`
pub(crate) async fn answer(Path(id): Path<String>, by: Signed) -> Result<Response, Why> {
    let (name, bytes) = by.run(move |bureau, who| imports::answer_of(bureau, who, &SnapshotId::new(id))).await?;
    Ok(workbook(&name, bytes))
}

/// A workbook to keep, under its own name.
pub(crate) fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let quoted: String = name.bytes().map(one).collect();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let named = format!("attachment; filename*=UTF-8''{quoted}");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)], bytes).into_response()
}
