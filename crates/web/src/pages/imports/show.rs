//! One file that was sent: how far it is, and the plan to look at before anything is done.

use super::{Far, list::feeds, refused, size};
use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    why::Why,
    words::count,
};
use askama::Template;
use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Say;
use doudi_office::{
    imports::{self, Complaint, Spooled, Stage},
    jobs::Stands,
};
use doudi_work::intake::{Effect, MonthFrom, Plan, Proposal, SheetPlan};

/// What is wrong, whose fault it is, what to do.
pub(super) struct Wrong {
    pub(super) said: String,
    pub(super) remedy: &'static str,
    pub(super) fault: String,
    pub(super) many: String,
    pub(super) examples: Vec<String>,
}

struct Sheet {
    name: String,
    rows: String,
    columns: Vec<(String, String, String)>,
    unmapped: String,
}

struct Control {
    name: String,
    stated: String,
    found: String,
    agrees: bool,
}

struct Planned {
    feed: String,
    layout: String,
    month: String,
    from: &'static str,
    part: String,
    increment: bool,
    records: String,
    rows: String,
    members: String,
    repeated: String,
    dropped: String,
    effect: String,
    replaces: Option<String>,
    known: bool,
    against: Vec<(String, String)>,
    notes: Vec<String>,
    wrongs: Vec<Wrong>,
    many: u64,
    controls: Vec<Control>,
    unknown: Vec<(String, String, String)>,
    sheets: Vec<Sheet>,
    left_out: String,
}

struct Proposed {
    columns: Vec<(String, String, String)>,
    unmapped: String,
    toml: String,
}

#[derive(Template)]
#[template(path = "import.html")]
struct Import {
    s: Shell,
    id: String,
    name: String,
    size: String,
    at: String,
    far: &'static str,
    said: &'static str,
    rows: String,
    refused: Option<String>,
    failed: Option<String>,
    plan: Option<Planned>,
    proposal: Option<Proposed>,
    feeds: Vec<(String, String)>,
    feed: String,
    month: String,
    may_apply: bool,
}

/// `GET /imports/{id}`
pub(crate) async fn show(Path(id): Path<String>, by: Signed) -> Result<Response, Why> {
    let file = by.run(move |bureau, who| imports::one(bureau, who, &id)).await?;
    if let (Stage::Done { snapshot, .. }, true) = (&file.stage, by.who.may(Resource::LakeImport, Action::Read).is_ok())
    {
        return Ok(Redirect::to(&format!("/imports/snapshots/{snapshot}")).into_response());
    }
    Ok(shown(&by, &file)?.into_response())
}

/// `GET /imports/{id}/status`: how far it is, for a script that shows a page anew when there is news.
pub(crate) async fn status(Path(id): Path<String>, by: Signed) -> Result<Json<serde_json::Value>, Why> {
    let file = by.run(move |bureau, who| imports::one(bureau, who, &id)).await?;
    let far = Far::of(&by.state, &file);
    Ok(Json(serde_json::json!({ "state": far.word(), "rows": far.rows(), "said": far.said(by.lang) })))
}

fn shown(by: &Signed, file: &Spooled) -> Page {
    let (s, far) = (Shell::of(by), Far::of(&by.state, file));
    let failed = match by.state.imports.stands(&file.id) {
        Some(Stands::Done(result)) => result.as_ref().as_ref().err().map(|why| refused(why, s.lang)),
        _ => None,
    };
    let looked = if let Far::Looked(looked) = &far { Some(looked) } else { None };
    page(&Import {
        id: file.id.clone(),
        name: file.name.clone(),
        size: size(file.bytes),
        at: s.moment(&file.at),
        far: far.word(),
        said: far.said(s.lang),
        rows: count(far.rows() as i64),
        refused: looked.and_then(|it| it.plan.as_ref().err()).map(|why| refused(why, s.lang)),
        failed,
        plan: looked.and_then(|it| it.plan.as_ref().ok()).map(|plan| planned(&s, plan)),
        proposal: looked.and_then(|it| it.proposal.as_ref()).map(|it| proposed(&s, it)),
        feeds: feeds(&by.state, s.lang),
        feed: file.feed.as_ref().map(ToString::to_string).unwrap_or_default(),
        month: file.month.map(|month| month.to_string()).unwrap_or_default(),
        may_apply: by.who.may(Resource::LakeImport, Action::Decide).is_ok(),
        s,
    })
}

