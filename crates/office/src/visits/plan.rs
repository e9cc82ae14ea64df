//! What of a visit can be kept: everything that a telephone says is held against the household, the book and plain limits
//! before anything is written.

use super::{
    Finding, Refused,
    item::item,
    keep::{Seen, Sight},
    photo::{PHOTOS, check},
    take::Made,
};
use crate::{Bureau, OfficeError, Who};
use doudi_journal::Instant;
use doudi_rules::book::Entity;
use std::collections::BTreeSet;

/// A telephone without a signal keeps a visit for so long.
const OLDEST_MS: i64 = 7 * 24 * 3_600_000;
/// The longest text, in characters.
const WORDS: usize = 500;
/// The most items of one visit.
const SIGHTS: usize = 400;
/// The most points of one signature.
const POINTS: usize = 6_000;

/// The household as it is now.
pub(super) struct Home {
    pub(super) division: u64,
    pub(super) closed: bool,
    pub(super) people: BTreeSet<i64>,
}

/// What is kept of a visit.
///
/// # Errors
/// [`Refused`] with what to do; [`OfficeError::Form`] for a value that does not read.
pub(super) fn planned(
    bureau: &Bureau,
    who: &Who,
    made: &Made,
    photos: &[Vec<u8>],
    at: Instant,
    home: &Home,
) -> Result<Seen, OfficeError> {
    if home.closed {
        return Err(Refused::Gone.into());
    }
    if made.account != who.id.0 {
        return Err(Refused::Account.into());
    }
    if who.now.millis() - at.millis() > OLDEST_MS {
        return Err(Refused::Old.into());
    }
    let finding = made.finding.as_deref().map(|code| Finding::of_code(code).ok_or(Refused::Shape)).transpose()?;
    if made.sights.is_empty() && photos.is_empty() && finding.is_none() {
        return Err(Refused::Empty.into());
    }
    shaped(made)?;
    if photos.len() > PHOTOS {
        return Err(Refused::Photo.into());
    }
    photos.iter().try_for_each(|photo| check(photo))?;
    let mut sights =
        made.sights.iter().map(|sight| sight_of(bureau, &home.people, sight)).collect::<Result<Vec<_>, _>>()?;
    sights.sort_by(|a, b| (a.person, &a.item).cmp(&(b.person, &b.item)));
    // Of one item a visit says one thing.
    if sights.windows(2).any(|two| (two[0].person, &two[0].item) == (two[1].person, &two[1].item)) {
        return Err(Refused::Item.into());
    }
    let words = made.words.trim().to_owned();
    // Who met nobody has seen nothing of anybody.
    if finding == Some(Finding::Absent) && !(sights.is_empty() && made.answers.is_empty()) {
        return Err(Refused::Absent.into());
    }
    Ok(Seen {
        name: made.name.to_ascii_lowercase(),
        sights,
        words,
        place: made.place,
        strokes: made.strokes.clone(),
        photos: Vec::new(),
        finding: finding.map(|it| it.code().into()),
        answers: made.answers.clone(),
    })
}

fn shaped(made: &Made) -> Result<(), Refused> {
    let words = made.words.chars().count() <= WORDS && !made.words.chars().any(|it| it.is_control() && it != '\n');
    let points: usize = made.strokes.iter().map(Vec::len).sum();
    let inside = made.strokes.iter().flatten().all(|(x, y)| *x <= 1000 && *y <= 1000);
    // China, generously: from Zengmu Ansha to the Amur, from the Pamirs to the Ussuri.
    let placed =
        made.place.is_none_or(|it| (30_000..=540_000).contains(&it.lat) && (730_000..=1_360_000).contains(&it.lon));
    let sound = words
        && points <= POINTS
        && inside
        && placed
        && made.sights.len() <= SIGHTS
        && made.answers.len() <= SIGHTS
        && made.base >= 0;
    if sound { Ok(()) } else { Err(Refused::Shape) }
}

fn sight_of(bureau: &Bureau, members: &BTreeSet<i64>, it: &Sight) -> Result<Sight, OfficeError> {
    let (item, entity) = item(bureau, &it.item).ok_or(Refused::Item)?;
    // A household's total may be told of what is each member's own; the six items are somebody's alone.
    let whose = match it.person {
        Some(person) => entity == Entity::Person && members.contains(&person),
        None => entity != Entity::Obligor && !it.item.starts_with("care:"),
    };
    if !whose {
        return Err(Refused::Item.into());
    }
    let told = it.told.as_deref().map(|told| item.value(bureau, told)).transpose()?;
    Ok(Sight { value: item.value(bureau, &it.value)?, told, ..it.clone() })
}
