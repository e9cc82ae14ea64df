//! One matter: what it rests on, what was done, and the forms for what can be done now.

use super::{Row, row};
use crate::{
    pages::{
        households::{
            parts::actor,
            visit::{label_of, value_of},
        },
        referrals::list::{self, department},
    },
    shell::{Shell, page_with},
    signed::Signed,
    why::Why,
    words,
};
use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use doudi_journal::access::{Action, Department, Resource};
use doudi_kernel::{Lang, Say};
use doudi_office::{
    Bureau, Who,
    matters::{self, Act, Heard, Line, Outcome, Pointed, Reason, Told, View},
    staff,
    visits::{self, Finding, Sight, Visit},
};
use doudi_work::{
    score::Feature,
    watch::{Evidence, Source},
};
use std::collections::BTreeMap;

/// A signal with what it rests on.
struct Signal {
    name: String,
    person: i64,
    label: String,
    about: String,
    raised: String,
    months: String,
    remedy: String,
    cites: String,
    found: Option<bool>,
    /// What it rests on by the newest month, for who may see facts.
    why: Option<Rests>,
}

/// What a signal rests on.
struct Rests {
    condition: String,
    stands: String,
    facts: Vec<Fact>,
    limits: Vec<String>,
}

/// A fact before and now, each with who told it.
struct Fact {
    what: String,
    before: String,
    now: String,
}

/// A visit that answers the matter.
struct Seen {
    id: i64,
    day: String,
    by: String,
    finding: String,
    withdrawn: bool,
    /// Guarantees that are not secure.
    insecure: Vec<String>,
    needs: Vec<String>,
    /// What is otherwise than told: whose and what, as it was told, as it was seen.
    otherwise: Vec<(String, String, String)>,
    agrees: usize,
    words: String,
}

struct Happened {
    at: String,
    by: String,
    said: String,
    note: String,
}

/// What can be done now.
struct Can {
    visit: bool,
    take_up: bool,
    hand_over: bool,
    answer: Option<&'static str>,
    close: bool,
    exempt: bool,
    reopen: bool,
}

