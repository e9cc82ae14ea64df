//! A case with everything about it but its household's file, which is opened by itself and for a purpose.

use super::{
    super::{At, Call, Operation, Rule, get, kinds::Day, shape::shape},
    act::Does,
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    case::{self, Answer, CaseView, Channel, Due, Matched, Turn, clocks},
};
use std::collections::BTreeMap;

shape! {
    /// A case.
    struct Case {
        /// Its number.
        id: i64,
        /// How many things have happened to it; who acts says which version was seen.
        version: u32,
        /// `open`, `decided`, `closed`
        turn: String,
        /// The household's number.
        household: i64,
        /// The village: twelve digits.
        division: String,
        /// The procedure, by its identifier.
        procedure: String,
        /// The programmes in question.
        programmes: Vec<String>,
        /// `oneself`, `proxy`, `discovery`, `review`
        channel: String,
        /// The day on which it was opened.
        opened: Day,
        /// The last day of the letter of authority.
        authorised_until: Option<Day>,
        /// What was told, by fact.
        declared: BTreeMap<String, i64>,
        /// What the citizen owes; clocks stand meanwhile.
        owes: Option<String>,
        /// Steps that are done, with their days.
        done: BTreeMap<String, Day>,
        /// Steps that are not done, in order.
        clocks: Vec<Clock>,
        /// The newest verification.
        report: Option<Report>,
        /// What the rules say.
        findings: Vec<Finding>,
        /// Visits by two people.
        visits: Vec<Visit>,
        /// The town's opinion.
        opinion: Option<Judged>,
        /// The last day of the public notice.
        published_until: Option<Day>,
        /// What was said against it.
        objections: Vec<Objection>,
        /// What the person said.
        hearings: Vec<Hearing>,
        /// The decision.
        decision: Option<Judged>,
        /// Letters that the person has.
        letters: Vec<Letter>,
        /// What happened, in order.
        history: Vec<Happened>,
    }
}

shape! {
    /// A step that is not done.
    struct Clock {
        /// The step, by its identifier.
        step: String,
        /// Whose turn it is.
        office: String,
        /// The day on which it is due; none where the place sets no clock or it stands.
        due: Option<Day>,
        /// Since when the clock stands.
        standing: Option<Day>,
    }
}

shape! {
    /// What the sources said.
    struct Report {
        /// The last day on which it may be relied upon.
        good_until: Day,
        /// Line by line.
        items: Vec<Checked>,
    }
}

shape! {
    /// A line of a verification.
    struct Checked {
        /// The fact, by its identifier.
        fact: String,
        /// The source; empty where none is connected.
        feed: String,
        /// `agrees`, `differs`, `not_found`, `not_connected`
        matched: String,
        /// The source's month.
        month: Option<String>,
    }
}

shape! {
    /// What the rules say of a programme.
    struct Finding {
        /// The programme, by its identifier.
        programme: String,
        /// `eligible`, `not_eligible`, `missing`, `not_in_law`
        answer: String,
        /// Fen a month.
        amount_fen: Option<i64>,
        /// The tier.
        tier: Option<String>,
        /// Conditions that fail, or facts that are missing.
        because: Vec<String>,
        /// The explanation, in Chinese.
        told: String,
    }
}

shape! {
    /// A visit.
    struct Visit {
        /// The day.
        on: Day,
        /// The visitors' accounts.
        visitors: Vec<i64>,
        /// Whether things are as told.
        agrees: bool,
        /// What was seen.
        words: String,
    }
}

shape! {
    /// An opinion or a decision.
    struct Judged {
        /// What it does.
        outcome: Does,
        /// Why.
        reason: String,
    }
}

shape! {
    /// An objection.
    struct Objection {
        /// The day.
        on: Day,
        /// What is said.
        words: String,
        /// Whether it was right; none while it waits.
        upheld: Option<bool>,
        /// What was found.
        answer: Option<String>,
    }
}

shape! {
    /// What the person said, or that nobody came.
    struct Hearing {
        /// The day.
        on: Day,
        /// Whether the person came or answered.
        came: bool,
        /// What was said.
        words: String,
    }
}

shape! {
    /// A letter.
    struct Letter {
        /// Which.
        letter: String,
        /// The day.
        on: Day,
    }
}

shape! {
    /// Something that happened.
    struct Happened {
        /// Milliseconds since 1970, UTC.
        at: i64,
        /// Who: `user:3`.
        by: String,
        /// What, by its name.
        what: String,
    }
}

/// `GET /cases/{id}`
pub(in crate::api) fn operation() -> Operation {
    let said = ("查看一件事项", "A case");
    let made = get("/cases/{id}").answered("cases_show", said, Rule::Needs(Resource::Case, Action::Read), show);
    made.fails([OfficeError::NotFound, OfficeError::NoProcedure(String::new())])
}

