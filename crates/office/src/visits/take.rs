//! One visit taken in from a telephone: planned against the household as it is now, kept as one entry with its photographs.

use super::{
    Refused,
    became::{Became, of},
    item::item,
    keep::{Kept, Place, Seen, Sight, chosen, subject},
    photo::{PHOTOS, check},
};
use crate::{Bureau, OfficeError, Who, case::Office};
use doudi_journal::{
    County, Draft, IdempotencyKey, Instant, JournalError, Subject, Tx,
    access::{Action, Denied, Resource, Scope},
    crypto::to_hex,
};
use doudi_rules::book::Entity;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// A visit as a telephone tells it.
#[derive(Clone, Debug, Deserialize)]
pub struct Made {
    /// Its own name: 32 hexadecimal digits, drawn when it was made. Under it the visit is taken in once.
    pub name: String,
    /// Whose telephone, by the account's number.
    pub account: i64,
    /// Which household.
    pub household: i64,
    /// The household's last visit of which the telephone knew; 0 for none.
    pub base: i64,
    /// When, by the telephone's clock, milliseconds since 1970.
    pub at: i64,
    /// The case for which it was made.
    #[serde(default)]
    pub case: Option<i64>,
    /// Who came along, by the account's number: a case is visited by two.
    #[serde(default)]
    pub companion: Option<i64>,
    /// What was seen, item by item.
    #[serde(default)]
    pub sights: Vec<Sight>,
    /// In words.
    #[serde(default)]
    pub words: String,
    /// Where, if the telephone knew.
    #[serde(default)]
    pub place: Option<Place>,
    /// The signature.
    #[serde(default)]
    pub strokes: Vec<Vec<(u16, u16)>>,
}

/// A telephone without a signal keeps a visit for so long.
const OLDEST_MS: i64 = 7 * 24 * 3_600_000;
/// The longest text, in characters.
const WORDS: usize = 500;
/// The most items of one visit.
const SIGHTS: usize = 400;
/// The most points of one signature.
const POINTS: usize = 6_000;

/// Takes a visit in, with its photographs. `ahead` is how much the telephone's clock is ahead of ours, milliseconds: which of
/// two was there later must not hang on a clock that nobody set. Sent twice it is kept once; what became of it is told each
/// time.
///
/// # Errors
/// [`OfficeError::Visit`] with what to do; [`OfficeError::Denied`], [`OfficeError::NotFound`]; [`OfficeError::Form`] for a
/// value that does not read.
pub fn take(bureau: &Bureau, who: &Who, made: &Made, photos: &[Vec<u8>], ahead: i64) -> Result<Became, OfficeError> {
    let scope = who.may(Resource::HomeVisit, Action::Write)?;
    let home = household(bureau, &scope, made.household)?;
    let key = key(who, &made.name)?;
    let print = print(bureau, made, photos);
    let at = Instant::from_millis(made.at.saturating_sub(ahead).min(who.now.millis()));
    // Planned within, so that a visit which is sent again after something has changed is still known.
    let visit = bureau.journal.write(|tx| {
        tx.once(&key, print, |tx| {
            stands_aside(tx, who, made.household)?;
            let seen = planned(bureau, who, made, photos, at, &home)?;
            append(tx, bureau, who, made, &Planned { division: home.division, at, seen, photos })
        })
    })?;
    let read = who.may(Resource::HomeVisit, Action::Read)?;
    bureau.journal.read(|reader| {
        let all = chosen(reader, &read, "v.household = $1", &[made.household.into()])?;
        let own = all.iter().find(|it| it.id == visit).ok_or(OfficeError::NotFound)?;
        Ok(of(bureau, own, &all))
    })
}

/// The household as it is now.
struct Home {
    division: u64,
    closed: bool,
    people: BTreeSet<i64>,
}

struct Planned<'p> {
    division: u64,
    at: Instant,
    seen: Seen,
    photos: &'p [Vec<u8>],
}

/// How a write from a telephone is called: by its name, and the user's own.
pub(crate) fn key(who: &Who, name: &str) -> Result<IdempotencyKey, OfficeError> {
    let drawn = name.len() == 32 && name.bytes().all(|it| it.is_ascii_hexdigit());
    let key = drawn.then(|| IdempotencyKey::new(format!("user:{}:{name}", who.id.0)));
    Ok(key.ok_or(Refused::Shape)??)
}

