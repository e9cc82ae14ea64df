//! A household's file: members, what the rules found, what happened. It opens for a purpose, which is kept.

use super::{
    change::ACTS,
    disputes,
    purpose::For,
    tree::{Tree, tree},
};
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
use doudi_journal::{
    Instant,
    access::{Action, Resource},
};
use doudi_kernel::{Date, Say};
use doudi_office::{
    Bureau, OfficeError, Who,
    case::{self, Row},
    register::{
        self, Act, Basis, Composition, Dispute, FactLine, Found, HouseholdFile, Kind, Standing, Support, Undoable,
    },
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
    /// Whether the law counts the person: the class of its tag, and why.
    pub(super) class: &'static str,
    pub(super) counted: String,
    pub(super) decided: bool,
}

/// A value with who said it and when.
struct Fact {
    whose: String,
    said: String,
    value: String,
    source: String,
    month: String,
}

/// Help over some months.
struct Link {
    programme: String,
    from: String,
    to: String,
    persons: String,
    amount: String,
    by: String,
    file: Option<i64>,
    going: bool,
}

/// The household as it was.
struct Then {
    on: String,
    known: String,
    place: String,
    members: Vec<(String, String, String)>,
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
    may_ask: bool,
    tree: Tree,
    spoken: String,
    facts: Vec<Fact>,
    chain: Vec<Link>,
    links: Vec<(i64, &'static str)>,
    successor: Option<i64>,
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
                _ => asked.date(name, name),
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
struct Whole {
    file: HouseholdFile,
    rows: Vec<Row>,
    names: BTreeMap<i64, String>,
    facts: Vec<FactLine>,
    counted: BTreeMap<i64, Option<Basis>>,
    chain: Vec<Support>,
    disputes: Vec<Dispute>,
    undoable: Option<Undoable>,
    then: Option<Composition>,
}

fn whole(bureau: &Bureau, who: &Who, id: i64, purpose: &For, then: Option<(Date, Date)>) -> Result<Whole, OfficeError> {
    let purpose = purpose.of_household(bureau, who, id)?;
    let file = register::open(bureau, who, id, purpose)?;
    let listed = who.may(Resource::Case, Action::List).is_ok();
    let writes = who.may(Resource::Household, Action::Write).is_ok_and(|scope| scope.holds(file.division));
    let register::Known { lines: facts, counted } = register::facts(bureau, who, id)?;
    // Incomes and property are for who sees findings; the others see who counts.
    let facts = if who.may(Resource::VerificationReport, Action::Read).is_ok() { facts } else { Vec::new() };
    Ok(Whole {
        rows: if listed { case::of_household(bureau, who, id)? } else { Vec::new() },
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
    let members = members(&s, bureau, &it);
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
        answers: it.file.standings.iter().map(|standing| answer(&s, bureau, &it.file, standing)).collect(),
        cases: it.rows.iter().map(|row| item(&s, bureau, row)).collect(),
        lines: lines(&s, &it.file, &it.names),
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
        facts: it.facts.iter().map(|line| fact(&s, by, &it.file, line)).collect(),
        chain: it.chain.iter().map(|support| link(&s, bureau, id, support)).collect(),
        links: it.file.links.iter().map(|link| followed(&s, id, link)).collect(),
        successor: it.file.successor,
        disputes: it.disputes.iter().map(|dispute| differs(&s, bureau, &it.file, dispute)).collect(),
        acts: acts.collect(),
        undo: it.undoable.as_ref().map(|it| (it.seq, Act::label(&it.act, s.lang), s.moment(&it.at))),
        then: it.then.as_ref().zip(beside.then).map(|(was, days)| then(&s, bureau, &it, was, days)),
        purpose: purpose.query(),
        members,
        shown: beside.shown,
        said: beside.said,
        refused: beside.refused,
        s,
    })
}

/// A relation to the head, as the book says it; the code where the book does not know it.
pub(crate) fn relation(bureau: &Bureau, code: &str, lang: doudi_kernel::Lang) -> String {
    let label = bureau.word_label("relation_to_head", code);
    label.map_or_else(|| code.to_owned(), |label| label.pick(lang).to_owned())
}

fn members(s: &Shell, bureau: &Bureau, it: &Whole) -> Vec<Member> {
    let one = |(at, member): (usize, &register::Person)| {
        let basis = it.counted.get(&member.id).copied().flatten();
        Member {
            id: member.id,
            name: member.name.clone(),
            relation: match &member.relation {
                Some(word) => relation(bureau, word, s.lang),
                None if at == 0 => s.t("户主", "head").into(),
                None => s.t("关系待补", "relation not told").into(),
            },
            birth: member.birth.map(|day| day.to_string()).unwrap_or_default(),
            age: member.birth.map(|day| words::age(day, s.today).to_string()).unwrap_or_default(),
            sex: member.male.map_or("", |male| if male { s.lang.pick("男", "m") } else { s.lang.pick("女", "f") }),
            number: member.number.clone(),
            class: match basis.map(Basis::counts) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            },
            counted: basis.map_or_else(
                || s.t("资料不全，无法认定", "what is told does not say").to_owned(),
                |basis| words::basis(basis, s.lang).to_owned(),
            ),
            decided: member.decided.is_some() || member.placed || member.corrected,
        }
    };
    it.file.members.iter().enumerate().map(one).collect()
}

fn name_of(file: &HouseholdFile, person: Option<i64>) -> Option<String> {
    file.members.iter().find(|it| Some(it.id) == person).map(|it| it.name.clone())
}

fn fact(s: &Shell, by: &Signed, file: &HouseholdFile, line: &FactLine) -> Fact {
    let bureau = &by.state.bureau;
    let value = match &*line.value {
        "yes" => s.t("是", "yes").to_owned(),
        "no" => s.t("否", "no").to_owned(),
        word => match bureau.word_label(&line.fact, word) {
            Some(label) => label.pick(s.lang).to_owned(),
            None => word.to_owned(),
        },
    };
    Fact {
        whose: name_of(file, line.person).unwrap_or_else(|| s.t("全户", "household").to_owned()),
        said: words::fact(bureau, &line.fact, s.lang),
        value,
        source: by.state.feed(&line.feed, s.lang),
        month: line.month.map(|month| month.to_string()).unwrap_or_default(),
    }
}

fn link(s: &Shell, bureau: &Bureau, id: i64, it: &Support) -> Link {
    let month = |number: i64| format!("{}-{:02}", number / 100, number % 100);
    Link {
        programme: words::help(bureau, &it.programme, s.lang),
        from: month(it.from),
        to: it.to.map(month).unwrap_or_default(),
        persons: it.persons.to_string(),
        amount: it.amount_fen.map(words::yuan).unwrap_or_default(),
        by: match it.source.strip_prefix("case:") {
            Some(case) => format!("{} {case}", s.t("事项", "case")),
            None if it.source == "rosters" => s.t("部门名册", "rosters").into(),
            None => s.t("档案变更", "act on the register").into(),
        },
        file: (it.household != id).then_some(it.household),
        going: it.to.is_none(),
    }
}

fn followed(s: &Shell, id: i64, (old, new, kind): &(i64, i64, Kind)) -> (i64, &'static str) {
    let said = match (kind, *old == id) {
        (Kind::Continued, true) => s.lang.pick("停旧建新，接续档案", "goes on as file"),
        (Kind::Continued, false) => s.lang.pick("由此档案接续而来", "goes on from file"),
        (Kind::Split, true) => s.lang.pick("分出档案", "split off: file"),
        (Kind::Split, false) => s.lang.pick("由此档案分户而来", "split from file"),
        (Kind::Merged, true) => s.lang.pick("已并入档案", "merged into file"),
        (Kind::Merged, false) => s.lang.pick("并入了档案", "took in file"),
    };
    (if *old == id { *new } else { *old }, said)
}

/// A dispute with the member's name; whether somebody has upheld the decision.
fn differs(s: &Shell, bureau: &Bureau, file: &HouseholdFile, it: &Dispute) -> (String, String, bool) {
    let name = name_of(file, disputes::person(it)).unwrap_or_default();
    let since = format!("{}-{:02}", it.since / 100, it.since % 100);
    let said = disputes::said(bureau, it, s.lang);
    let said = if name.is_empty() { said } else { format!("{name}{}{said}", s.t("：", ": ")) };
    (said, since, it.stands)
}

fn then(s: &Shell, bureau: &Bureau, it: &Whole, was: &Composition, days: (Date, Date)) -> Then {
    let one = |member: &register::Member| {
        let name = name_of(&it.file, Some(member.person));
        let name = name.unwrap_or_else(|| format!("{} {}", s.t("已离开的成员", "a former member, no."), member.person));
        let relation = relation(bureau, member.relation.as_deref().unwrap_or_default(), s.lang);
        let by = if member.hand { s.t("人工登记", "by hand") } else { s.t("部门名册", "rosters") };
        (name, relation, format!("{} {} · {by}", s.t("自", "since"), member.since))
    };
    Then {
        on: days.0.to_string(),
        known: days.1.to_string(),
        place: was.division.map(|division| words::address(bureau, division)).unwrap_or_default(),
        members: was.members.iter().map(one).collect(),
    }
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
            "register.changed" | "register.touched" => s.lang.pick("档案变更登记", "act on the register"),
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
