//! The pairs of two lists, by where they stand.

use super::list::{Line, line};
use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use axum::extract::Path;
use doudi_office::{
    OfficeError, field,
    links::{self, Filter, Pair},
};

/// Pairs on a page.
const PAGE: usize = 100;

struct Row {
    number: u32,
    names: [String; 2],
    places: [String; 2],
    sure: String,
    by: String,
}

#[derive(Template)]
#[template(path = "links_pairs.html")]
struct Pairs {
    s: Shell,
    line: Line,
    filter: &'static str,
    rows: Vec<Row>,
    pages: Vec<(usize, bool)>,
}

/// `GET /links/{id}?show=look&page=2`
pub(crate) async fn show(Path(id): Path<String>, by: Signed, Asked(asked): Asked) -> Page {
    let name = if asked.text("show").is_empty() { "look" } else { asked.text("show") };
    let (filter, name) = Filter::ALL.into_iter().find(|(_, it)| *it == name).ok_or(OfficeError::Form(field::SHOW))?;
    let at = asked.number("page", field::PAGE)?.unwrap_or(1).clamp(1, 100_000) as usize - 1;
    let (pairing, found) = by.run(move |bureau, who| links::pairs(bureau, who, &id, filter)).await?;
    let (s, bureau) = (Shell::of(&by), &by.state.bureau);
    let row = |pair: &Pair| Row {
        number: pair.number,
        names: pair.names.clone(),
        places: pair.places.map(|place| words::address(bureau, place)),
        sure: sure(pair.probability),
        by: pair.by.as_ref().map(|(by, on)| format!("{by} {on}")).unwrap_or_default(),
    };
    let pages = found.len().div_ceil(PAGE);
    page(&Pairs {
        line: line(&s, &pairing),
        filter: name,
        rows: found.iter().skip(at * PAGE).take(PAGE).map(row).collect(),
        pages: (0..pages).filter(|_| pages > 1).map(|n| (n + 1, n == at)).collect(),
        s,
    })
}

/// How likely, in percent; never a round hundred: the model does not know that much.
pub(super) fn sure(probability: f64) -> String {
    match probability {
        p if p > 0.9999 => "＞99.99%".into(),
        p if p < 0.0001 => "＜0.01%".into(),
        p => format!("{:.2}%", p * 100.0),
    }
}