#[derive(Template)]
#[template(path = "matter.html")]
struct Page {
    s: Shell,
    id: i64,
    version: u32,
    row: Row,
    household: i64,
    opens_file: bool,
    applies: bool,
    signals: Vec<Signal>,
    lines: Vec<Happened>,
    /// What points mean, or why there are none.
    pointed: Option<String>,
    /// What gave them, for who may see facts: question, answer, points.
    pointed_why: Vec<(&'static str, &'static str, i64)>,
    visits: Vec<Seen>,
    department: String,
    outcome: String,
    case: Option<i64>,
    can: Can,
    departments: Vec<(&'static str, String)>,
    outcomes: Vec<(&'static str, String)>,
    reasons: Vec<(&'static str, String)>,
    feeds: Vec<(String, String)>,
    last: String,
    refused: Option<String>,
}

/// `GET /matters/{id}`
pub(crate) async fn show(Path(id): Path<i64>, by: Signed) -> Result<Response, Why> {
    opened(&by, id, StatusCode::OK, None).await
}

/// The matter, opened and written down; with why something was refused.
pub(super) async fn opened(by: &Signed, id: i64, status: StatusCode, refused: Option<String>) -> Result<Response, Why> {
    let (state, lang) = (by.state.clone(), by.lang);
    let (view, names, can, why, visits) = by
        .run(move |bureau, who| {
            let view = matters::open(bureau, who, id)?;
            let can = can(bureau, who, &view);
            // Who may not see facts, and a month that names the household no more, have a matter all the same.
            let why = matters::evidence(bureau, who, &view, lang, &|feed| state.feed(feed, lang)).unwrap_or_default();
            let visits = visits::of_matter(bureau, who, &view.matter)?;
            Ok((view, staff::names(bureau)?, can, why, visits))
        })
        .await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let may = |resource, action| by.who.may(resource, action).is_ok_and(|scope| scope.holds(view.division));
    let mut feeds: Vec<(String, String)> =
        by.state.feeds.keys().map(|id| (id.clone(), by.state.feed(id, s.lang))).collect();
    feeds.sort_by(|one, next| one.1.cmp(&next.1));
    let names_of: Vec<String> = view.heard.iter().map(|it| it.signal.clone()).collect();
    let head = Row {
        head: view.head.clone(),
        place: words::address(bureau, view.division),
        ..row(&s, bureau, &view.matter, &names_of)
    };
    let last = s.today.checked_add(jiff::Span::new().years(1)).unwrap_or(s.today);
    let outcome = view.matter.outcome.as_deref().and_then(Outcome::of_code);
    page_with(
        status,
        &Page {
            id,
            version: view.matter.version,
            row: head,
            household: view.matter.household,
            opens_file: may(Resource::Household, Action::Read),
            applies: may(Resource::Case, Action::Write) && view.matter.closed.is_none(),
            signals: view.heard.iter().enumerate().map(|(at, it)| signal(&s, bureau, &view, it, why.get(at))).collect(),
            lines: view.lines.iter().rev().map(|it| happened(&s, it, &names)).collect(),
            pointed: view.matter.pointed.as_ref().map(|it| it.say(s.lang)),
            pointed_why: match may(Resource::Determination, Action::Read) {
                true => reasons(s.lang, view.matter.pointed.as_ref()),
                false => Vec::new(),
            },
            visits: visits.iter().rev().map(|it| seen(&s, bureau, &view, it, &names)).collect(),
            department: view.matter.department.as_deref().map(|it| department(it, s.lang)).unwrap_or_default(),
            outcome: outcome.map(|it| it.say(s.lang)).unwrap_or_default(),
            case: view.matter.case,
            departments: Department::ALL.iter().map(|it| (it.name(), it.say(s.lang))).collect(),
            outcomes: Outcome::ALL.iter().map(|it| (it.code(), it.say(s.lang))).collect(),
            reasons: Reason::ALL.iter().map(|it| (it.code(), it.say(s.lang))).collect(),
            feeds,
            last: last.to_string(),
            can,
            refused,
            s,
        },
    )
}

/// Asked for each form with the least that it may hold.
fn can(bureau: &Bureau, who: &Who, view: &View) -> Can {
    let may = |act: &Act| matters::may(bureau, who, view, act).is_ok();
    let own = Department::ALL.iter().copied().find(|it| view.matter.department.as_deref() == Some(it.name()));
    let first = view.heard.first();
    let exempt = first.map(|it| Act::Exempt {
        signal: it.signal.clone(),
        person: it.person,
        reason: Reason::Steady,
        until: who.today().tomorrow().unwrap_or(who.today()),
    });
    let wrong = Act::Close { outcome: Outcome::AlreadyHelped, feed: None, note: String::new() };
    let word = || "-".to_owned();
    Can {
        visit: may(&Act::Visit { on: who.today(), found: Vec::new(), note: String::new() }),
        take_up: may(&Act::TakeUp),
        hand_over: may(&Act::HandOver(Department::MedicalInsurance, word())),
        answer: own.filter(|it| may(&Act::Answer(*it, word()))).map(Department::name),
        close: may(&wrong),
        exempt: view.matter.closed.is_none() && exempt.is_some_and(|act| may(&act)),
        reopen: may(&Act::Reopen(word())),
    }
}

fn signal(s: &Shell, bureau: &Bureau, view: &View, it: &Heard, why: Option<&Option<Evidence>>) -> Signal {
    let named = bureau.signal_named(&it.signal, s.lang);
    let member = view.members.iter().find(|(id, _)| *id == it.person);
    let cites: Vec<String> =
        named.cites.iter().map(|(title, article)| format!("{title}{}{article}", space(s.lang))).collect();
    Signal {
        name: it.signal.clone(),
        person: it.person,
        label: named.label,
        about: match (it.person, member) {
            (0, _) => s.t("全户", "the household").into(),
            (_, Some((_, name))) => name.clone(),
            (_, None) => s.t("已不在本户的成员", "a member who has left").into(),
        },
        raised: it.raised.to_string(),
        months: if it.first_month == it.month {
            it.month.to_string()
        } else {
            format!("{} – {}", it.first_month, it.month)
        },
        remedy: named.remedy,
        cites: cites.join(s.t("；", "; ")),
        found: it.found,
        why: why.and_then(Option::as_ref).map(|why| rests(s, why)),
    }
}

/// What a visit found, without what it only confirmed.
fn seen(s: &Shell, bureau: &Bureau, view: &View, it: &Visit, names: &BTreeMap<i64, String>) -> Seen {
    let of = |kind: &str, value: &str| -> Vec<String> {
        let sights = it.seen.sights.iter().filter(|it| it.item.starts_with(kind) && it.value == value);
        sights.map(|it| label_of(bureau, &it.item, s.lang)).collect()
    };
    let whose = |person: i64| view.members.iter().find(|(id, _)| *id == person).map(|(_, name)| name.clone());
    let listed = |it: &&Sight| !it.item.starts_with("need:") && !it.item.starts_with("guarantee:");
    let told: Vec<&Sight> = it.seen.sights.iter().filter(listed).collect();
    let (agrees, differs): (Vec<&Sight>, Vec<&Sight>) =
        told.into_iter().partition(|it| it.told.as_ref().is_some_and(|told| *told == it.value));
    let otherwise = |it: &&Sight| {
        let said = |value: &str| value_of(bureau, &it.item, value, s.lang);
        let label = label_of(bureau, &it.item, s.lang);
        let what = it.person.and_then(whose).map_or_else(|| label.clone(), |name| format!("{name} · {label}"));
        (what, it.told.as_deref().map(said).unwrap_or_default(), said(&it.value))
    };
    Seen {
        id: it.id,
        day: it.day.to_string(),
        by: names.get(&it.account).cloned().unwrap_or_else(|| it.account.to_string()),
        finding: it.seen.finding().map(|it| it.say(s.lang)).unwrap_or_default(),
        withdrawn: it.withdrawn.is_some(),
        insecure: of("guarantee:", "no"),
        needs: of("need:", "yes"),
        otherwise: differs.iter().map(otherwise).collect(),
        agrees: agrees.len(),
        words: it.seen.words.clone(),
    }
}

fn rests(s: &Shell, why: &Evidence) -> Rests {
    let told = |value: &Option<String>, source: &Option<Source>| match (value, source) {
        (Some(value), Some(source)) => format!("{value} ({} {})", source.feed, source.month),
        (Some(value), None) => value.clone(),
        (None, _) => s.t("未知", "not known").to_owned(),
    };
    let fact = |it: &doudi_work::watch::FactLine| Fact {
        what: if it.whose.is_empty() { it.label.clone() } else { format!("{} · {}", it.whose, it.label) },
        before: told(&it.before, &it.before_source),
        now: told(&it.now, &it.source),
    };
    Rests {
        condition: why.condition.clone(),
        stands: why.stands.clone(),
        facts: why.facts.iter().map(fact).collect(),
        limits: why.limits.clone(),
    }
}

/// What gave the points, in words; a question that is no longer asked says nothing.
fn reasons(lang: Lang, of: Option<&Pointed>) -> Vec<(&'static str, &'static str, i64)> {
    let Some(Told::Points(_, why)) = of.map(|it| &it.told) else { return Vec::new() };
    let one = |matters::Why(name, answer, points): &matters::Why| {
        let feature = Feature::named(name)?;
        let ([zh, en], [answer_zh, answer_en]) = (feature.label, feature.words(*answer));
        Some((lang.pick(zh, en), lang.pick(answer_zh, answer_en), *points))
    };
    why.iter().filter_map(one).collect()
}

fn space(lang: Lang) -> &'static str {
    lang.pick("", " ")
}

fn happened(s: &Shell, it: &Line, names: &BTreeMap<i64, String>) -> Happened {
    let department = || it.matter.department.as_deref().map(|name| list::department(name, s.lang)).unwrap_or_default();
    let outcome =
        || it.matter.outcome.as_deref().and_then(Outcome::of_code).map(|it| it.say(s.lang)).unwrap_or_default();
    let joined = |said: &str, more: String| format!("{said}{}{more}", s.t("：", ": "));
    let said = match it.kind.as_str() {
        "matter.opened" => s.t("预警建档", "opened").to_owned(),
        "matter.joined" => s.t("又有预警并入", "more signals, or a month more").into(),
        "matter.visited" => {
            joined(s.t("走访", "visited"), it.matter.visited.map(|on| on.to_string()).unwrap_or_default())
        }
        "matter.tried" => s.t("走访未遇，须再次走访", "nobody was met; to be visited again").into(),
        "matter.visit_withdrawn" => s.t("走访已撤回", "a visit was withdrawn").into(),
        "matter.taken_up" => joined(s.t("提级接办", "taken up by"), super::level(it.matter.owner, s.lang).into()),
        "matter.handed_over" => joined(s.t("转办", "handed over to"), department()),
        "matter.answered" => joined(s.t("部门反馈", "answered by"), department()),
        "matter.closed" => joined(s.t("办结", "closed"), outcome()),
        "matter.reopened" => s.t("恢复办理", "reopened").into(),
        "matter.pointed" => match it.matter.pointed.as_ref().and_then(Pointed::points) {
            Some(points) => joined(s.t("走访次序分数", "points for the order of visits"), points.to_string()),
            None => s.t("评分卡不适用，不按分数排序", "the points card was refused").into(),
        },
        "matter.exempted" => s.t("登记豁免", "a signal was exempted").into(),
        other => other.into(),
    };
    let finding = it.visit.and_then(|(_, finding)| finding).filter(|it| *it != Finding::Absent);
    let said = finding.map_or_else(|| said.clone(), |it| format!("{said} · {}", it.say(s.lang)));
    Happened { at: s.moment(&it.at), by: actor(s, names, &it.actor), said, note: it.note.clone() }
}
