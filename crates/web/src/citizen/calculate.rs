//! The calculator: a page a question, everything in the form.

use super::{
    home::looks,
    visitor::{Asked, Frame, Visitor},
};
use crate::{
    fields::Fields,
    shell::{Page, page, page_with},
    why::Why,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use doudi_kernel::Lang;
use doudi_office::citizen;
use doudi_work::calculate::{Calculator, Kind, Line, Said, Sheet, Told, Verdict, Wrong};

/// Pages that one household may be asked.
const MOST_PAGES: usize = 120;
/// Rows for members that are there at first.
const FIRST_ROWS: u32 = 3;

#[derive(Template)]
#[template(path = "citizen_begin.html")]
struct Begin {
    c: Frame,
    counties: Vec<(String, String)>,
    topics: Vec<(String, String)>,
    /// Nothing was chosen.
    empty: bool,
}

#[derive(Template)]
#[template(path = "citizen_question.html")]
struct QuestionPage {
    c: Frame,
    form: Hidden,
    sheet: Sheet,
    progress: usize,
    wrong: usize,
}

#[derive(Template)]
#[template(path = "citizen_result.html")]
struct ResultPage {
    c: Frame,
    form: Hidden,
    place: String,
    month: String,
    kinds: Vec<(Verdict, Vec<Said>)>,
    places: Vec<(String, String)>,
}

/// What goes to and fro.
struct Hidden {
    place: String,
    topics: Vec<String>,
    told: Vec<String>,
    rows: usize,
}

/// What is shown next.
enum Shown {
    Begin,
    Question { sheet: Sheet, told: Vec<String>, progress: usize, wrong: usize },
    Found { said: Vec<Said>, told: Vec<String>, places: Vec<(String, String)> },
}

/// `GET /citizen/calculate`
pub(crate) async fn begin(by: Visitor) -> Page {
    page(&first(&by, false).await?)
}

async fn first(by: &Visitor, empty: bool) -> Result<Begin, Why> {
    let lang = by.frame.lang;
    let asked = by.state.blocking(move |state| {
        let counties = citizen::counties(&state.bureau);
        let today = state.now().date_in_china();
        let topics = match counties.first() {
            Some((county, _)) => citizen::ask(&state.bureau, county, today, |it| topics(it, lang))?,
            None => Vec::new(),
        };
        Ok((counties, topics))
    });
    let (counties, topics) = asked.await?;
    Ok(Begin { c: by.frame.clone(), counties, topics, empty })
}

fn topics(calculator: &Calculator<'_>, lang: Lang) -> Vec<(String, String)> {
    let topics = calculator.questions.topics.iter();
    topics.map(|topic| (topic.name.clone(), topic.label.pick(lang).to_owned())).collect()
}

/// `POST /citizen/calculate`
pub(crate) async fn step(Asked { mut by, fields }: Asked) -> Result<Response, Why> {
    match fields.text("view") {
        "zh" => by.frame.lang = Lang::Zh,
        "en" => by.frame.lang = Lang::En,
        "large" => by.frame.large = true,
        "usual" => by.frame.large = false,
        _ => {}
    }
    let (lang, asked) = (by.frame.lang, fields.clone());
    let done = by.state.blocking(move |state| {
        let today = state.now().date_in_china();
        let shown = citizen::ask(&state.bureau, asked.text("place"), today, |it| next(it, &asked, lang))?;
        Ok((shown, citizen::counties(&state.bureau), today))
    });
    let (shown, counties, today) = done.await?;
    let place = fields.text("place").to_owned();
    let form = |told: Vec<String>, rows: usize| Hidden {
        place: place.clone(),
        topics: fields.all("topic").map(str::to_owned).collect(),
        told,
        rows,
    };
    let c = by.frame.clone();
    let response = match shown {
        Shown::Begin if fields.text("act") == "back" => Redirect::to("/citizen/calculate").into_response(),
        Shown::Begin => page_with(StatusCode::UNPROCESSABLE_ENTITY, &first(&by, true).await?)?,
        Shown::Question { sheet, told, progress, wrong } => {
            let status = if wrong > 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let form = form(told, sheet.groups.len());
            page_with(status, &QuestionPage { c, form, sheet, progress, wrong })?
        }
        Shown::Found { said, told, places } => {
            let name = counties.into_iter().find(|(code, _)| *code == place).map(|(_, name)| name);
            let month = c.lang.pick(
                format!("{}年{}月", today.year(), today.month()),
                format!("{}-{:02}", today.year(), today.month()),
            );
            let (kinds, form) = (sorted(said), form(told, 0));
            page(&ResultPage { c, form, place: name.unwrap_or_default(), month, kinds, places })?.into_response()
        }
    };
    Ok(looks(&by, &fields, response))
}

/// What comes after what was sent.
fn next(calculator: &Calculator<'_>, fields: &Fields, lang: Lang) -> Shown {
    let (book, questions) = (calculator.book(), calculator.questions);
    let chosen = |name: &str| questions.topics.iter().position(|topic| topic.name == name);
    let topics: Vec<usize> = fields.all("topic").filter_map(chosen).collect();
    let lines: Option<Vec<Line>> =
        fields.all("told").take(MOST_PAGES).map(|text| Line::read(book, questions, text)).collect();
    let (Some(lines), false) = (lines, topics.is_empty()) else { return Shown::Begin };
    let mut told = Told { lines };
    let typed = |name: &str| fields.0.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
    let rows: u32 = fields.text("rows").parse().unwrap_or(0);
    let question = |told: &Told, before: &Told, rows: u32, wrong: &Wrong, with: bool| {
        let asked = calculator.next(told, &topics)?;
        let first = |name: &str| (name == "relation_to_head.0" && before.lines.is_empty()).then(|| "head".to_owned());
        let again = |name: &str| if with { typed(name) } else { first(name) };
        let sheet = calculator.sheet(&asked, before, rows, &again, wrong, lang);
        let told_so_far = told.lines.iter().map(|line| line.write(book, questions)).collect();
        let progress = calculator.progress(told, &topics);
        Some(Shown::Question { sheet, told: told_so_far, progress, wrong: wrong.len() })
    };
    let found = |told: &Told| Shown::Found {
        said: calculator.said(told, &topics, lang),
        told: told.lines.iter().map(|line| line.write(book, questions)).collect(),
        places: (topics.iter().map(|topic| &questions.topics[*topic]))
            .map(|topic| (topic.label.pick(lang).to_owned(), topic.place.pick(lang).to_owned()))
            .collect(),
    };
    let (none, view) = (Wrong::new(), !fields.text("view").is_empty());
    if fields.text("act") == "back" && !view {
        let before = told.clone();
        let Some(last) = told.lines.pop() else { return Shown::Begin };
        return question(&told, &before, last.rows.unwrap_or(0), &none, false).unwrap_or(Shown::Begin);
    }
    let Some(asked) = calculator.next(&told, &topics) else { return found(&told) };
    let here = fields.text("q") == questions.all[asked.question].name;
    if here && (view || fields.text("act") == "more") {
        let rows = rows + u32::from(!view);
        return question(&told, &told, rows, &none, true).unwrap_or(Shown::Begin);
    }
    if here {
        let nothing = |_: &str| None;
        let line = match fields.text("act") {
            "unknown" => calculator.read(&asked, 0, &nothing, lang).map(|line| Line { rows: None, ..line }),
            "none" => calculator.read(&asked, 0, &nothing, lang),
            _ => calculator.read(&asked, rows, &typed, lang),
        };
        match line {
            Ok(line) => told.lines.push(line),
            Err(wrong) => return question(&told, &told, rows, &wrong, true).unwrap_or(Shown::Begin),
        }
    }
    question(&told, &told, FIRST_ROWS, &none, false).unwrap_or_else(|| found(&told))
}

/// What may be had first, then what hangs, what is not, what the place has no rule for.
fn sorted(said: Vec<Said>) -> Vec<(Verdict, Vec<Said>)> {
    let mut kinds: Vec<(Verdict, Vec<Said>)> = Vec::new();
    for one in said {
        match kinds.last_mut().filter(|(verdict, _)| *verdict == one.verdict) {
            Some((_, all)) => all.push(one),
            None => kinds.push((one.verdict, vec![one])),
        }
    }
    kinds
}
