//! A household's file: members, what the rules found, what happened. It opens for a purpose, which is kept.

use super::purpose::For;
use crate::{
    fields::Asked,
    pages::work::{Item, item},
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
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Say;
use doudi_office::{
    Bureau, OfficeError,
    case::{self, Row},
    register::{self, Found, HouseholdFile, Standing},
    staff,
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

pub(super) struct Member {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) relation: String,
    pub(super) birth: String,
    pub(super) age: String,
    pub(super) sex: &'static str,
    pub(super) number: String,
}

struct Answer {
    name: String,
    programme: String,
    whose: String,
    class: &'static str,
    said: &'static str,
    tier: String,
    amount: String,
}

struct Line {
    at: String,
    from: String,
    said: &'static str,
    by: String,
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
    lines: Vec<Line>,
    purpose: String,
    may_reveal: bool,
    may_apply: bool,
    may_explain: bool,
    /// A number in full, of a member, for this one time.
    shown: Option<(i64, String)>,
    /// Why a number was not shown.
    said: Option<(i64, String)>,
}

/// `GET /households/{id}?case=12`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed, Asked(asked): Asked) -> Page {
    match For::of(&asked) {
        Some(purpose) => opened(&by, id, purpose, None, None).await,
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

/// The file, opened and written down, with a number in full or the reason why it is not shown.
pub(super) async fn opened(
    by: &Signed,
    id: i64,
    purpose: For,
    shown: Option<(i64, String)>,
    said: Option<(i64, String)>,
) -> Page {
    let asked = purpose.clone();
    let (file, rows, names) = by
        .run(move |bureau, who| {
            let purpose = asked.of_household(bureau, who, id)?;
            let file = register::open(bureau, who, id, purpose)?;
            let listed = who.may(Resource::Case, Action::List).is_ok();
            let rows = if listed { case::of_household(bureau, who, id)? } else { Vec::new() };
            Ok::<_, OfficeError>((file, rows, staff::names(bureau)?))
        })
        .await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let may = |resource, action| by.who.may(resource, action).is_ok();
    page(&File {
        id,
        place: words::address(bureau, file.division),
        month: format!("{}-{:02}", file.month / 100, file.month % 100),
        gone: file.gone.map(|day| day.to_string()),
        members: members(&s, bureau, &file),
        answers: file.standings.iter().map(|standing| answer(&s, bureau, &file, standing)).collect(),
        cases: rows.iter().map(|row| item(&s, bureau, row)).collect(),
        lines: lines(&s, &file, &names),
        purpose: purpose.query(),
        may_reveal: may(Resource::SealedColumn, Action::Reveal),
        may_apply: may(Resource::Case, Action::Write),
        may_explain: may(Resource::Determination, Action::Read) && bureau.month.is_some(),
        shown,
        said,
        s,
    })
}

fn members(s: &Shell, bureau: &Bureau, file: &HouseholdFile) -> Vec<Member> {
    let relation = |word: &String| {
        let label = bureau.word_label("relation_to_head", word);
        label.map_or_else(|| word.clone(), |label| label.pick(s.lang).to_owned())
    };
    let one = |(at, member): (usize, &register::Person)| Member {
        id: member.id,
        name: member.name.clone(),
        relation: match &member.relation {
            Some(word) => relation(word),
            None if at == 0 => s.t("户主", "head").into(),
            None => String::new(),
        },
        birth: member.birth.map(|day| day.to_string()).unwrap_or_default(),
        age: member.birth.map(|day| words::age(day, s.today).to_string()).unwrap_or_default(),
        sex: member.male.map_or("", |male| if male { s.lang.pick("男", "m") } else { s.lang.pick("女", "f") }),
        number: member.number.clone(),
    };
    file.members.iter().enumerate().map(one).collect()
}

fn answer(s: &Shell, bureau: &Bureau, file: &HouseholdFile, standing: &Standing) -> Answer {
    let tier = standing.tier.as_ref().map(|tier| match bureau.tier_label(&standing.programme, tier) {
        Some(label) => label.pick(s.lang).to_owned(),
        None => tier.clone(),
    });
    let member = standing.member.and_then(|at| file.members.get(usize::try_from(at).ok()?));
    Answer {
        name: standing.programme.clone(),
        programme: words::programme(bureau, &standing.programme, s.lang),
        whose: member.map_or_else(|| s.t("全户", "household").to_owned(), |member| member.name.clone()),
        class: match &*standing.answer {
            "eligible" => "yes",
            "not_eligible" => "no",
            "missing" => "unknown",
            _ => "none",
        },
        said: words::answer(&standing.answer, s.lang),
        tier: tier.unwrap_or_default(),
        amount: standing.amount_fen.map(words::yuan).unwrap_or_default(),
    }
}

fn lines(s: &Shell, file: &HouseholdFile, names: &BTreeMap<i64, String>) -> Vec<Line> {
    let line = |line: &register::Line| Line {
        at: s.moment(&line.at),
        from: line.from.to_string(),
        said: match &*line.kind {
            "household.observed" => s.lang.pick("家庭成员或住址按部门数据登记", "members and place taken from rosters"),
            "household.determined" => s.lang.pick("按政策测算", "assessed by the rules"),
            "household.gone" => s.lang.pick("最近月份数据中不再出现", "no longer named by the newest month"),
            "file.opened" => s.lang.pick("查阅档案", "file opened"),
            "relative.noted" => s.lang.pick("近亲属备案", "near relative registered"),
            _ => s.lang.pick("其他登记", "another entry"),
        },
        by: actor(s, names, &line.actor),
    };
    file.lines.iter().map(line).collect()
}

/// Who acted, as colleagues say.
pub(crate) fn actor(s: &Shell, names: &BTreeMap<i64, String>, actor: &str) -> String {
    let user = actor.strip_prefix("user:").and_then(|id| id.parse::<i64>().ok());
    match user.and_then(|id| names.get(&id)) {
        Some(name) => name.clone(),
        None if actor.starts_with("system:") => s.t("系统", "the system").into(),
        None => actor.into(),
    }
}
