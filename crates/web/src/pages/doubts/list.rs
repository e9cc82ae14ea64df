//! Doubts of the user's area, with how far they are by town.

use super::state;
use crate::{
    fields::{Asked, Fields},
    shell::{Page, Shell, page},
    signed::Signed,
    words::count,
};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    doubts::{self, DoubtRow, DoubtState, Filter, Listed, PAGE},
    field,
};
use std::collections::BTreeMap;

struct Row {
    to: String,
    name: String,
    place: String,
    reason: String,
    title: String,
    said: &'static str,
    class: &'static str,
    due: String,
    answer: String,
    since: String,
}

struct Town {
    to: String,
    here: bool,
    name: String,
    all: String,
    answered: usize,
    open: usize,
    overdue: usize,
    of: usize,
    book: Option<String>,
}

#[derive(Template)]
#[template(path = "doubts.html")]
struct Doubts {
    s: Shell,
    specs: Vec<(String, String)>,
    months: Vec<String>,
    reasons: Vec<(String, String)>,
    spec: String,
    month: String,
    reason: String,
    within: String,
    tiles: Vec<(String, String, String, &'static str, bool)>,
    towns: Vec<Town>,
    rows: Vec<Row>,
    more: Option<String>,
    may_answer: bool,
}

fn filter(fields: &Fields) -> Result<Filter, OfficeError> {
    let some = |name: &str| Some(fields.text(name).to_owned()).filter(|it| !it.is_empty());
    Ok(Filter {
        spec: some("spec").map(|it| it.as_str().into()),
        month: some("month").map(|it| it.parse().map_err(|_| OfficeError::Form(field::MONTH))).transpose()?,
        within: some("within").map(|_| fields.division("within", field::WITHIN)).transpose()?,
        state: DoubtState::ALL.into_iter().find(|state| state.name() == fields.text("state")),
        reason: some("reason"),
        from: fields.number("from", field::FROM)?.and_then(|it| usize::try_from(it).ok()).unwrap_or(0),
    })
}

/// The same page with one of its words otherwise.
fn with(fields: &Fields, name: &str, value: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for of in ["spec", "month", "within", "reason", "state"] {
        let word = if of == name { value } else { fields.text(of) };
        let plain = word.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-/.".contains(&it));
        if !word.is_empty() && plain {
            words.push(format!("{of}={word}"));
        }
    }
    if name == "from" {
        words.push(format!("from={value}"));
    }
    format!("/doubts?{}", words.join("&"))
}

/// `GET /doubts?spec=&month=&within=&reason=&state=&from=`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    let filter = filter(&asked)?;
    let from = filter.from;
    let listed = by.run(move |bureau, who| doubts::list(bureau, who, &filter)).await?;
    let s = Shell::of(&by);
    let mut specs: BTreeMap<String, String> = BTreeMap::new();
    let mut reasons: BTreeMap<String, String> = BTreeMap::new();
    for batch in &listed.batches {
        specs.insert(batch.spec.to_string(), batch.title.say(s.lang).to_owned());
        if asked.text("spec").is_empty() || batch.spec.as_str() == asked.text("spec") {
            let said = |(code, said): &(String, _)| {
                (code.clone(), doudi_work::doubts::spec::Wording::say(said, s.lang).to_owned())
            };
            reasons.extend(batch.reasons.iter().map(said));
        }
    }
    let mut months: Vec<String> = listed.batches.iter().map(|it| it.month.to_string()).collect();
    months.sort();
    months.dedup();
    page(&Doubts {
        specs: specs.into_iter().collect(),
        months,
        reasons: reasons.into_iter().collect(),
        spec: asked.text("spec").into(),
        month: asked.text("month").into(),
        reason: asked.text("reason").into(),
        within: asked.text("within").into(),
        tiles: tiles(&s, &asked, &listed),
        towns: towns(&by, &asked, &listed),
        rows: listed.rows.iter().map(|it| row(&s, it)).collect(),
        more: (from + PAGE < listed.total).then(|| with(&asked, "from", &(from + PAGE).to_string())),
        may_answer: by.who.may(Resource::Doubt, Action::Write).is_ok(),
        s,
    })
}

fn tiles(s: &Shell, asked: &Fields, listed: &Listed) -> Vec<(String, String, String, &'static str, bool)> {
    let tally = listed.tally;
    let tile = |name: &str, said: &str, many: usize, class| {
        (with(asked, "state", name), said.to_owned(), count(many as i64), class, asked.text("state") == name)
    };
    vec![
        tile("", s.t("全部疑点", "all doubts"), tally.all, ""),
        tile("overdue", s.t("逾期", "overdue"), tally.overdue, if tally.overdue > 0 { "over" } else { "" }),
        tile("open", s.t("待核实", "open"), tally.open, ""),
        tile("answered", s.t("已核实", "answered"), tally.answered, ""),
    ]
}

/// A town's workbook is there where one comparison of one month is looked at.
fn towns(by: &Signed, asked: &Fields, listed: &Listed) -> Vec<Town> {
    let may = by.who.may(Resource::Doubt, Action::Export).is_ok();
    let of = |batch: &&doubts::BatchHead| {
        batch.spec.as_str() == asked.text("spec")
            && (asked.text("month").is_empty() || batch.month.to_string() == asked.text("month"))
    };
    let batch = listed.batches.iter().filter(of).max_by_key(|it| it.month).filter(|_| may);
    let town = |(code, name, tally): &(u64, String, doubts::Tally)| Town {
        to: with(asked, "within", &if *code == 0 { String::new() } else { code.to_string() }),
        here: asked.text("within") == code.to_string(),
        name: name.clone(),
        all: count(tally.all as i64),
        answered: tally.answered,
        open: tally.open,
        overdue: tally.overdue,
        of: tally.all,
        book: batch.filter(|_| *code != 0).map(|batch| format!("/doubts/{}/book?town={code}", batch.id)),
    };
    listed.towns.iter().map(town).collect()
}

fn row(s: &Shell, it: &DoubtRow) -> Row {
    let (said, class) = state(it.state, s.lang);
    Row {
        to: format!("/doubts/{}/{}", it.batch, it.number),
        name: it.name.clone(),
        place: it.place.clone(),
        reason: it.reason.say(s.lang).into(),
        title: it.title.say(s.lang).into(),
        said,
        class,
        due: it.due.map(|day| day.to_string()).unwrap_or_default(),
        answer: it.answer.as_ref().map(|it| it.say(s.lang).to_owned()).unwrap_or_default(),
        since: it.since.map(|month| month.to_string()).unwrap_or_default(),
    }
}
