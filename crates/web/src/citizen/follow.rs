//! Following everything under one code, objecting, complaining. The code travels in forms, never in an address.

use super::visitor::{Frame, Writer, Written};
use crate::{
    api::Network,
    fields::Fields,
    shell::{page, page_with},
    state::State,
    why::Why,
    words,
};
use askama::Template;
use axum::response::Response;
use doudi_journal::IdempotencyKey;
use doudi_kernel::{Lang, Month, Say};
use doudi_office::{
    Bureau, OfficeError,
    case::{self, CaseView, Due, Turn},
    citizen::{self, About, Followed},
    field,
};
use std::time::Duration;

/// A try takes so long, whether it is right or wrong.
const TRY: Duration = Duration::from_millis(400);

#[derive(Template)]
#[template(path = "citizen_follow.html")]
struct Ask {
    c: Frame,
    form: String,
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "citizen_followed.html")]
struct Page {
    c: Frame,
    form: String,
    key: String,
    code: String,
    proof: String,
    done: bool,
    sent: Vec<(String, String, Option<&'static str>)>,
    cases: Vec<Card>,
    paid: Vec<[String; 3]>,
    voices: Vec<Heard>,
    /// Whether a complaint can be made: the town knows the household.
    known: bool,
}

/// A case as its household reads it.
struct Card {
    id: i64,
    what: String,
    asked: String,
    opened: String,
    step: String,
    office: String,
    due: String,
    decided: Option<(String, String)>,
    reasons: Vec<String>,
    hanging: Option<String>,
    objects: bool,
}

struct Heard {
    what: &'static str,
    day: String,
    answer: Option<(String, &'static str, String)>,
}

/// `GET /citizen/follow`
pub(crate) async fn show(by: Writer) -> Result<Response, Why> {
    let ask = page(&Ask { c: by.by.frame.clone(), form: by.form.clone(), said: None })?;
    Ok(by.answer(ask))
}

/// `POST /citizen/follow`
pub(crate) async fn follow(Written { by, fields, from }: Written) -> Result<Response, Why> {
    reached(by, &fields, from, false).await
}

/// `POST /citizen/object`: an objection to a case, or a complaint.
pub(crate) async fn object(Written { by, fields, from }: Written) -> Result<Response, Why> {
    let asked = fields.clone();
    let done = guarded(&by.by.state, from, move |state| {
        let about = match asked.number("case", field::OBJECTION)? {
            Some(case) => About::Case(case),
            None => About::Office,
        };
        let (code, proof) = (asked.text("code"), asked.text("proof"));
        let words = asked.words("words", field::WORDS)?;
        citizen::speak(&state.bureau, (code, proof), about, &words, state.now(), &key(&asked)?)
    });
    match done.await {
        Ok(_) => reached(by, &fields, from, true).await,
        Err(why) => refused(by, why),
    }
}

/// What a form is called that comes from nobody's session.
pub(super) fn key(fields: &Fields) -> Result<IdempotencyKey, OfficeError> {
    let drawn = fields.text("key");
    if drawn.len() != 32 {
        return Err(OfficeError::Form(field::FORM_PAGE));
    }
    Ok(IdempotencyKey::new(format!("citizen:{drawn}"))?)
}

/// Tries a code: a network that guesses waits, and wrong costs as long as right.
async fn guarded<T: Send + 'static>(
    state: &State,
    from: Network,
    work: impl FnOnce(&State) -> Result<T, OfficeError> + Send + 'static,
) -> Result<T, Why> {
    let nobody = [0; 32];
    if let Some(seconds) = state.strangers.wait(from, &nobody, state.now().millis()) {
        return Err(OfficeError::Wait(seconds).into());
    }
    let (done, ()) = tokio::join!(state.blocking(work), tokio::time::sleep(TRY));
    if matches!(&done, Err(Why::Office(error)) if matches!(**error, OfficeError::Code)) {
        state.strangers.wrong(from, &nobody, state.now().millis());
    }
    done
}

fn refused(by: Writer, why: Why) -> Result<Response, Why> {
    let known = matches!(&why, Why::Office(error) if matches!(**error, OfficeError::Code | OfficeError::Wait(_) | OfficeError::Form(_) | OfficeError::Refused(_)));
    if !known {
        return Err(why);
    }
    let c = by.by.frame.clone();
    let said = Some(why.say(c.lang));
    let ask = page_with(why.row().1, &Ask { c, form: by.form.clone(), said })?;
    Ok(by.answer(ask))
}

async fn reached(by: Writer, fields: &Fields, from: Network, done: bool) -> Result<Response, Why> {
    let (code, proof, lang) = (fields.text("code").to_owned(), fields.text("proof").to_owned(), by.by.frame.lang);
    let asked = (code.clone(), proof.clone());
    let found = guarded(&by.by.state, from, move |state| {
        let found = citizen::follow(&state.bureau, &asked.0, &asked.1, state.now())?;
        let cases = found.cases.iter().map(|case| card(&state.bureau, &found, case, lang)).collect();
        Ok((found, cases))
    });
    let (found, cases): (Followed, Vec<Card>) = match found.await {
        Ok(found) => found,
        Err(why) => return refused(by, why),
    };
    let bureau = &by.by.state.bureau;
    let shown = Page {
        c: by.by.frame.clone(),
        form: by.form.clone(),
        key: by.key(),
        code,
        proof,
        done,
        sent: (found.sent.iter())
            .map(|(day, place, aside)| {
                (day.to_string(), words::address(bureau, *place), aside.map(|it| it.label(lang)))
            })
            .collect(),
        cases,
        paid: found
            .paid
            .iter()
            .map(|it| {
                [
                    words::help(bureau, &it.programme, lang),
                    months(it.from, it.to, lang),
                    it.amount_fen.map(words::yuan).unwrap_or_default(),
                ]
            })
            .collect(),
        voices: found.voices.iter().map(|it| heard(it, lang)).collect(),
        known: found.household.is_some(),
    };
    let shown = page(&shown)?;
    Ok(by.answer(shown))
}

fn months(from: Month, to: Option<Month>, lang: Lang) -> String {
    match to {
        Some(to) => lang.pick(format!("{from} 至 {to}"), format!("{from} to {to}")),
        None => lang.pick(format!("{from} 起"), format!("from {from}")),
    }
}

fn heard(voice: &citizen::Spoken, lang: Lang) -> Heard {
    let answer = voice.answer.as_ref().map(|(day, upheld, said)| {
        let how = if *upheld { lang.pick("成立", "upheld") } else { lang.pick("不成立", "not upheld") };
        (day.to_string(), how, said.clone())
    });
    let what = if voice.complaint { lang.pick("投诉", "complaint") } else { lang.pick("异议", "objection") };
    Heard { what, day: voice.day.to_string(), answer }
}

/// A case without names, health, or what colleagues write to each other.
fn card(bureau: &Bureau, found: &Followed, view: &CaseView, lang: Lang) -> Card {
    let state = &view.state;
    let running = case::clocks(&view.path, state);
    let next = running.first().filter(|_| state.turn != Turn::Closed);
    let asked: Vec<String> = state.programmes.iter().map(|name| words::programme(bureau, name, lang)).collect();
    Card {
        id: view.id,
        what: words::procedure(bureau, &state.procedure, lang),
        asked: asked.join(lang.pick("、", ", ")),
        opened: state.opened.to_string(),
        step: match next {
            Some(_) if state.owes.is_some() => lang
                .pick("等您补充材料，请看补正告知书", "waiting for you: see the letter about what is missing")
                .into(),
            Some(clock) => clock.stop.label.pick(lang).to_owned(),
            None => lang.pick("已办结", "closed").into(),
        },
        office: next.map(|clock| clock.stop.by.label(lang).to_owned()).unwrap_or_default(),
        due: match next.map(|clock| clock.due) {
            Some(Due::On(day)) => day.to_string(),
            Some(Due::Standing(_)) => lang.pick("时限暂停", "standing").into(),
            _ => String::new(),
        },
        decided: state
            .decision
            .as_ref()
            .zip(state.decided)
            .map(|((outcome, _), on)| (words::outcome(outcome, lang), on.to_string())),
        reasons: reasons(bureau, view, lang),
        hanging: state.published_until.filter(|_| state.decision.is_none()).map(|day| day.to_string()),
        objects: found.open_to_objection(view),
    }
}

/// Of a refusal: the conditions of households' programmes that fail. Those of persons may tell of health and stand in the
/// letter only.
fn reasons(bureau: &Bureau, view: &CaseView, lang: Lang) -> Vec<String> {
    let refused = view.state.decision.as_ref().is_some_and(|(outcome, _)| *outcome == case::Outcome::Refuse);
    let findings = view.state.findings.iter().filter(|_| refused);
    let failed = findings.filter_map(|it| match &it.answer {
        case::Answer::NotEligible { conditions } => Some((&it.programme, conditions)),
        _ => None,
    });
    failed.flat_map(|(programme, conditions)| bureau.household_conditions(programme, conditions, lang)).collect()
}
