//! One visit taken in from a telephone: planned against the household as it is now, kept as one entry with its photographs.

use super::{
    Refused,
    became::{Became, of},
    keep::{Kept, Place, Seen, Sight, Visit, any, subject},
    plan::{Home, planned},
};
use crate::{
    Bureau, OfficeError, Who,
    case::Office,
    matters::{self, Answered, FromVisit},
};
use doudi_journal::{
    County, Draft, IdempotencyKey, Instant, JournalError, Subject, Tx,
    access::{Action, Denied, Resource, Scope},
    crypto::to_hex,
};
use serde::Deserialize;
use serde_json::json;

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
    /// What it came to: a code of [`super::Finding`].
    #[serde(default)]
    pub finding: Option<String>,
    /// What was seen of the signals for which the household was visited.
    #[serde(default)]
    pub answers: Vec<Answered>,
}

/// Takes a visit in, with its photographs. `ahead` is how much the telephone's clock is ahead of ours, milliseconds: which of
/// two was there later must not hang on a clock that nobody set. Sent twice it is kept once; what became of it is told each
/// time. The open matter of the household is answered in the same transaction.
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
        let all = any(reader, &read, "v.household = $1", &[made.household.into()])?;
        let own = all.iter().find(|it| it.id == visit).ok_or(OfficeError::NotFound)?;
        let standing: Vec<Visit> = all.iter().filter(|it| it.withdrawn.is_none()).cloned().collect();
        Ok(of(bureau, own, &standing))
    })
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
    let on = it.at.date_in_china();
    let waiting = matters::waiting_at(tx, who, made.household, on)?;
    let told = FromVisit { visit, on, finding: seen.finding(), answers: seen.answers.clone() };
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
        matter: waiting.as_ref().map(|(matter, _)| matter.id),
    };
    tx.append(Draft {
        county: County::of_division(it.division)?,
        at: who.now,
        valid_from: on,
        actor: who.actor()?,
        kind: "visit.made",
        subject: Subject::new(format!("household:{}", made.household))?,
        division: it.division,
        body: json!(kept),
    })?;
    if let Some(waiting) = waiting {
        matters::tell(bureau, tx, who, &waiting, told)?;
    }
    Ok(visit)
}
