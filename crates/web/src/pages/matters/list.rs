//! Matters of the user's area, with how many are where.

use super::{Row, row};
use crate::{
    fields::{Asked, Fields},
    shell::{Page, Shell, page},
    signed::Signed,
    words::{self, count},
};
use askama::Template;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Say;
use doudi_office::{
    OfficeError, field,
    matters::{self, By, Filter, PAGE, State, Tally},
};
use doudi_work::watch::Severity;

struct Town {
    to: String,
    here: bool,
    name: String,
    many: String,
    list: String,
}

#[derive(Template)]
#[template(path = "matters.html")]
struct Matters {
    s: Shell,
    mine: bool,
    within: String,
    signal: String,
    severity: String,
    state: String,
    signals: Vec<(String, String)>,
    severities: Vec<(&'static str, &'static str)>,
    tiles: Vec<(String, String, String, &'static str, bool)>,
    towns: Vec<Town>,
    by_day: bool,
    /// What points mean, or why there are none.
    pointed: Option<String>,
    scored: bool,
    rows: Vec<Row>,
    total: String,
    more: Option<String>,
    may_export: bool,
    discovers: bool,
}

fn filter(fields: &Fields) -> Result<Filter, OfficeError> {
    let some = |name: &str| Some(fields.text(name).to_owned()).filter(|it| !it.is_empty());
    Ok(Filter {
        mine: fields.text("mine") == "1",
        within: some("within").map(|_| fields.division("within", field::WITHIN)).transpose()?,
        signal: some("signal"),
        state: State::of_code(fields.text("state")),
        severity: Severity::named(fields.text("severity")),
        by: if fields.text("by") == "day" { By::Day } else { By::Points },
        from: fields.number("from", field::FROM)?.and_then(|it| usize::try_from(it).ok()).unwrap_or(0),
        whole: false,
    })
}

/// The same page with one of its words otherwise.
fn with(fields: &Fields, name: &str, value: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for of in ["mine", "within", "signal", "severity", "state", "by", "from"] {
        let word = match of {
            of if of == name => value,
            "from" => "",
            of => fields.text(of),
        };
        let plain = word.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if !word.is_empty() && plain {
            words.push(format!("{of}={word}"));
        }
    }
    format!("/matters?{}", words.join("&"))
}

/// `GET /matters?mine=&within=&signal=&severity=&state=&by=&from=`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    let filter = filter(&asked)?;
    let from = filter.from;
    let (listed, tally) = by.run(move |bureau, who| matters::list(bureau, who, &filter)).await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let one = |it: &matters::Listed| Row {
        head: it.head.clone(),
        place: words::address(bureau, it.division),
        ..row(&s, bureau, &it.matter, &it.signals)
    };
    let mut signals: Vec<(String, String)> = tally
        .signals
        .iter()
        .map(|(name, many)| {
            (name.clone(), format!("{} {}", bureau.signal_named(name, s.lang).label, count(*many as i64)))
        })
        .collect();
    let asked_for = asked.text("signal");
    if !asked_for.is_empty() && !signals.iter().any(|(name, _)| name == asked_for) {
        signals.push((asked_for.into(), bureau.signal_named(asked_for, s.lang).label));
    }
    let may = |action| by.who.may(Resource::ActiveDiscovery, action).is_ok();
    page(&Matters {
        mine: asked.text("mine") == "1",
        within: asked.text("within").into(),
        signal: asked_for.into(),
        severity: asked.text("severity").into(),
        state: asked.text("state").into(),
        signals,
        severities: Severity::ALL.map(|it| (it.name(), matters::severity(it, s.lang))).into(),
        tiles: tiles(&s, &asked, &tally),
        towns: towns(&by, &asked, &tally),
        by_day: asked.text("by") == "day",
        pointed: tally.pointed.as_ref().map(|it| it.say(s.lang)),
        scored: listed.iter().any(|it| it.matter.pointed.as_ref().is_some_and(|it| it.points().is_some())),
        rows: listed.iter().map(one).collect(),
        total: count(tally.total as i64),
        more: (from + PAGE < tally.total).then(|| with(&asked, "from", &(from + PAGE).to_string())),
        may_export: may(Action::Export),
        discovers: may(Action::List),
        s,
    })
}

fn tiles(s: &Shell, asked: &Fields, tally: &Tally) -> Vec<(String, String, String, &'static str, bool)> {
    let many = |state: &State| tally.states.get(state).copied().unwrap_or(0);
    let open: usize = tally.states.iter().filter(|(state, _)| **state != State::Closed).map(|(_, many)| many).sum();
    let all = (
        with(asked, "state", ""),
        s.t("全部在办", "all open").to_owned(),
        count(open as i64),
        "",
        asked.text("state").is_empty(),
    );
    let tile = |state: &State| {
        let class = if *state == State::Overdue && many(state) > 0 { "over" } else { "" };
        let here = asked.text("state") == state.code();
        (with(asked, "state", state.code()), state.say(s.lang), count(many(state) as i64), class, here)
    };
    std::iter::once(all).chain(State::ALL.iter().map(tile)).collect()
}

fn towns(by: &Signed, asked: &Fields, tally: &Tally) -> Vec<Town> {
    let bureau = &by.state.bureau;
    let one = |(code, many): (&u64, &usize)| Town {
        to: with(asked, "within", &code.to_string()),
        here: asked.text("within") == code.to_string(),
        name: words::place(bureau, *code),
        many: count(*many as i64),
        list: format!("/matters/list/{code}"),
    };
    tally.towns.iter().map(one).collect()
}
