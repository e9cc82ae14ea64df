//! What another threshold of a signal would have brought in a month.

use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::Signed,
    words::count,
};
use askama::Template;
use axum::extract::Path;
use doudi_kernel::{Month, Ratio};
use doudi_office::{
    OfficeError, field,
    matters::{self, Effect},
};

struct Line {
    threshold: String,
    scale: String,
    now: bool,
    raised: String,
    so: String,
    wrong: String,
    unseen: String,
    missed: String,
    precision: String,
}

#[derive(Template)]
#[template(path = "signal_effects.html")]
struct Effects {
    s: Shell,
    signal: String,
    label: String,
    month: String,
    lines: Vec<Line>,
}

/// `GET /matters/feedback/{signal}?month=2026-08`
pub(crate) async fn show(Path(signal): Path<String>, by: Signed, Asked(asked): Asked) -> Page {
    let newest = by.state.bureau.month.as_ref().map(|month| month.kept.month);
    let month = match asked.text("month") {
        "" => newest.ok_or(OfficeError::NoFacts)?,
        text => text.parse::<Month>().map_err(|_| OfficeError::Form(field::MONTH))?,
    };
    let (own, lang) = (signal.clone(), by.lang);
    let found = by.run(move |bureau, who| matters::effects(bureau, who, &own, month, lang)).await?;
    let s = Shell::of(&by);
    page(&Effects {
        label: by.state.bureau.signal_named(&signal, s.lang).label,
        month: month.to_string(),
        lines: found.iter().map(|it| line(&s, it)).collect(),
        signal,
        s,
    })
}

fn line(s: &Shell, it: &Effect) -> Line {
    let precision = Ratio::new(it.so as i64, (it.so + it.wrong) as i64);
    Line {
        threshold: it.threshold.clone(),
        scale: it.scale.map_or_else(|| s.t("现行值", "as it is").to_owned(), str::to_owned),
        now: it.scale.is_none(),
        raised: count(it.raised as i64),
        so: count(it.so as i64),
        wrong: count(it.wrong as i64),
        unseen: count(it.unseen as i64),
        missed: count(it.missed as i64),
        precision: precision.map_or_else(|| "—".into(), Ratio::percent),
    }
}
