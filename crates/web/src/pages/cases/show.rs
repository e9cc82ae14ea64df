//! A case's page: where it stands, whose turn it is, what is known, and what can be done now.

use super::{
    acts::{Asking, Barred, Kind, Offer},
    parts::{self, Checked, Found, Happened, StepLine},
};
use crate::{
    fields::Fields,
    shell::{Page, Shell, page},
    signed::Signed,
    words,
};
use askama::Template;
use axum::extract::Path;
use doudi_office::{
    Bureau, OfficeError,
    case::{self, CaseView, DECLARED, Turn, doers_of},
    citizen,
    papers::Paper,
    register, staff,
};
use std::collections::BTreeMap;

struct Visited {
    on: String,
    by: String,
    agrees: bool,
    words: String,
}

struct Objected {
    on: String,
    words: String,
    upheld: Option<bool>,
    answer: String,
}

struct PartLine {
    department: String,
    programmes: Vec<String>,
    said: String,
    class: &'static str,
    why: String,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    s: Shell,
    id: i64,
    version: u32,
    household: i64,
    head: String,
    place: String,
    size: i64,
    procedure: String,
    programmes: Vec<String>,
    channel: &'static str,
    opened: String,
    authorised: String,
    turn: &'static str,
    turn_class: &'static str,
    owes: Option<String>,
    steps: Vec<StepLine>,
    declared: Vec<(String, String)>,
    checked: Vec<Checked>,
    good_until: String,
    found: Vec<Found>,
    pack: String,
    visits: Vec<Visited>,
    opinion: Option<(String, String)>,
    published_until: String,
    hanging: bool,
    village: String,
    objections: Vec<Objected>,
    /// Objections to its decision: number, day, whether they are answered. They are read where they are answered.
    voices: Vec<(i64, String, bool)>,
    hearings: Vec<Visited>,
    /// For when and where the person is invited to be heard.
    called: Option<(String, String)>,
    /// A need that could not wait: what, how much was asked, what was given.
    need: Option<(String, String, String)>,
    parts: Vec<PartLine>,
    /// Another case whose verification is relied upon.
    shared_from: Option<i64>,
    /// As what the household is recognised: procedure, since, next review.
    recognised: Vec<(String, String, String)>,
    /// What can be printed now.
    papers: Vec<(&'static str, &'static str)>,
    decision: Option<(String, String)>,
    letters: Vec<(&'static str, String)>,
    history: Vec<Happened>,
    offers: Vec<Offer>,
    barred: Vec<Barred>,
    /// What was refused without a form of its own on the page.
    refused: Option<String>,
}

/// `GET /cases/{id}`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed) -> Page {
    render(&by, id, None).await
}

/// The page, with what was refused just now: its act, its fields, why.
pub(super) async fn render(by: &Signed, id: i64, before: Option<(String, Fields, String)>) -> Page {
    let (view, found, names, colleagues, doers, known, voices) = by
        .run(move |bureau, who| {
            let view = case::view(bureau, who, id)?;
            let found = register::one(bureau, who, view.state.household).ok();
            let colleagues = staff::colleagues(bureau, who, view.division).unwrap_or_default();
            let doers = match doers_of(bureau, who, &view) {
                Ok(doers) => doers,
                Err(OfficeError::NotFound) => Vec::new(),
                Err(why) => return Err(why),
            };
            let known = case::recognised(bureau, who, view.state.household).unwrap_or_default();
            // Who may not read objections sees none.
            let voices = citizen::of_case(bureau, who, id).unwrap_or_default();
            Ok((view, found, staff::names(bureau)?, colleagues, doers, known, voices))
        })
        .await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let colleagues: Vec<(i64, String)> = colleagues.into_iter().map(|(id, name)| (id.0, name)).collect();
    let (offers, barred) = match &*doers {
        [] => (Vec::new(), Vec::new()),
        doers => {
            let (case, before, who) = (&view, before.as_ref(), &by.who);
            Asking { s: &s, bureau, who, case, doers, colleagues: &colleagues, before }.all()
        }
    };
    let beside = offers.iter().any(|offer| offer.refused.is_some());
    let refused = before.filter(|_| !beside).map(|(.., said)| said);
    let (turn, turn_class) = turn(&s, &view);
    let state = &view.state;
    page(&CasePage {
        id,
        version: state.version,
        household: state.household,
        head: found.as_ref().map(|found| found.head.clone()).unwrap_or_default(),
        place: words::address(bureau, view.division),
        size: found.as_ref().map_or(0, |found| found.size),
        procedure: view.path.label.pick(s.lang).to_owned(),
        programmes: state.programmes.iter().map(|name| words::programme(bureau, name, s.lang)).collect(),
        channel: parts::channel(&state.channel, s.lang),
        opened: state.opened.to_string(),
        authorised: state.authorised_until.map(|day| day.to_string()).unwrap_or_default(),
        turn,
        turn_class,
        owes: state.owes.clone(),
        steps: parts::steps(&s, &view, state.turn == Turn::Closed),
        declared: declared(&s, bureau, &view),
        checked: parts::checked(&s, &by.state, &view),
        good_until: state.report.as_ref().map(|report| report.good_until.to_string()).unwrap_or_default(),
        found: parts::findings(&s, bureau, &state.findings),
        pack: state.pack.as_ref().map(|pack| pack.chars().take(12).collect()).unwrap_or_default(),
        visits: visits(&view, &names),
        opinion: state.opinion.as_ref().map(|it| (words::outcome(&it.outcome, s.lang), it.reason.clone())),
        published_until: state.published_until.map(|day| day.to_string()).unwrap_or_default(),
        hanging: state.published_until.is_some_and(|until| until >= s.today),
        village: view.division.to_string(),
        objections: objections(&view),
        voices: voices.into_iter().map(|(id, day, answered)| (id, day.to_string(), answered)).collect(),
        hearings: hearings(&view),
        called: state.called.as_ref().map(|call| (call.on.to_string(), call.place.clone())),
        need: need(&s, bureau, &view),
        parts: state.parts.iter().map(|part| part_line(&s, bureau, &view, part)).collect(),
        shared_from: state.shared_from,
        recognised: known.iter().map(|it| recognition(&s, bureau, it)).collect(),
        papers: Paper::ALL.iter().filter(|it| it.ready(&view)).map(|it| (it.name(), it.label(s.lang))).collect(),
        decision: state.decision.as_ref().map(|(what, why)| (words::outcome(what, s.lang), why.clone())),
        letters: state.letters.iter().map(|(name, on)| (parts::letter(name, s.lang), on.to_string())).collect(),
        history: parts::history(&s, bureau, &view, &names),
        offers,
        barred,
        refused,
        s,
    })
}

