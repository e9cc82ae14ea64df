//! One visit of a household: what was seen, beside what was told and what counts now; photographs and signature. Opened for
//! the purpose for which the file is open, and on record again.

use super::purpose::For;
use crate::{
    fields::Asked,
    shell::{Page, Shell, page},
    signed::Signed,
    why::Why,
    words,
};
use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use doudi_journal::access::Denied;
use doudi_kernel::Lang;
use doudi_office::{
    Bureau, OfficeError, register, staff,
    visits::{self, Brief, Visit},
};
use std::collections::BTreeMap;

/// A visit in the household's list.
pub(super) struct Visited {
    pub(super) id: i64,
    pub(super) day: String,
    pub(super) by: String,
    pub(super) photos: i64,
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
}

fn by(s: &Shell, names: &BTreeMap<i64, String>, account: i64, office: Option<doudi_office::case::Office>) -> String {
    let name = names.get(&account).cloned().unwrap_or_else(|| account.to_string());
    format!("{name} · {}", office.map_or("", |office| office.label(s.lang)))
}

pub(super) fn line(s: &Shell, names: &BTreeMap<i64, String>, it: &Brief) -> Visited {
    Visited { id: it.id, day: it.day.to_string(), by: by(s, names, it.account, it.office), photos: it.photos }
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
    page(&Sheet {
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
        photos: it.seen.photos.len(),
        purpose: query,
        s,
    })
}

fn label_of(bureau: &Bureau, item: &str, lang: Lang) -> String {
    visits::called(bureau, item).map_or_else(|| item.to_owned(), |it| lang.pick(it.words.zh, it.words.en))
}

fn value_of(bureau: &Bureau, item: &str, value: &str, lang: Lang) -> String {
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
) -> Result<Response, Why> {
    let purpose = For::of(&asked).ok_or(OfficeError::Denied(Denied::Purpose))?;
    let bytes = by.run(move |bureau, who| {
        let purpose = purpose.of_household(bureau, who, id)?;
        visits::photo(bureau, who, id, (visit, number), purpose)
    });
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes.await?).into_response())
}
