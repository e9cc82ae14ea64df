//! One pair, opened: both records, how each column agrees, what it adds, and what was decided.

use super::{
    pairs::sure,
    picture::{Picture, WIDTH, picture},
};
use crate::{
    shell::{Shell, page_with},
    signed::Signed,
    why::Why,
    words,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Lang;
use doudi_office::links;
use doudi_work::link::Verdict;

struct Side {
    word: &'static str,
    list: String,
    at: String,
    place: String,
}

struct Line {
    said: &'static str,
    class: &'static str,
    note: String,
    by: String,
    on: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "link.html")]
struct Pair {
    s: Shell,
    id: String,
    number: u32,
    look: bool,
    sure: String,
    sides: [Side; 2],
    picture: Picture,
    width: f64,
    lines: Vec<Line>,
    seen: usize,
    beside: [Option<u32>; 2],
    verdicts: Vec<(&'static str, &'static str)>,
    may_decide: bool,
    refused: Option<String>,
    reason: String,
}

/// `GET /links/{id}/{number}`
pub(crate) async fn show(Path((id, number)): Path<(String, u32)>, by: Signed) -> Result<Response, Why> {
    opened(&by, id, number, None, String::new()).await
}

/// The pair, with why a decision about it was refused.
pub(super) async fn opened(
    by: &Signed,
    id: String,
    number: u32,
    refused: Option<(StatusCode, String)>,
    reason: String,
) -> Result<Response, Why> {
    let own = id.clone();
    let it = by.run(move |bureau, who| links::open(bureau, who, &own, number)).await?;
    let (s, bureau, lang) = (Shell::of(by), &by.state.bureau, by.lang);
    let [a, b] = &it.sides;
    let side = |word: &'static str, side: &links::Side| {
        let (sheet, row) = &side.at;
        let sheet = if sheet.is_empty() { String::new() } else { format!("{sheet} ") };
        Side {
            word,
            list: side.list.clone(),
            at: lang.pick(format!("{sheet}第{row}行"), format!("{sheet}row {row}")),
            place: words::address(bureau, side.place),
        }
    };
    let line = |(verdict, note, by, on, here): &(Verdict, String, String, doudi_kernel::Date, bool)| Line {
        said: said(*verdict, lang),
        class: match verdict {
            Verdict::Same => "yes",
            Verdict::Different => "no",
            Verdict::Unclear => "unknown",
        },
        note: note.clone(),
        by: by.clone(),
        on: on.to_string(),
        here: *here,
    };
    let (status, refused) = refused.map_or((StatusCode::OK, None), |(status, said)| (status, Some(said)));
    let answer = Pair {
        number,
        look: it.look,
        sure: sure(it.probability),
        sides: [side(lang.pick("甲", "left"), a), side(lang.pick("乙", "right"), b)],
        picture: picture(&it, lang),
        width: WIDTH,
        lines: it.said.iter().map(line).collect(),
        seen: it.said.len(),
        beside: it.beside,
        verdicts: Verdict::ALL.map(|verdict| (name(verdict), said(verdict, lang))).to_vec(),
        may_decide: by.who.may(Resource::LinkDecision, Action::Write).is_ok(),
        refused,
        reason,
        id,
        s,
    };
    page_with(status, &answer)
}

/// As forms name a verdict.
pub(super) fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::Different => "different",
        Verdict::Unclear => "unclear",
    }
}

fn said(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Same => lang.pick("是同一人", "one person"),
        Verdict::Different => lang.pick("不是同一人", "two people"),
        Verdict::Unclear => lang.pick("不清楚", "not found out"),
    }
}
