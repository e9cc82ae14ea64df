//! A household's file: members, what the rules found, what happened. It opens for a purpose, which is kept.

use super::{
    change::ACTS,
    parts::{self, Answer, Fact, Line, Link, Member, Then},
    purpose::For,
    tree::{Tree, tree},
    visit::Visited,
};
use crate::{
    fields::Asked,
    pages::{
        matters,
        work::{Item, item},
    },
    shell::{Page, Shell, page, page_with},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use doudi_journal::{
    Instant,
    access::{Action, Resource},
};
use doudi_kernel::{Date, Say};
use doudi_office::{
    Bureau, OfficeError, Who,
    case::{self, Row},
    field,
    matters::Matter,
    register::{self, Act, Basis, Composition, Dispute, FactLine, Found, HouseholdFile, Support, Undoable},
    staff,
    visits::{self, Brief},
};
use std::collections::BTreeMap;

/// A file that is closed yet: what is it opened for?
#[derive(Template)]
#[template(path = "household_closed.html")]
struct Closed {
    s: Shell,
    id: i64,
    head: String,
    place: String,
    cases: Vec<Item>,
    kind: String,
    number: String,
    said: Option<String>,
}

/// What stands on the page beside the file for this one time.
#[derive(Default)]
pub(super) struct Beside {
    /// A number in full, of a member.
    pub(super) shown: Option<(i64, String)>,
    /// Why a number was not shown.
    pub(super) said: Option<(i64, String)>,
    /// Why an act was not turned round.
    pub(super) refused: Option<String>,
    /// The day, and the day on which it was known.
    pub(super) then: Option<(Date, Date)>,
}

impl Beside {
    pub(super) fn undo(said: String) -> Self {
        Self { refused: Some(said), ..Self::default() }
    }
}

#[derive(Template)]
#[template(path = "household.html")]
struct File {
    s: Shell,
    id: i64,
    place: String,
    month: String,
    gone: Option<String>,
    members: Vec<Member>,
    answers: Vec<Answer>,
    cases: Vec<Item>,
    matters: Vec<matters::Row>,
    lines: Vec<Line>,
    purpose: String,
    may_reveal: bool,
    may_apply: bool,
    may_explain: bool,
    may_ask: bool,
    tree: Tree,
    spoken: String,
    facts: Vec<Fact>,
    chain: Vec<Link>,
    links: Vec<(i64, &'static str)>,
    successor: Option<i64>,
    visits: Vec<Visited>,
    disputes: Vec<(String, String, bool)>,
    acts: Vec<(&'static str, &'static str)>,
    undo: Option<(i64, &'static str, String)>,
    then: Option<Then>,
    shown: Option<(i64, String)>,
    said: Option<(i64, String)>,
    refused: Option<String>,
}

/// `GET /households/{id}?case=12`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed, Asked(asked): Asked) -> Page {
    match For::of(&asked) {
        Some(purpose) => {
            let day = |name: &'static str| match asked.text(name) {
                "" => Ok(by.who.today()),
                _ => asked.date(name, field::ON),
            };
            let asks = !asked.text("on").is_empty() || !asked.text("known").is_empty();
            let then = if asks { Some((day("on")?, day("known")?)) } else { None };
            opened(&by, id, purpose, Beside { then, ..Beside::default() }).await
        }
        None => {
            let Html(text) = page(&closed(&by, id, "task", "", None).await?)?;
            Ok(Html(text))
        }
    }
}

/// `POST /households/{id}`: the purpose, typed in.
pub(crate) async fn purpose(Path(id): Path<i64>, Sent { by, fields }: Sent) -> Result<Response, Why> {
    match For::sent(&fields) {
        Ok(purpose) => Ok(Redirect::to(&format!("/households/{id}?{}", purpose.query())).into_response()),
        Err(error) => {
            let why = Why::from(error);
            let said = Some(why.say(by.lang));
            page_with(why.row().1, &closed(&by, id, fields.text("kind"), fields.text("number"), said).await?)
        }
    }
}

async fn closed(by: &Signed, id: i64, kind: &str, number: &str, said: Option<String>) -> Result<Closed, Why> {
    let (found, rows): (Found, Vec<Row>) = by
        .run(move |bureau, who| {
            let rows = who
                .may(Resource::Case, Action::List)
                .and(Ok(()))
                .map_or(Ok(Vec::new()), |()| case::of_household(bureau, who, id));
            Ok((register::one(bureau, who, id)?, rows?))
        })
        .await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    Ok(Closed {
        id,
        head: found.head,
        place: words::address(bureau, found.division),
        cases: rows.iter().map(|row| item(&s, bureau, row)).collect(),
        kind: kind.into(),
        number: number.into(),
        said,
        s,
    })
}

/// What a file's page is made of.
pub(super) struct Whole {
    pub(super) file: HouseholdFile,
    pub(super) rows: Vec<Row>,
    pub(super) matters: Vec<(Matter, Vec<String>)>,
    pub(super) names: BTreeMap<i64, String>,
    pub(super) facts: Vec<FactLine>,
    pub(super) counted: BTreeMap<i64, Option<Basis>>,
    pub(super) chain: Vec<Support>,
    pub(super) disputes: Vec<Dispute>,
    pub(super) undoable: Option<Undoable>,
    pub(super) then: Option<Composition>,
    pub(super) visits: Vec<Brief>,
}

fn whole(bureau: &Bureau, who: &Who, id: i64, purpose: &For, then: Option<(Date, Date)>) -> Result<Whole, OfficeError> {
    let purpose = purpose.of_household(bureau, who, id)?;
    let file = register::open(bureau, who, id, purpose)?;
    let listed = who.may(Resource::Case, Action::List).is_ok();
    let writes = who.may(Resource::Household, Action::Write).is_ok_and(|scope| scope.holds(file.division));
    let register::Known { lines: facts, counted } = register::facts(bureau, who, id)?;
    // Incomes and property are for who sees findings; the others see who counts.
    let facts = if who.may(Resource::VerificationReport, Action::Read).is_ok() { facts } else { Vec::new() };
    let visited = who.may(Resource::HomeVisit, Action::List).is_ok();
    Ok(Whole {
        rows: if listed { case::of_household(bureau, who, id)? } else { Vec::new() },
        matters: match who.may(Resource::ActiveDiscovery, Action::List) {
            Ok(_) => doudi_office::matters::of_household(bureau, who, id)?,
            Err(_) => Vec::new(),
        },
        names: staff::names(bureau)?,
        facts,
        counted,
        chain: register::chain(bureau, who, id)?,
        disputes: register::disputes(bureau, who, id)?,
        undoable: if writes { register::undoable(bureau, who, id)? } else { None },
        then: match then {
            Some((on, known)) => Some(register::as_of(bureau, who, id, on, end_of(known))?),
            None => None,
        },
        visits: if visited { visits::of_household(bureau, who, id)? } else { Vec::new() },
        file,
    })
}

/// The last moment of a day in China.
fn end_of(day: Date) -> Instant {
    let midnight = day.at(23, 59, 59, 999_000_000);
    let moment = jiff::tz::Offset::constant(8).to_timestamp(midnight);
    Instant::from_millis(moment.map_or(i64::MAX, jiff::Timestamp::as_millisecond))
}

/// The file, opened and written down, with what stands beside it for this one time.
pub(super) async fn opened(by: &Signed, id: i64, purpose: For, beside: Beside) -> Page {
    let (asked, day) = (purpose.clone(), beside.then);
    let it = by.run(move |bureau, who| whole(bureau, who, id, &asked, day)).await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let may = |resource, action| by.who.may(resource, action).is_ok_and(|scope| scope.holds(it.file.division));
    let members = parts::members(&s, bureau, &it);
    let kin = it.file.members.iter().zip(&members).map(|(person, shown)| {
        let counted = it.counted.get(&person.id).copied().flatten().map(Basis::counts);
        (shown.name.clone(), person.relation.clone().unwrap_or_default(), shown.relation.clone(), counted)
    });
    let writes = may(Resource::Household, Action::Write) && it.file.gone.is_none();
    let open = it.disputes.iter().any(|dispute| !dispute.stands);
    let offered = ACTS.iter().filter(|act| writes && (**act != "stand" || open));
    let acts = offered.map(|act| (*act, Act::label(act, s.lang)));
    page(&File {
        id,
        place: words::address(bureau, it.file.division),
        month: format!("{}-{:02}", it.file.month / 100, it.file.month % 100),
        gone: it.file.gone.map(|day| day.to_string()),
        answers: it.file.standings.iter().map(|standing| parts::answer(&s, bureau, &it.file, standing)).collect(),
        cases: it.rows.iter().map(|row| item(&s, bureau, row)).collect(),
        matters: it.matters.iter().map(|(matter, signals)| matters::row(&s, bureau, matter, signals)).collect(),
        lines: parts::lines(&s, &it.file, &it.names),
        may_reveal: may(Resource::SealedColumn, Action::Reveal),
        may_apply: may(Resource::Case, Action::Write) && it.file.gone.is_none(),
        may_explain: may(Resource::Determination, Action::Read) && bureau.month.is_some(),
        may_ask: may(Resource::VerificationReport, Action::Read),
        tree: tree(&kin.collect::<Vec<_>>()),
        spoken: members
            .iter()
            .map(|it| format!("{} {}", it.name, it.relation))
            .collect::<Vec<_>>()
            .join(s.t("，", ", ")),
        facts: it.facts.iter().map(|line| parts::fact(&s, by, &it.file, line)).collect(),
        chain: it.chain.iter().map(|support| parts::link(&s, bureau, id, support)).collect(),
        links: it.file.links.iter().map(|link| parts::followed(&s, id, link)).collect(),
        successor: it.file.successor,
        visits: it.visits.iter().map(|visit| super::visit::line(&s, &it.names, visit)).collect(),
        disputes: it.disputes.iter().map(|dispute| parts::differs(&s, bureau, &it.file, dispute)).collect(),
        acts: acts.collect(),
        undo: it.undoable.as_ref().map(|it| (it.seq, Act::label(&it.act, s.lang), s.moment(&it.at))),
        then: it.then.as_ref().zip(beside.then).map(|(was, days)| parts::then(&s, bureau, &it, was, days)),
        purpose: purpose.query(),
        members,
        shown: beside.shown,
        said: beside.said,
        refused: beside.refused,
        s,
    })
}
