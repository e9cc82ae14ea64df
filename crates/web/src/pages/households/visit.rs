//! One visit of a household: what was seen, beside what was told and what counts now; photographs and signature. Opened for
//! the purpose for which the file is open, and on record again.

use super::purpose::For;
use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::{Sent, Signed},
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_kernel::{Lang, Say};
use doudi_office::{
    Bureau, OfficeError, field, register, staff,
    visits::{self, Brief, Visit, Why},
};
use std::collections::BTreeMap;

/// A visit in the household's list.
pub(super) struct Visited {
    pub(super) id: i64,
    pub(super) day: String,
    pub(super) by: String,
    pub(super) photos: i64,
    pub(super) withdrawn: bool,
}

struct Row {
    whose: String,
    said: String,
    told: String,
    seen: String,
    paper: bool,
    /// What counts now, where it is another visit's word.
    counts: Option<String>,
    agrees: bool,
}

#[derive(Template)]
#[template(path = "visit.html")]
struct Sheet {
    s: Shell,
    household: i64,
    id: i64,
    head: String,
    place: String,
    day: String,
    at: String,
    known: String,
    by: String,
    rows: Vec<Row>,
    needs: Vec<String>,
    words: String,
    /// The strokes of the signature, as paths.
    strokes: Vec<String>,
    position: String,
    photos: usize,
    purpose: String,
    finding: String,
    matter: Option<i64>,
    /// The purpose by its kind and number, as a form says it.
    kind: String,
    number: String,
    /// Since when it does not stand.
    withdrawn: String,
    /// When its photographs were deleted, and the hashes that stay.
    cleared: Option<(String, Vec<String>)>,
    /// Why it may be withdrawn by the user; empty where it may not.
    whys: Vec<(&'static str, String)>,
}

fn by(s: &Shell, names: &BTreeMap<i64, String>, account: i64, office: Option<doudi_office::case::Office>) -> String {
    let name = names.get(&account).cloned().unwrap_or_else(|| account.to_string());
    format!("{name} · {}", office.map_or("", |office| office.label(s.lang)))
}

pub(super) fn line(s: &Shell, names: &BTreeMap<i64, String>, it: &Brief) -> Visited {
    Visited {
        id: it.id,
        day: it.day.to_string(),
        by: by(s, names, it.account, it.office),
        photos: it.photos,
        withdrawn: it.withdrawn,
    }
}

/// `GET /households/{id}/visits/{visit}?case=12`
pub(crate) async fn show(Path((id, visit)): Path<(i64, i64)>, by_whom: Signed, Asked(asked): Asked) -> Page {
    let purpose = For::of(&asked).ok_or(OfficeError::Denied(Denied::Purpose))?;
    let query = purpose.query();
    let (it, file, counts, names) = by_whom
        .run(move |bureau, who| {
            let purpose = purpose.of_household(bureau, who, id)?;
            let file = register::open(bureau, who, id, purpose.clone())?;
            let it = visits::open(bureau, who, id, visit, purpose)?;
            Ok((it, file, visits::counting(bureau, who, id)?, staff::names(bureau)?))
        })
        .await?;
    let (s, bureau) = (Shell::of(&by_whom), &by_whom.state.bureau);
    let (needs, rows): (Vec<_>, Vec<_>) = it.seen.sights.iter().partition(|sight| sight.item.starts_with("need:"));
    let name = |person: Option<i64>| file.members.iter().find(|it| Some(it.id) == person).map(|it| it.name.clone());
    let row = |sight: &&visits::Sight| {
        let said = |value: &str| value_of(bureau, &sight.item, value, s.lang);
        let now = counts.get(&(sight.person, sight.item.clone())).filter(|now| **now != sight.value);
        Row {
            whose: match sight.person {
                None => s.t("全户", "household").to_owned(),
                some => name(some).unwrap_or_else(|| s.t("已离开的成员", "a former member").to_owned()),
            },
            said: label_of(bureau, &sight.item, s.lang),
            told: sight.told.as_deref().map(said).unwrap_or_default(),
            seen: said(&sight.value),
            paper: sight.paper,
            counts: now.map(|now| said(now)),
            agrees: sight.told.as_ref().is_none_or(|told| *told == sight.value),
        }
    };
    let (kind, number) = query.split_once('=').unwrap_or(("task", ""));
    let cleared = it.cleared.map(|day| (day.to_string(), it.seen.photos.clone()));
    let may = |resource, action| by_whom.who.may(resource, action).is_ok_and(|scope| scope.holds(file.division));
    let withdraws = may(Resource::HomeVisit, Action::Write)
        && (it.account == by_whom.who.id.0 || may(Resource::ActiveDiscovery, Action::Decide));
    let whys = Why::ALL.iter().filter(|_| withdraws && it.withdrawn.is_none());
    page(&Sheet {
        finding: it.seen.finding().map(|it| it.say(s.lang)).unwrap_or_default(),
        matter: it.matter,
        kind: kind.to_owned(),
        number: number.to_owned(),
        withdrawn: it.withdrawn.map(|day| day.to_string()).unwrap_or_default(),
        whys: whys.map(|it| (it.code(), it.say(s.lang))).collect(),
        household: id,
        id: it.id,
        head: file.members.first().map(|head| head.name.clone()).unwrap_or_default(),
        place: words::address(bureau, file.division),
        day: it.day.to_string(),
        at: s.moment(&it.at),
        known: s.moment(&it.known),
        by: by(&s, &names, it.account, it.office),
        rows: rows.iter().map(row).collect(),
        needs: needs.iter().map(|sight| label_of(bureau, &sight.item, s.lang)).collect(),
        words: it.seen.words.clone(),
        strokes: strokes(&it),
        position: it.seen.place.map(position).unwrap_or_default(),
        photos: if cleared.is_some() { 0 } else { it.seen.photos.len() },
        cleared,
        purpose: query.clone(),
        s,
    })
}

/// `POST /households/{id}/visits/{visit}/withdraw`
pub(crate) async fn withdraw(
    Path((id, visit)): Path<(i64, i64)>,
    Sent { by, fields }: Sent,
) -> Result<Response, crate::why::Why> {
    let key = fields.key(by.who.id)?;
    let purpose = For::of(&fields).ok_or(OfficeError::Denied(Denied::Purpose))?.query();
    let why = Why::of_code(fields.text("why")).ok_or(OfficeError::Form(field::REASON))?;
    by.run(move |bureau, who| visits::withdraw(bureau, who, (id, visit), why, &key)).await?;
    Ok(Redirect::to(&format!("/households/{id}/visits/{visit}?{purpose}")).into_response())
}

pub(in crate::pages) fn label_of(bureau: &Bureau, item: &str, lang: Lang) -> String {
    visits::called(bureau, item).map_or_else(|| item.to_owned(), |it| lang.pick(it.words.zh, it.words.en))
}

pub(in crate::pages) fn value_of(bureau: &Bureau, item: &str, value: &str, lang: Lang) -> String {
    visits::called(bureau, item).map_or_else(|| value.to_owned(), |item| item.said(value, lang))
}

/// A stroke as a path of whole numbers.
fn strokes(it: &Visit) -> Vec<String> {
    let path = |points: &Vec<(u16, u16)>| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x} {y}")).collect();
        // A dot is a line to where it began.
        format!("M{}L{}", points.first().cloned().unwrap_or_default(), points.join(" "))
    };
    it.seen.strokes.iter().filter(|points| !points.is_empty()).map(path).collect()
}

/// Degrees with four decimals.
fn position(place: visits::Place) -> String {
    let degrees = |number: i32| format!("{}.{:04}", number / 10_000, number % 10_000);
    format!("{}, {} ±{} m", degrees(place.lat), degrees(place.lon), place.metres)
}

/// `GET /households/{id}/visits/{visit}/photos/{number}?case=12`
pub(crate) async fn photo(
    Path((id, visit, number)): Path<(i64, i64, i64)>,
    by: Signed,
    Asked(asked): Asked,
) -> Result<Response, crate::why::Why> {
    let purpose = For::of(&asked).ok_or(OfficeError::Denied(Denied::Purpose))?;
    let bytes = by.run(move |bureau, who| {
        let purpose = purpose.of_household(bureau, who, id)?;
        visits::photo(bureau, who, id, (visit, number), purpose)
    });
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes.await?).into_response())
}