fn turn(s: &Shell, view: &CaseView) -> (&'static str, &'static str) {
    match (view.state.turn, view.state.owes.is_some()) {
        (Turn::Closed, _) => (s.lang.pick("已办结", "closed"), "done"),
        (Turn::Decided, _) => (s.lang.pick("已决定", "decided"), "done"),
        (_, true) => (s.lang.pick("等待申请人补充", "waiting for the applicant"), "standing"),
        _ => (s.lang.pick("办理中", "running"), "now"),
    }
}

fn declared(s: &Shell, bureau: &Bureau, view: &CaseView) -> Vec<(String, String)> {
    let told = |name: &&str| {
        let value = view.state.declared.get(*name).copied();
        (words::fact(bureau, name, s.lang), parts::told(s, bureau, name, value))
    };
    DECLARED.iter().map(told).collect()
}

fn visits(view: &CaseView, names: &BTreeMap<i64, String>) -> Vec<Visited> {
    let name = |id: &i64| names.get(id).cloned().unwrap_or_else(|| id.to_string());
    let one = |visit: &case::Visit| Visited {
        on: visit.on.to_string(),
        by: visit.visitors.iter().map(name).collect::<Vec<_>>().join(" · "),
        agrees: visit.agrees,
        words: visit.words.clone(),
    };
    view.state.visits.iter().map(one).collect()
}

fn hearings(view: &CaseView) -> Vec<Visited> {
    let one = |it: &case::Hearing| Visited {
        on: it.on.to_string(),
        by: String::new(),
        agrees: it.came,
        words: it.words.clone(),
    };
    view.state.hearings.iter().map(one).collect()
}

fn objections(view: &CaseView) -> Vec<Objected> {
    let one = |it: &case::Objection| Objected {
        on: it.on.to_string(),
        words: it.words.clone(),
        upheld: it.answer.as_ref().map(|(upheld, _)| *upheld),
        answer: it.answer.as_ref().map(|(_, words)| words.clone()).unwrap_or_default(),
    };
    view.state.objections.iter().map(one).collect()
}

fn need(s: &Shell, bureau: &Bureau, view: &CaseView) -> Option<(String, String, String)> {
    let need = view.state.need.as_ref()?;
    let cause = bureau.words_of("hardship_event").into_iter().find(|(name, _)| *name == need.cause);
    let cause = cause.map_or_else(|| need.cause.clone(), |(_, label)| label.pick(s.lang).to_owned());
    let given = view.state.relief_fen.map(words::yuan).unwrap_or_default();
    Some((format!("{cause}{}{}", s.t("：", ": "), need.words), words::yuan(need.need_fen), given))
}

fn part_line(s: &Shell, bureau: &Bureau, view: &CaseView, part: &case::Part) -> PartLine {
    let (said, class, why) = match &part.reply {
        Some(reply) => {
            let class = if reply.outcome == case::Outcome::Refuse { "no" } else { "yes" };
            (format!("{} {}", words::answered(&reply.outcome, s.lang), reply.on), class, reply.reason.clone())
        }
        None => (parts::clock_left(s, case::part_due(&view.path, &view.state)).said, "unknown", String::new()),
    };
    PartLine {
        department: crate::pages::referrals::list::department(part.department.name(), s.lang),
        programmes: part.programmes.iter().map(|name| words::programme(bureau, name, s.lang)).collect(),
        said,
        class,
        why,
    }
}

fn recognition(s: &Shell, bureau: &Bureau, it: &case::Recognised) -> (String, String, String) {
    let review = it.review_due.map(|day| day.to_string()).unwrap_or_default();
    (words::procedure(bureau, &it.procedure, s.lang), it.since.to_string(), review)
}
