//! Applying from home, for oneself or for somebody else; the code comes at once.

use super::{
    follow::key,
    visitor::{Frame, Writer, Written},
};
use crate::{
    fields::Fields,
    shell::{Square, page, page_with},
    state::State,
    why::Why,
};
use askama::Template;
use axum::response::Response;
use doudi_kernel::{DivisionLevel, Lang, Say};
use doudi_office::{
    OfficeError,
    citizen::{self, Application, Applies},
    field,
};

/// Villages that a list on a slow phone holds; of more, people choose the town.
const VILLAGES: usize = 600;

#[derive(Template)]
#[template(path = "citizen_apply.html")]
struct Apply {
    c: Frame,
    form: String,
    key: String,
    said: Option<String>,
    applies: String,
    village: String,
    /// Towns with their villages; without villages the town itself is chosen.
    towns: Vec<(String, Vec<(String, String)>)>,
    topics: Vec<(String, String, bool)>,
    /// What was typed before.
    typed: Fields,
}

#[derive(Template)]
#[template(path = "citizen_applied.html")]
struct Applied {
    c: Frame,
    code: String,
    square: Option<Square>,
}

/// `GET /citizen/apply`
pub(crate) async fn show(by: Writer) -> Result<Response, Why> {
    let shown = page(&form(&by, &Fields::default(), None).await?)?;
    Ok(by.answer(shown))
}

/// `POST /citizen/apply`
pub(crate) async fn send(Written { by, fields, from }: Written) -> Result<Response, Why> {
    // Nobody applies for a whole village from one telephone: what is sent counts like a try.
    let (nobody, now) = ([0; 32], by.by.state.now().millis());
    if let Some(seconds) = by.by.state.strangers.wait(from, &nobody, now) {
        return Err(OfficeError::Wait(seconds).into());
    }
    let asked = fields.clone();
    let sent = by.by.state.blocking(move |state| {
        let village = asked.division("village", field::VILLAGE)?.number();
        let application = application(&asked)?;
        citizen::send(&state.bureau, village, &application, state.now(), &key(&asked)?)
    });
    match sent.await {
        Ok(code) => {
            by.by.state.strangers.wrong(from, &nobody, now);
            let code = code.to_string();
            let shown = page(&Applied { c: by.by.frame.clone(), square: Square::of(&code), code })?;
            Ok(by.answer(shown))
        }
        Err(Why::Office(error)) if matches!(*error, OfficeError::Form(_)) => {
            let said = Some(error.say(by.by.frame.lang));
            let shown = page_with(Why::Office(error).row().1, &form(&by, &fields, said).await?)?;
            Ok(by.answer(shown))
        }
        Err(why) => Err(why),
    }
}

fn application(fields: &Fields) -> Result<Application, OfficeError> {
    let text = |name: &str, field| fields.words(name, field);
    Ok(Application {
        applies: match fields.text("applies") {
            "entrusted" => Applies::Entrusted,
            "reports" => Applies::Reports,
            _ => Applies::Oneself,
        },
        name: text("name", field::NAME)?,
        number: text("number", field::NUMBER)?.to_ascii_uppercase(),
        phone: text("phone", field::PHONE)?,
        topics: fields.all("topic").map(str::to_owned).collect(),
        words: text("words", field::WORDS)?,
        by_name: text("by_name", field::APPLICANT)?,
        by_relation: text("by_relation", field::APPLICANT)?,
    })
}

async fn form(by: &Writer, typed: &Fields, said: Option<String>) -> Result<Apply, Why> {
    let lang = by.by.frame.lang;
    let (towns, topics) = by.by.state.blocking(move |state| Ok((towns(state), topics(state, lang)?))).await?;
    let ticked = |name: &str| typed.all("topic").any(|it| it == name);
    Ok(Apply {
        c: by.by.frame.clone(),
        form: by.form.clone(),
        key: by.key(),
        said,
        applies: match typed.text("applies") {
            "" => "oneself".into(),
            other => other.into(),
        },
        village: typed.text("village").into(),
        towns,
        topics: topics.into_iter().map(|(name, said)| (name.clone(), said, ticked(&name))).collect(),
        typed: typed.clone(),
    })
}

/// What may be asked for, by the calculator's topics.
fn topics(state: &State, lang: Lang) -> Result<Vec<(String, String)>, OfficeError> {
    let counties = citizen::counties(&state.bureau);
    let Some((county, _)) = counties.first() else { return Ok(Vec::new()) };
    citizen::ask(&state.bureau, county, state.now().date_in_china(), |it| {
        let topics = it.questions.topics.iter();
        topics.map(|topic| (topic.name.clone(), topic.label.pick(lang).to_owned())).collect()
    })
}

/// Towns with their villages.
fn towns(state: &State) -> Vec<(String, Vec<(String, String)>)> {
    let divisions = &state.bureau.divisions;
    let villages = divisions.iter().filter(|(division, _)| division.level() == DivisionLevel::Village).count();
    let towns = divisions.iter().filter(|(division, _)| division.level() == DivisionLevel::Town);
    let town = |(town, name): (doudi_kernel::Division, &str)| {
        let below = divisions.children(town).map(|(village, name)| (village.twelve(), name.to_owned()));
        let own = || vec![(town.twelve(), name.to_owned())];
        let below: Vec<_> = if villages > VILLAGES { own() } else { below.collect() };
        (name.to_owned(), if below.is_empty() { own() } else { below })
    };
    towns.map(town).collect()
}
