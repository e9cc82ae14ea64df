//! An application at one window: one household, everything that it may claim, one letter of authority (arts. 40, 53).

use crate::{
    fields::{Asked, Fields},
    pages::households::list::programmes,
    shell::{Page, Shell, page, page_with},
    signed::{Sent, Signed},
    why::Why,
    words,
};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use doudi_kernel::{Date, Lang, Say};
use doudi_office::{
    Bureau, Field, OfficeError,
    case::{self, Channel, DECLARED, Path, ToldIn, handled_elsewhere},
    citizen, field, register,
};
use std::collections::BTreeMap;

/// Days for which a letter of authority is proposed: the longest procedure with its objections takes less.
const AUTHORITY_DAYS: i64 = 90;

struct Claim {
    name: String,
    said: String,
    ticked: bool,
}

struct Told {
    name: &'static str,
    said: String,
    yes_no: bool,
    yuan: bool,
    value: String,
}

#[derive(Template)]
#[template(path = "case_new.html")]
struct New {
    s: Shell,
    household: i64,
    head: String,
    place: String,
    size: i64,
    key: String,
    procedures: Vec<(String, String, bool)>,
    claims: Vec<Claim>,
    found: bool,
    channel: String,
    letter: bool,
    authorised_until: String,
    told: Vec<Told>,
    said: Option<String>,
    /// What a citizen sent in from home and is taken up by this.
    sent: Option<i64>,
}

/// `GET /cases/new?household=3`
pub(crate) async fn show(by: Signed, Asked(asked): Asked) -> Page {
    let household = asked.number("household", field::HOUSEHOLD)?.ok_or(OfficeError::Form(field::HOUSEHOLD))?;
    let key = by.state.drawn::<16>();
    let mut new = form(&by, household, None, key, None).await?;
    if asked.text("channel") == "review" {
        new.channel = "review".into();
    }
    if let Some(id) = asked.number("sent", field::FORM_PAGE)? {
        let opened = by.run(move |bureau, who| citizen::open(bureau, who, id)).await?;
        new.taking(id, &by, &opened.application)?;
    }
    new.procedures.iter_mut().for_each(|(name, _, chosen)| {
        *chosen = match asked.text("procedure") {
            "" => *chosen,
            wanted => name == wanted,
        }
    });
    page(&new)
}

/// `POST /cases`
pub(crate) async fn open(Sent { by, fields }: Sent) -> Result<Response, Why> {
    let household = fields.number("household", field::HOUSEHOLD)?.ok_or(OfficeError::Form(field::HOUSEHOLD))?;
    let asked = fields.clone();
    let done = by.run(move |bureau, who| {
        let procedure = asked.text("procedure");
        let mut programmes: Vec<String> = asked.all("programme").map(str::to_owned).collect();
        // Relief that goes first is one programme, and nothing else is asked with it.
        if procedure == RELIEF_FIRST {
            programmes = vec![RELIEF.to_owned()];
        }
        if programmes.is_empty() || programmes.iter().any(|name| bureau.programme_label(name).is_none()) {
            return Err(OfficeError::Form(field::PROGRAMME));
        }
        let authorised_until = asked.date("authorised_until", field::AUTHORISED_UNTIL)?;
        let key = asked.key(who.id)?;
        let declared = declared(bureau, &asked)?;
        let channel = channel(&asked);
        let application = case::Application { household, programmes, channel, authorised_until, declared };
        let sent = asked.number("sent", field::FORM_PAGE)?;
        case::open_sent(bureau, who, procedure, application, sent, &key)
    });
    match done.await {
        Ok(case) => Ok(Redirect::to(&format!("/cases/{case}")).into_response()),
        Err(Why::Office(error)) if matches!(*error, OfficeError::Refused(_) | OfficeError::Form(_)) => {
            let said = match &*error {
                OfficeError::Form(called) if *called == field::PROGRAMME => {
                    by.lang.pick("请至少勾选一项救助", "tick one kind of help at least").to_owned()
                }
                _ => error.say(by.lang),
            };
            let key = fields.text("key").to_owned();
            let status = Why::Office(error).row().1;
            page_with(status, &form(&by, household, Some(&fields), key, Some(said)).await?)
        }
        Err(why) => Err(why),
    }
}