fn show(call: &Call<'_>, at: At) -> Result<Case, OfficeError> {
    Ok(told(&case::view(call.bureau, call.who, at.id.0)?))
}

fn told(view: &CaseView) -> Case {
    let state = &view.state;
    let judged =
        |outcome: &case::Outcome, reason: &String| Judged { outcome: Does::of(outcome), reason: reason.clone() };
    Case {
        id: view.id,
        version: state.version,
        turn: turn(state.turn).into(),
        household: state.household,
        division: format!("{:012}", view.division),
        procedure: state.procedure.clone(),
        programmes: state.programmes.clone(),
        channel: channel(&state.channel).into(),
        opened: Day(state.opened),
        authorised_until: state.authorised_until.map(Day),
        declared: state.declared.clone(),
        owes: state.owes.clone(),
        done: state.done.iter().map(|(step, day)| (step.clone(), Day(*day))).collect(),
        clocks: waiting(view),
        report: state.report.as_ref().map(report),
        findings: state.findings.iter().map(finding).collect(),
        visits: state.visits.iter().map(visit).collect(),
        opinion: state.opinion.as_ref().map(|it| judged(&it.outcome, &it.reason)),
        published_until: state.published_until.map(Day),
        objections: state.objections.iter().map(objection).collect(),
        hearings: state.hearings.iter().map(hearing).collect(),
        decision: state.decision.as_ref().map(|(outcome, reason)| judged(outcome, reason)),
        letters: state.letters.iter().map(|(letter, on)| Letter { letter: letter.clone(), on: Day(*on) }).collect(),
        history: view.told.iter().map(happened).collect(),
    }
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Blank | Turn::Open => "open",
        Turn::Decided => "decided",
        Turn::Closed => "closed",
    }
}

fn channel(channel: &Channel) -> &'static str {
    match channel {
        Channel::Oneself => "oneself",
        Channel::Proxy { .. } => "proxy",
        Channel::Discovery => "discovery",
        Channel::Review => "review",
    }
}

fn waiting(view: &CaseView) -> Vec<Clock> {
    if view.state.turn == Turn::Closed {
        return Vec::new();
    }
    let one = |clock: case::Clock<'_>| Clock {
        step: clock.stop.name.clone(),
        office: clock.stop.by.code().into(),
        due: if let Due::On(day) = clock.due { Some(Day(day)) } else { None },
        standing: if let Due::Standing(day) = clock.due { Some(Day(day)) } else { None },
    };
    clocks(&view.path, &view.state).into_iter().map(one).collect()
}

fn report(report: &case::Report) -> Report {
    let matched = |matched| match matched {
        Matched::Agrees => "agrees",
        Matched::Differs => "differs",
        Matched::NotFound => "not_found",
        Matched::NotConnected => "not_connected",
    };
    let one = |item: &case::Item| Checked {
        fact: item.fact.clone(),
        feed: item.feed.clone(),
        matched: matched(item.matched).into(),
        month: item.month.clone(),
    };
    Report { good_until: Day(report.good_until), items: report.items.iter().map(one).collect() }
}

fn finding(finding: &case::Finding) -> Finding {
    let (answer, amount_fen, tier, because) = match &finding.answer {
        Answer::Eligible { amount_fen, tier } => ("eligible", *amount_fen, tier.clone(), Vec::new()),
        Answer::NotEligible { conditions } => ("not_eligible", None, None, conditions.clone()),
        Answer::Missing { facts } => ("missing", None, None, facts.clone()),
        Answer::NotInLaw => ("not_in_law", None, None, Vec::new()),
    };
    let (programme, told) = (finding.programme.clone(), finding.told.clone());
    Finding { programme, answer: answer.into(), amount_fen, tier, because, told }
}

fn visit(it: &case::Visit) -> Visit {
    Visit { on: Day(it.on), visitors: it.visitors.clone(), agrees: it.agrees, words: it.words.clone() }
}

fn objection(it: &case::Objection) -> Objection {
    Objection {
        on: Day(it.on),
        words: it.words.clone(),
        upheld: it.answer.as_ref().map(|(upheld, _)| *upheld),
        answer: it.answer.as_ref().map(|(_, words)| words.clone()),
    }
}

fn hearing(it: &case::Hearing) -> Hearing {
    Hearing { on: Day(it.on), came: it.came, words: it.words.clone() }
}

fn happened(told: &case::Told) -> Happened {
    // The journal's own name of the event: `opened`, `verified`.
    let what = serde_json::to_value(&told.event).ok();
    let what = what.as_ref().and_then(|it| it["what"].as_str()).unwrap_or_default().to_owned();
    Happened { at: told.at.millis(), by: told.actor.clone(), what }
}
