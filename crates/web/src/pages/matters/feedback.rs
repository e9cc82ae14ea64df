//! How good the signals are: by signal, town and month, with what is proposed.

use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::Signed,
    words::{self, count},
};
use askama::Template;
use doudi_kernel::{Lang, Month, Ratio};
use doudi_office::{
    OfficeError, field,
    matters::{self, Feedback, Measure},
};

/// Months that are looked at where none is named.
const MONTHS: i32 = 12;

struct Line {
    name: String,
    raised: String,
    visited: String,
    answered: String,
    so: String,
    precision: String,
    poor: bool,
    days: String,
}

/// A signal that is wrong too often, and what to do about it.
struct Proposal {
    signal: String,
    label: String,
    precision: String,
    answered: String,
    feeds: Vec<(String, String)>,
    parameters: Vec<String>,
}

#[derive(Template)]
#[template(path = "signal_feedback.html")]
struct Told {
    s: Shell,
    from: String,
    to: String,
    within: String,
    all: Line,
    signals: Vec<Line>,
    towns: Vec<Line>,
    months: Vec<Line>,
    proposals: Vec<Proposal>,
    bar: String,
    few: usize,
}

/// `GET /matters/feedback?from=2026-01&to=2026-08&within=`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    let month = |name: &str, default: Month| match asked.text(name) {
        "" => Ok(default),
        text => text.parse::<Month>().map_err(|_| OfficeError::Form(field::MONTH)),
    };
    let now = Month::of(by.who.today());
    let (from, to) = (month("from", now.plus(1 - MONTHS))?, month("to", now)?);
    let within = match asked.text("within") {
        "" => None,
        _ => Some(asked.division("within", field::WITHIN)?),
    };
    let told = by.run(move |bureau, who| matters::feedback(bureau, who, within, from, to)).await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let label = |name: &String| bureau.signal_named(name, s.lang).label;
    let mut signals: Vec<Line> = told.signals.iter().map(|(name, it)| line(label(name), it)).collect();
    signals.sort_by_key(|line| (!line.poor, line.name.clone()));
    page(&Told {
        from: from.to_string(),
        to: to.to_string(),
        within: asked.text("within").into(),
        all: line(s.t("合计", "all").into(), &told.all),
        signals,
        towns: told.towns.iter().map(|(town, it)| line(words::place(bureau, *town), it)).collect(),
        months: told.months.iter().rev().map(|(month, it)| line(month.to_string(), it)).collect(),
        proposals: proposals(&by, s.lang, &told),
        bar: Ratio::new(matters::BAR.0, matters::BAR.1).map(Ratio::percent).unwrap_or_default(),
        few: matters::FEW,
        s,
    })
}

fn line(name: String, it: &Measure) -> Line {
    Line {
        name,
        raised: count(it.raised as i64),
        visited: count(it.visited as i64),
        answered: count(it.answered as i64),
        so: count(it.so as i64),
        precision: it.precision().map_or_else(|| "—".into(), Ratio::percent),
        poor: it.poor(),
        days: it.days().map_or_else(|| "—".into(), |days| days.to_string()),
    }
}

fn proposals(by: &Signed, lang: Lang, told: &Feedback) -> Vec<Proposal> {
    let bureau = &by.state.bureau;
    let one = |(name, it): (&String, &Measure)| {
        let mut feeds: Vec<(usize, String)> =
            it.wrong.iter().map(|(feed, many)| (*many, by.state.feed(feed, lang))).collect();
        feeds.sort_by(|one, next| next.cmp(one));
        Proposal {
            signal: name.clone(),
            label: bureau.signal_named(name, lang).label,
            precision: it.precision().map_or_else(|| "—".into(), Ratio::percent),
            answered: count(it.answered as i64),
            feeds: feeds.into_iter().map(|(many, feed)| (feed, count(many as i64))).collect(),
            parameters: bureau.signal_parameters(name, lang),
        }
    };
    told.signals.iter().filter(|(_, it)| it.poor()).map(one).collect()
}