fn print(bureau: &Bureau, made: &Made, photos: &[Vec<u8>]) -> [u8; 32] {
    let suite = bureau.suite();
    let hashes: Vec<[u8; 32]> = photos.iter().map(|photo| suite.digest(&[photo])).collect();
    suite.digest(&[format!("visit {made:?} {hashes:?}").as_bytes()])
}

/// Where the household lies, and who belongs to it.
fn household(bureau: &Bureau, scope: &Scope, id: i64) -> Result<Home, OfficeError> {
    bureau.journal.read(|reader| {
        let sql = "SELECT division, successor FROM household WHERE id = $1 AND {scope}";
        let row = reader.rows(scope, sql, &[id.into()])?.into_iter().next().ok_or(OfficeError::NotFound)?;
        let closed = row.get::<Option<i64>>("successor")?.is_some();
        // Whoever sat there when the telephone was loaded may have moved since; what was seen of the person stays.
        let sql = "SELECT DISTINCT m.person FROM membership m WHERE m.household = $1 AND {scope:m}";
        let rows = reader.rows(scope, sql, &[id.into()])?;
        let people = rows.iter().map(|row| row.get("person")).collect::<Result<_, JournalError>>()?;
        Ok(Home { division: row.get("division")?, closed, people })
    })
}

/// Who is registered as a near relative does not visit (近亲属备案).
fn stands_aside(tx: &mut Tx<'_>, who: &Who, household: i64) -> Result<(), OfficeError> {
    let sql = "SELECT account FROM near_relative WHERE account = $1 AND household = $2";
    match tx.row(sql, &[who.id.0.into(), household.into()])? {
        Some(_) => Err(Refused::Relative.into()),
        None => Ok(()),
    }
}

fn planned(
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
    if made.sights.is_empty() && photos.is_empty() {
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
    let (place, strokes) = (made.place, made.strokes.clone());
    Ok(Seen { name: made.name.to_ascii_lowercase(), sights, words, place, strokes, photos: Vec::new() })
}

fn shaped(made: &Made) -> Result<(), Refused> {
    let words = made.words.chars().count() <= WORDS && !made.words.chars().any(|it| it.is_control() && it != '\n');
    let points: usize = made.strokes.iter().map(Vec::len).sum();
    let inside = made.strokes.iter().flatten().all(|(x, y)| *x <= 1000 && *y <= 1000);
    // China, generously: from Zengmu Ansha to the Amur, from the Pamirs to the Ussuri.
    let placed =
        made.place.is_none_or(|it| (30_000..=540_000).contains(&it.lat) && (730_000..=1_360_000).contains(&it.lon));
    let sound = words && points <= POINTS && inside && placed && made.sights.len() <= SIGHTS && made.base >= 0;
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

/// The entry, and the photographs beside it: their hashes stand in the entry, so that none can be exchanged.
fn append(tx: &mut Tx<'_>, bureau: &Bureau, who: &Who, made: &Made, it: &Planned<'_>) -> Result<i64, OfficeError> {
    let row = tx.row("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM visit", &[])?;
    let visit = row.map_or(Ok(1), |row| row.get::<i64>("next"))?;
    let mut seen = it.seen.clone();
    for (number, photo) in (0i64..).zip(it.photos) {
        let sealed = tx.seal("visit_photo.photo", &format!("{}:{number}", subject(visit)), photo)?;
        seen.photos.push(to_hex(&bureau.suite().digest(&[sealed.as_bytes()])));
        let sql = "INSERT INTO visit_photo (visit, number, photo) VALUES ($1, $2, $3)";
        tx.execute(sql, &[visit.into(), number.into(), sealed.as_bytes().to_vec().into()])?;
    }
    let plain = serde_json::to_vec(&seen).map_err(|_| JournalError::Value { why: "a visit cannot be written" })?;
    let sealed = tx.seal("visit.seen", &subject(visit), &plain)?;
    let office = who.offices_at(it.division).first().map(|(office, _)| *office).ok_or(Denied::Area)?;
    let kept = Kept {
        visit,
        household: made.household,
        account: who.id.0,
        office: Office::code(office).into(),
        at: it.at.millis(),
        base: made.base,
        case: made.case,
        companion: made.companion,
        photos: it.photos.len() as i64,
        seen: to_hex(sealed.as_bytes()),
    };
    tx.append(Draft {
        county: County::of_division(it.division)?,
        at: who.now,
        valid_from: it.at.date_in_china(),
        actor: who.actor()?,
        kind: "visit.made",
        subject: Subject::new(format!("household:{}", made.household))?,
        division: it.division,
        body: json!(kept),
    })?;
    Ok(visit)
}