fn planned(s: &Shell, plan: &Plan) -> Planned {
    let lang = s.lang;
    let figure = |number: u64| count(number as i64);
    let dropped: Vec<String> = plan.dropped.iter().map(|(kind, many)| format!("{} {many}", kind.say(lang))).collect();
    let apart = lang.pick("、", ", ");
    Planned {
        feed: lang.pick(&plan.feed_zh, &plan.feed_en).clone(),
        layout: plan.layout.clone(),
        month: plan.month.to_string(),
        from: match plan.month_from {
            MonthFrom::Asked => lang.pick("由您指明", "as you said"),
            MonthFrom::Name => lang.pick("文件名写明", "from the file name"),
            MonthFrom::Title => lang.pick("标题写明", "from the title"),
        },
        part: plan.part.clone(),
        increment: plan.covers == doudi_work::intake::Covers::Increment,
        records: figure(plan.records),
        rows: figure(plan.rows),
        members: figure(plan.members),
        repeated: figure(plan.repeated),
        dropped: dropped.join(apart),
        effect: plan.effect.say(lang),
        replaces: if let Effect::Replace(id) = &plan.effect { Some(id.to_string()) } else { None },
        known: matches!(plan.effect, Effect::AlreadyThere(_)),
        against: against(s, plan),
        notes: plan.notes.iter().map(|note| note.say(lang)).collect(),
        wrongs: wrongs(s, plan),
        many: plan.complaints.values().map(|it| it.count).sum(),
        controls: controls(plan),
        unknown: plan.unknown.iter().map(|it| (it.heading.clone(), it.word.clone(), figure(it.count))).collect(),
        sheets: plan.sheets.iter().map(|it| sheet(s, it)).collect(),
        left_out: plan.left_out.join(apart),
    }
}

fn against(s: &Shell, plan: &Plan) -> Vec<(String, String)> {
    let Some(it) = &plan.against else { return Vec::new() };
    let figure = |number: u64| count(number as i64);
    let left = match (it.left, it.no_leavers) {
        (Some(left), _) => figure(left),
        (None, why) => why.map(|why| why.say(s.lang)).unwrap_or_default(),
    };
    vec![
        (s.t("与之相比", "Against").into(), it.month.to_string()),
        (s.t("新增", "Joined").into(), figure(it.joined)),
        (s.t("退出", "Left").into(), left),
        (s.t("变更", "Changed").into(), figure(it.changed)),
        (s.t("未变", "As before").into(), figure(it.same)),
    ]
}

fn wrongs(s: &Shell, plan: &Plan) -> Vec<Wrong> {
    let wrong = |(rule, of): (&imports::Rule, &doudi_work::intake::RuleCount)| Wrong {
        said: rule.say(s.lang),
        remedy: rule.remedy(s.lang),
        fault: rule.fault().say(s.lang),
        many: count(of.count as i64),
        examples: of.examples.iter().map(|it| place(s, it)).collect(),
    };
    let mut all: Vec<_> = plan.complaints.iter().collect();
    all.sort_by_key(|(_, of)| std::cmp::Reverse(of.count));
    all.into_iter().map(wrong).collect()
}

/// Where a complaint stands, with its value as it may be shown.
pub(super) fn place(s: &Shell, it: &Complaint) -> String {
    let sheet = if it.sheet.is_empty() { String::new() } else { format!("{} ", it.sheet) };
    let row = match s.lang {
        doudi_kernel::Lang::Zh => format!("第{}行", it.row),
        doudi_kernel::Lang::En => format!("row {}", it.row),
    };
    [sheet + &row, it.column.clone(), it.shown.clone()]
        .iter()
        .filter(|it| !it.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn controls(plan: &Plan) -> Vec<Control> {
    let one = |it: &imports::Control| Control {
        name: it.name.clone(),
        stated: plan.shown_control(&it.name, it.stated),
        found: plan.shown_control(&it.name, it.found),
        agrees: it.agrees,
    };
    plan.controls.iter().map(one).collect()
}

fn sheet(s: &Shell, it: &SheetPlan) -> Sheet {
    let last = it.header_row + it.header_rows - 1;
    Sheet {
        name: it.name.clone(),
        rows: if it.header_rows > 1 { format!("{}–{last}", it.header_row) } else { last.to_string() },
        columns: it.columns.iter().map(|it| (it.column.clone(), it.heading.clone(), it.field.clone())).collect(),
        unmapped: it.unmapped.join(s.t("、", ", ")),
    }
}

fn proposed(s: &Shell, it: &Proposal) -> Proposed {
    Proposed {
        columns: it.columns.iter().map(|it| (it.column.clone(), it.heading.clone(), it.field.clone())).collect(),
        unmapped: it.unmapped.join(s.t("、", ", ")),
        toml: it.toml.clone(),
    }
}
