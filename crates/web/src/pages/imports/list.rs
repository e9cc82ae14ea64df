//! What was sent, what is in the lake, what is missing.

use super::{Far, size};
use crate::{
    shell::{Page, Shell, page},
    signed::Signed,
    words::count,
};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::{Lang, Month};
use doudi_office::{
    imports::{self, FeedRow, Overview, Spooled, Stage},
    staff,
};
use std::collections::BTreeMap;

struct Sent {
    id: String,
    name: String,
    size: String,
    by: String,
    at: String,
    said: &'static str,
    class: &'static str,
    about: String,
}

struct There {
    to: String,
    rows: String,
    complaints: String,
    parts: usize,
    agrees: bool,
}

struct Feed {
    name: String,
    cells: Vec<Option<There>>,
    missing: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "imports.html")]
struct Imports {
    s: Shell,
    sent: Vec<Sent>,
    running: bool,
    may_send: bool,
    feeds: Vec<(String, String)>,
    months: Vec<String>,
    rows: Vec<Feed>,
    limit: String,
}

/// `GET /imports`
pub(crate) async fn show(by: Signed) -> Page {
    let may_list = by.who.may(Resource::LakeImport, Action::List).is_ok();
    let (waiting, overview, names) = by
        .run(move |bureau, who| {
            let overview = if may_list { Some(imports::overview(bureau, who)?) } else { None };
            Ok((imports::waiting(bureau, who)?, overview, staff::names(bureau)?))
        })
        .await?;
    let s = Shell::of(&by);
    let fars: Vec<Far> = waiting.iter().map(|file| Far::of(&by.state, file)).collect();
    let running = fars.iter().any(|far| far.word() != "settled");
    let sent = waiting.iter().zip(&fars).map(|(file, far)| row(&s, file, far, &names)).collect();
    let empty = Overview { months: Vec::new(), rows: Vec::new() };
    let Overview { months, rows } = overview.unwrap_or(empty);
    let now = Month::of(s.today);
    page(&Imports {
        sent,
        running,
        may_send: by.who.may(Resource::LakeImport, Action::Write).is_ok(),
        feeds: feeds(&by.state, s.lang),
        months: months.iter().map(Month::to_string).collect(),
        rows: rows.iter().map(|row| feed(&s, row, now)).collect(),
        limit: size(imports::UPLOAD_BYTES),
        s,
    })
}

/// All feeds with their names, for a choice.
pub(super) fn feeds(state: &crate::state::State, lang: Lang) -> Vec<(String, String)> {
    state.feeds.iter().map(|(id, (zh, en))| (id.clone(), lang.pick(zh, en).clone())).collect()
}

fn row(s: &Shell, file: &Spooled, far: &Far, names: &BTreeMap<i64, String>) -> Sent {
    let about = match far {
        Far::Looked(looked) => match &looked.plan {
            Ok(plan) => {
                let complaints: u64 = plan.complaints.values().map(|it| it.count).sum();
                let feed = s.lang.pick(&plan.feed_zh, &plan.feed_en);
                let (records, complaints) = (count(plan.records as i64), count(complaints as i64));
                let words = (s.t("条记录", "records"), s.t("个问题", "complaints"));
                format!("{feed} {} · {records} {} · {complaints} {}", plan.month, words.0, words.1)
            }
            Err(why) => super::refused(why, s.lang),
        },
        Far::Reading(rows, _) => format!("{} {}", count(*rows as i64), s.t("行", "rows")),
        _ => String::new(),
    };
    Sent {
        id: file.id.clone(),
        name: file.name.clone(),
        size: size(file.bytes),
        by: names.get(&file.account).cloned().unwrap_or_default(),
        at: s.moment(&file.at),
        said: far.said(s.lang),
        class: match (far, &file.stage) {
            (Far::Done, _) => "done",
            (Far::Looked(looked), Stage::Planned) if looked.plan.is_err() => "no",
            (Far::Broken, _) => "no",
            (Far::Looked(_), _) => "now",
            _ => "none",
        },
        about,
    }
}

fn feed(s: &Shell, row: &FeedRow, now: Month) -> Feed {
    let there = |cell: &imports::Cell| There {
        to: format!("/imports/snapshots/{}", cell.snapshot),
        rows: count(cell.rows as i64),
        complaints: count(cell.complaints as i64),
        parts: cell.parts,
        agrees: cell.agrees,
    };
    let behind = row.behind(now);
    let missing = match (behind, row.last) {
        (None, _) => s.t("从未导入", "never came").to_owned(),
        (Some(0), _) => s.t("本月已到", "of this month").to_owned(),
        (Some(_), Some(last)) => format!("{}{last}{}", s.t("最近一份 ", "last of "), s.t("，其后未到", "")),
        (Some(_), None) => String::new(),
    };
    Feed {
        name: s.lang.pick(&row.zh, &row.en).clone(),
        cells: row.cells.iter().map(|cell| cell.as_ref().map(there)).collect(),
        missing,
        class: match behind {
            None => "none",
            Some(0) => "yes",
            Some(1) => "unknown",
            Some(_) => "no",
        },
    }
}