impl New {
    /// Fills in what was sent from home.
    fn taking(&mut self, id: i64, by: &Signed, it: &citizen::Application) -> Result<(), Why> {
        let asked = citizen::programmes(&by.state.bureau, self.s.today, &it.topics)?;
        self.claims.iter_mut().for_each(|claim| claim.ticked |= asked.contains(&claim.name));
        self.channel = match it.applies {
            citizen::Applies::Oneself => "oneself",
            citizen::Applies::Entrusted => "proxy",
            citizen::Applies::Reports => "discovery",
        }
        .into();
        self.sent = Some(id);
        Ok(())
    }
}

/// The procedure of relief that goes first, and its programme (art. 50).
const RELIEF_FIRST: &str = "fast_lane";
const RELIEF: &str = "fast_small_relief";

fn channel(fields: &Fields) -> Channel {
    match fields.text("channel") {
        "proxy" => Channel::Proxy { letter: fields.text("letter") == "yes" },
        "discovery" => Channel::Discovery,
        "review" => Channel::Review,
        _ => Channel::Oneself,
    }
}

/// What was told, in fen and numbers; a field left empty was told as none (art. 40).
fn declared(bureau: &Bureau, fields: &Fields) -> Result<BTreeMap<String, i64>, OfficeError> {
    let mut told = BTreeMap::new();
    for name in DECLARED {
        let called = || Field::called(words::fact(bureau, name, Lang::Zh), words::fact(bureau, name, Lang::En));
        let value = match case::told_in(bureau, name) {
            Some(ToldIn::Yuan) => fields.fen(name, called())?,
            Some(ToldIn::YesNo) => (fields.text(name) == "yes").then_some(1),
            _ => fields.number(name, called())?,
        };
        if let Some(value) = value {
            told.insert(name.to_owned(), value);
        }
    }
    Ok(told)
}

async fn form(
    by: &Signed,
    household: i64,
    before: Option<&Fields>,
    key: String,
    said: Option<String>,
) -> Result<New, Why> {
    let found = by.run(move |bureau, who| register::one(bureau, who, household)).await?;
    let (s, bureau) = (Shell::of(by), &by.state.bureau);
    let text = |name: &str| before.map(|fields| fields.text(name).to_owned());
    let ticked = |name: &str| match before {
        Some(fields) => fields.all("programme").any(|it| it == name),
        None => found.programmes.iter().any(|it| it == name),
    };
    // Departments' help is asked for at the same window (art. 64).
    let elsewhere = handled_elsewhere().map(|name| (name.to_owned(), words::programme(bureau, name, s.lang)));
    let claims = programmes(bureau, s.lang).into_iter().chain(elsewhere);
    let claims = claims.map(|(name, said)| Claim { ticked: ticked(&name), name, said }).collect();
    let until = s.today.checked_add(jiff::Span::new().days(AUTHORITY_DAYS)).unwrap_or(s.today);
    let procedure = text("procedure").unwrap_or_else(|| "dibao_application".into());
    Ok(New {
        household,
        head: found.head.clone(),
        place: words::address(bureau, found.division),
        size: found.size,
        key,
        procedures: procedures(&s, bureau, found.division, s.today, &procedure),
        claims,
        found: !found.programmes.is_empty(),
        channel: text("channel").unwrap_or_else(|| "oneself".into()),
        letter: text("letter").is_some_and(|it| it == "yes"),
        authorised_until: text("authorised_until").unwrap_or_else(|| until.to_string()),
        told: DECLARED.iter().map(|name| told(&s, bureau, name, text(name))).collect(),
        said,
        sent: before.and_then(|fields| fields.number("sent", field::FORM_PAGE).ok().flatten()),
        s,
    })
}

fn told(s: &Shell, bureau: &Bureau, name: &'static str, value: Option<String>) -> Told {
    let how = case::told_in(bureau, name);
    Told {
        name,
        said: words::fact(bureau, name, s.lang),
        yes_no: how == Some(ToldIn::YesNo),
        yuan: how == Some(ToldIn::Yuan),
        value: value.unwrap_or_default(),
    }
}

/// The procedures in force at the place today that begin with an application.
fn procedures(s: &Shell, bureau: &Bureau, division: u64, today: Date, chosen: &str) -> Vec<(String, String, bool)> {
    let names = bureau.book.procedures.iter().map(|it| it.name.as_str());
    let runs = |name: &&str| {
        Path::at(bureau.book, name, &division.to_string(), today)
            .is_some_and(|path| path.deciding().is_some() || path.relief_first())
    };
    names.filter(runs).map(|name| (name.to_owned(), words::procedure(bureau, name, s.lang), name == chosen)).collect()
}
