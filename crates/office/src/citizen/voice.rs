//! Objections and complaints under a code, and their answers (社会救助法 art. 68).
//!
//! An objection to what hangs out is the case's own, is answered there and stops its decision: it is kept nowhere else. One to a
//! decision goes to who decided; a complaint about an office or a person goes to the county, past whom it is about.

use super::{
    follow::{citizen, county_of, with_code},
    projection::{Answered, Voiced, append, next_id, sealed, sealed_in, unsealed},
};
use crate::{
    Bureau, OfficeError, Who,
    case::{self, CaseView, Event},
    field,
};
use doudi_journal::{
    IdempotencyKey, Instant, Row, Tx,
    access::{Action, Resource},
    date_number, date_of_number,
};
use doudi_kernel::Date;

/// The longest text, in characters.
const LONGEST: usize = 2_000;

/// What somebody said under the own code.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// When.
    pub day: Date,
    /// Whether it is a complaint; else an objection.
    pub complaint: bool,
    /// The case it is about.
    pub case: Option<i64>,
    /// When it was answered, whether it was right, and what was said.
    pub answer: Option<(Date, bool, String)>,
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A case: what hangs out, or what was decided.
    Case(i64),
    /// An office or somebody who works there.
    Office,
}

/// Keeps an objection or a complaint; gives its number, of an objection to what hangs out its place in the case. Sent twice
/// under one key it is kept once.
///
/// # Errors
/// [`OfficeError::Code`], [`OfficeError::Wait`]; [`OfficeError::Form`] without words; [`OfficeError::Refused`] where there is
/// nothing to object to.
pub fn speak(
    bureau: &Bureau,
    (code, proof): (&str, &str),
    about: About,
    words: &str,
    now: Instant,
    key: &IdempotencyKey,
) -> Result<i64, OfficeError> {
    if words.trim().is_empty() || words.chars().count() > LONGEST {
        return Err(OfficeError::Form(field::WORDS));
    }
    let print = bureau.suite().digest(&[format!("{about:?}").as_bytes(), words.as_bytes()]);
    with_code(bureau, code, proof, now, |tx, holder| {
        let household = holder.household.ok_or(OfficeError::NotFound)?;
        tx.once(key, print, |tx| {
            let (division, case) = match about {
                About::Office => (county_of(holder.division), None),
                About::Case(id) => {
                    let view = case::household::of_own(bureau, tx, household)?.into_iter().find(|it| it.id == id);
                    let view = view.ok_or(OfficeError::NotFound)?;
                    if view.state.decision.is_none() {
                        let place = case::household::object(tx, &citizen(now), &view, words.to_owned())?;
                        return Ok(place as i64);
                    }
                    (view.division, Some(id))
                }
            };
            let id = next_id(tx, "citizen_voice")?;
            let subject = format!("voice:{id}");
            let kind = if case.is_some() { "objection" } else { "complaint" }.to_owned();
            let written = sealed(tx, "citizen_voice.words", &subject, &words)?;
            let voiced = Voiced { id, kind, household, case, day: date_number(now.date_in_china()), words: written };
            append(tx, None, now, "citizen.voice", subject, division, &voiced)?;
            Ok(id)
        })
    })
}

/// What a household has said, the newest first.
pub(super) fn spoken(tx: &mut Tx<'_>, household: i64) -> Result<Vec<Spoken>, OfficeError> {
    let sql = "SELECT id, kind, case_id, day, answered, upheld, answer FROM citizen_voice WHERE household = $1 \
               ORDER BY id DESC";
    let rows = tx.rows(sql, &[household.into()])?;
    rows.iter().map(|row| said(tx, row)).collect()
}

fn said(tx: &mut Tx<'_>, row: &Row) -> Result<Spoken, OfficeError> {
    let answer = match row.get::<Option<i64>>("answered")? {
        None => None,
        Some(day) => {
            let subject = format!("voice:{}", row.get::<i64>("id")?);
            let plain = tx.open("citizen_voice.answer", &subject, &sealed_in(row, "answer")?)?;
            let upheld = row.get::<Option<i64>>("upheld")? == Some(1);
            Some((date_of_number(day)?, upheld, unsealed::<String>(plain.bytes())?))
        }
    };
    Ok(Spoken {
        day: date_of_number(row.get("day")?)?,
        complaint: row.get::<String>("kind")? == "complaint",
        case: row.get("case_id")?,
        answer,
    })
}

/// What a household itself has objected to while its case hung out. What others objected is not told to it.
pub(super) fn objected(view: &CaseView) -> Vec<Spoken> {
    let events = view.told.iter();
    let lodged = events.filter(|told| matches!(told.event, Event::Objected { .. })).enumerate();
    let own = lodged.filter(|(_, told)| told.actor == "citizen");
    own.map(|(place, told)| {
        let answer = view.told.iter().find_map(|told| match &told.event {
            Event::Answered { objection, upheld, words } if *objection == place => {
                Some((told.at.date_in_china(), *upheld, words.clone()))
            }
            _ => None,
        });
        Spoken { day: told.at.date_in_china(), complaint: false, case: Some(view.id), answer }
    })
    .collect()
}

