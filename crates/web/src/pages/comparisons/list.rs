//! All comparisons with what is there for them and what is missing.

use super::month;
use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::Signed,
    words::count,
};
use askama::Template;
use doudi_office::doubts::{self, Ready, SourceReady};

struct Source {
    title: String,
    said: String,
    class: &'static str,
}

struct Line {
    id: String,
    title: String,
    questions: Vec<String>,
    basis: Vec<String>,
    sources: Vec<Source>,
    missing: usize,
    handed: Option<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "comparisons.html")]
struct Comparisons {
    s: Shell,
    month: String,
    lines: Vec<Line>,
}

/// `GET /comparisons?month=`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    let month = month(&by, &asked).await?;
    let all = by.run(move |bureau, who| doubts::comparisons(bureau, who, month)).await?;
    let s = Shell::of(&by);
    page(&Comparisons { month: month.to_string(), lines: all.iter().map(|it| line(&s, it, month)).collect(), s })
}

fn line(s: &Shell, it: &Ready, month: doudi_kernel::Month) -> Line {
    let mut sources: Vec<Source> = Vec::new();
    // A feed that is asked in several ways is one file to wait for.
    for next in it.sources.iter().map(|it| source(s, it, month)) {
        if !sources.iter().any(|known| (&known.title, &known.said) == (&next.title, &next.said)) {
            sources.push(next);
        }
    }
    Line {
        id: it.id.clone(),
        title: it.title.say(s.lang).into(),
        questions: it.questions.iter().map(|it| it.say(s.lang).to_owned()).collect(),
        basis: it.basis.iter().map(|it| it.say(s.lang).to_owned()).collect(),
        missing: sources.iter().filter(|it| it.class == "no").count(),
        sources,
        handed: it.handed.as_ref().map(|(id, day, many)| (id.to_string(), day.to_string(), count(*many as i64))),
    }
}

fn source(s: &Shell, it: &SourceReady, month: doudi_kernel::Month) -> Source {
    let (said, class) = match (it.month, it.required) {
        (Some(of), _) if of == month => (s.t("本月", "of the month").to_owned(), "yes"),
        (Some(of), _) => (of.to_string(), "unknown"),
        (None, true) => (s.t("未到", "missing").to_owned(), "no"),
        (None, false) => (s.t("未到（只作说明）", "missing, only explains").to_owned(), "none"),
    };
    Source { title: it.title.say(s.lang).into(), said, class }
}