/// A case in which objections wait for their answers, whoever lodged them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Objected {
    /// The case, where they are read and answered.
    pub case: i64,
    /// Where.
    pub division: u64,
    /// How many.
    pub many: i64,
}

/// The cases of the user's area whose objections wait, the oldest first.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn objections(bureau: &Bureau, who: &Who) -> Result<Vec<Objected>, OfficeError> {
    let scope = who.may(Resource::Objection, Action::Read)?;
    let sql = "SELECT id, division, objected FROM case_file WHERE objected > 0 AND turn = 'open' AND {scope} \
               ORDER BY id LIMIT 200";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[])?;
        let one = |row: &Row| {
            Ok(Objected { case: row.get("id")?, division: row.get("division")?, many: row.get("objected")? })
        };
        rows.iter().map(one).collect::<Result<_, OfficeError>>()
    })
}

/// What was objected under the code to a case that is decided: number, day, and whether it is answered. The words stand where
/// it is answered.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn of_case(bureau: &Bureau, who: &Who, case: i64) -> Result<Vec<(i64, Date, bool)>, OfficeError> {
    let scope = who.may(Resource::Objection, Action::Read)?;
    let sql = "SELECT id, day, answered FROM citizen_voice WHERE case_id = $1 AND {scope} ORDER BY id";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[case.into()])?;
        let one = |row: &Row| {
            let answered = row.get::<Option<i64>>("answered")?.is_some();
            Ok((row.get("id")?, date_of_number(row.get("day")?)?, answered))
        };
        rows.iter().map(one).collect::<Result<_, OfficeError>>()
    })
}

/// An objection or complaint that waits for its answer.
#[derive(Clone, Debug)]
pub struct Voice {
    /// Its number.
    pub id: i64,
    /// Whether it is a complaint.
    pub complaint: bool,
    /// The case it is about.
    pub case: Option<i64>,
    /// Where.
    pub division: u64,
    /// When it was said.
    pub day: Date,
    /// What was said.
    pub words: String,
}

/// What waits for an answer in the user's area, the oldest first. Complaints lie at the county: a town's user sees none.
///
/// # Errors
/// [`OfficeError::Denied`]; the journal's.
pub fn voices(bureau: &Bureau, who: &Who) -> Result<Vec<Voice>, OfficeError> {
    let scope = who.may(Resource::Objection, Action::Read)?;
    let sql = "SELECT id, kind, case_id, division, day, words FROM citizen_voice WHERE answered IS NULL AND {scope} \
               ORDER BY day, id LIMIT 200";
    bureau.journal.read(|reader| {
        let rows = reader.rows(&scope, sql, &[])?;
        let one = |row: &Row| {
            let id = row.get("id")?;
            let plain = reader.open("citizen_voice.words", &format!("voice:{id}"), &sealed_in(row, "words")?)?;
            Ok(Voice {
                id,
                complaint: row.get::<String>("kind")? == "complaint",
                case: row.get("case_id")?,
                division: row.get("division")?,
                day: date_of_number(row.get("day")?)?,
                words: unsealed(plain.bytes())?,
            })
        };
        rows.iter().map(one).collect::<Result<_, OfficeError>>()
    })
}

/// Answers an objection or complaint; the citizen reads it under the code.
///
/// # Errors
/// [`OfficeError::Denied`]; [`OfficeError::NotFound`] where it is not there or answered; [`OfficeError::Form`].
pub fn answer(bureau: &Bureau, who: &Who, id: i64, upheld: bool, words: &str) -> Result<(), OfficeError> {
    let scope =
        who.may(Resource::Objection, Action::Write).or_else(|_| who.may(Resource::Objection, Action::Decide))?;
    if words.trim().is_empty() || words.chars().count() > LONGEST {
        return Err(OfficeError::Form(field::WORDS));
    }
    let sql = "SELECT division FROM citizen_voice WHERE id = $1 AND answered IS NULL AND {scope}";
    let rows = bureau.journal.read(|reader| reader.rows(&scope, sql, &[id.into()]))?;
    let division: u64 = rows.first().ok_or(OfficeError::NotFound)?.get("division")?;
    bureau.journal.write(|tx| {
        let subject = format!("voice:{id}");
        let written = sealed(tx, "citizen_voice.answer", &subject, &words)?;
        let answered = Answered { id, upheld, words: written };
        append(tx, Some(who), who.now, "citizen.answered", subject, division, &answered)
    })
}
