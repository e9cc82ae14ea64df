//! One doubt with its evidence side by side. That it was opened is kept first.

use super::{division, list::DoubtState, list::name, shelf};
use crate::{Bureau, OfficeError, Who, register};
use doudi_journal::access::{Action, Field, Opening, Purpose, PurposeKind, Resource, Viewer};
use doudi_kernel::{BatchId, Date, Division, IdKey, Lang, Month, ResidentId};
use doudi_work::{
    doubts::{
        Batch, HandedDoubt, Labels, Says,
        spec::{AnswerKind, Wording},
    },
    intake::{Fields, Kind, Privacy},
};
use std::{collections::BTreeMap, sync::Arc};

/// A row of a source, or that there is none, as a column beside the others.
#[derive(Clone, Debug)]
pub struct Column {
    /// The source.
    pub source: Wording,
    /// Who keeps it.
    pub department: Wording,
    /// The month and the row of the file; none where there is no row.
    pub at: Option<(Month, String, u32)>,
    /// Whether the source was loaded at all.
    pub loaded: bool,
    /// Why the row counts as the person's although its number is broken or missing.
    pub mended: Option<String>,
    /// What it says, in the order of [`DoubtFile::fields`].
    pub values: Vec<Option<String>>,
}

/// An answer that was given.
#[derive(Clone, Debug)]
pub struct Given {
    /// What.
    pub answer: Wording,
    /// Its code.
    pub code: String,
    /// What explains it.
    pub note: String,
    /// Who looked, and when.
    pub checked: (String, Date),
    /// `user:3`, or the file, sheet and row of a workbook.
    pub by: String,
    /// The day on which it came.
    pub received: Date,
}

/// A doubt as one user sees it.
#[derive(Clone, Debug)]
pub struct DoubtFile {
    /// Its batch.
    pub batch: BatchId,
    /// Its number there.
    pub number: u32,
    /// The comparison.
    pub title: Wording,
    /// What it rests on.
    pub basis: Vec<Wording>,
    /// The month asked about.
    pub month: Month,
    /// The question.
    pub question: Wording,
    /// What was found.
    pub reason: Wording,
    /// Who.
    pub name: String,
    /// The number, masked.
    pub id: String,
    /// Age today.
    pub age: Option<i16>,
    /// The address as the roster has it.
    pub address: String,
    /// Where.
    pub place: String,
    /// Its division, twelve digits.
    pub division: u64,
    /// How far.
    pub state: DoubtState,
    /// Handed down, and the last day for an answer.
    pub days: (Date, Option<Date>),
    /// What an earlier batch knows: since when, and the answer then.
    pub before: Option<(Month, Option<String>)>,
    /// What the precedence table proposes.
    pub proposed: Option<Wording>,
    /// Names of fields, and whether the sources differ in them.
    pub fields: Vec<(String, bool)>,
    /// Rows of the sources.
    pub columns: Vec<Column>,
    /// Rows with a broken number that may be this person's: source, row, why.
    pub near: Vec<(Wording, u32, Wording)>,
    /// What may be answered.
    pub answers: Vec<AnswerKind>,
    /// What was answered, the newest last.
    pub given: Vec<Given>,
    /// Whether the user may answer.
    pub may_answer: bool,
}

/// Finds a doubt where an action may be done.
pub(super) fn found(
    bureau: &Bureau,
    who: &Who,
    id: &BatchId,
    number: u32,
    action: Action,
) -> Result<(Arc<Batch>, usize, u64), OfficeError> {
    let scope = who.may(Resource::Doubt, action)?;
    let batch = shelf::batch(bureau, id)?;
    let at = batch.doubts.iter().position(|it| it.number == number).ok_or(OfficeError::NotFound)?;
    let place = division(bureau, &batch.doubts[at].doubt.place);
    if scope.holds(place) { Ok((batch, at, place)) } else { Err(OfficeError::NotFound) }
}

fn opening(bureau: &Bureau, who: &Who, batch: &Batch, number: u32, place: u64) -> Result<Opening, OfficeError> {
    let scope = who.may(Resource::Doubt, Action::Read)?;
    let place: Division = place.to_string().parse().map_err(|_| OfficeError::NotFound)?;
    let short: String = batch.id.as_str().chars().take(12).collect();
    let purpose = Purpose::new(PurposeKind::Task, &format!("{short}-{number}"))?;
    let opening = scope.open(who.id, who.now.millis(), place, &subject(&batch.id, number), purpose)?;
    register::keep(bureau, who, opening.record())?;
    Ok(opening)
}

pub(super) fn subject(batch: &BatchId, number: u32) -> String {
    format!("doubt:{batch}/{number}")
}

/// Keeps that a list was taken out.
pub(super) fn taken_out(bureau: &Bureau, who: &Who, place: u64, subject: &str, task: &str) -> Result<(), OfficeError> {
    let purpose = Purpose::new(PurposeKind::Task, task)?;
    register::keep(bureau, who, who.record((Resource::Doubt, Action::Export), place, subject.to_owned(), purpose))
}

/// Opens a doubt.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`]; the desk's.
pub fn open(bureau: &Bureau, who: &Who, id: &BatchId, number: u32, lang: Lang) -> Result<DoubtFile, OfficeError> {
    let (batch, at, place) = found(bureau, who, id, number, Action::Read)?;
    let handed = &batch.doubts[at];
    let _kept = opening(bureau, who, &batch, number, place)?;
    let viewers = register::viewers(who, place);
    let viewer = &viewers[..];
    let given = given(bureau, &batch, number)?;
    let doubt = &handed.doubt;
    let (fields, columns) = evidence(bureau, &batch, handed, viewer, lang)?;
    let resident = ResidentId::from_packed(doubt.key);
    let asked = batch.questions.iter().find(|it| it.id == doubt.question);
    let unknown = || Wording { zh: doubt.reason.clone(), en: doubt.reason.clone() };
    Ok(DoubtFile {
        batch: batch.id.clone(),
        number,
        title: batch.title.clone(),
        basis: batch.basis.clone(),
        month: batch.month,
        question: asked.map_or_else(unknown, |it| it.title.clone()),
        reason: batch.reason(&doubt.reason).cloned().unwrap_or_else(unknown),
        name: name(viewer, doubt.key, &doubt.name, who.today()),
        id: IdKey::from_packed(doubt.key)
            .map(|key| register::seen(viewer, Field::ResidentId, &key.reveal()))
            .unwrap_or_default(),
        age: resident.map(|it| it.age_on(who.today())),
        address: register::seen(viewer, Field::Address, &doubt.address),
        place: format!("{}{}", doubt.place.town_name, doubt.place.village_name),
        division: place,
        state: DoubtState::of(&batch, !given.is_empty(), who.today()),
        days: (batch.handed_down, batch.deadline),
        before: handed.before.as_ref().map(|it| (it.open_since, it.answer.clone())),
        proposed: doubt.proposed.as_ref().map(|(_, said)| said.clone()),
        fields,
        columns,
        near: near(&batch, handed),
        answers: batch.answers.clone(),
        may_answer: found(bureau, who, id, number, Action::Write).is_ok(),
        given,
    })
}

fn near(batch: &Batch, handed: &HandedDoubt) -> Vec<(Wording, u32, Wording)> {
    let rows = handed.doubt.near.iter();
    rows.filter_map(|row| Some((batch.source(&row.source)?.title.clone(), row.row, row.why.clone()))).collect()
}

fn given(bureau: &Bureau, batch: &Batch, number: u32) -> Result<Vec<Given>, OfficeError> {
    let mut all = Vec::new();
    for returned in shelf::returns(bureau, batch)? {
        for answer in returned.accepted.iter().filter(|it| it.number == number) {
            let kind = batch.answers.iter().find(|kind| kind.code == answer.code);
            let same = || Wording { zh: answer.code.clone(), en: answer.code.clone() };
            all.push(Given {
                answer: kind.map_or_else(same, |kind| Wording { zh: kind.zh.clone(), en: kind.en.clone() }),
                code: answer.code.clone(),
                note: answer.note.clone(),
                checked: (answer.checked_by.clone(), answer.checked_on),
                by: if answer.at.file.starts_with("user:") { answer.at.file.clone() } else { answer.at.to_string() },
                received: returned.received,
            });
        }
    }
    Ok(all)
}

type Evidence = (Vec<(String, bool)>, Vec<Column>);

/// The rows of all sources beside each other: every field once, and marked where two rows do not say the same.
fn evidence(
    bureau: &Bureau,
    batch: &Batch,
    handed: &HandedDoubt,
    viewer: &[Viewer],
    lang: Lang,
) -> Result<Evidence, OfficeError> {
    let (labels, known) = (Labels::of(&bureau.policy()?), bureau.catalogue()?.fields);
    let rows =
        handed.doubt.evidence.iter().flat_map(|it| if let Says::Rows(rows) = &it.says { &rows[..] } else { &[] });
    let mut names: Vec<&str> = Vec::new();
    let mut said: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (field, value) in rows.flat_map(|row| &row.values) {
        if !names.contains(&field.as_str()) {
            names.push(field);
        }
        let values = said.entry(field).or_default();
        if !values.contains(&value.as_str()) {
            values.push(value);
        }
    }
    let fields = names.iter().map(|field| (labels.field(field, lang), said[field].len() > 1)).collect();
    let mut columns = Vec::new();
    for it in &handed.doubt.evidence {
        let Some(source) = batch.source(&it.source) else { continue };
        let bare = Column {
            source: source.title.clone(),
            department: source.department.clone(),
            at: None,
            loaded: !matches!(it.says, Says::NotLoaded),
            mended: None,
            values: vec![None; names.len()],
        };
        let Says::Rows(rows) = &it.says else {
            columns.push(bare);
            continue;
        };
        for row in rows {
            let value = |field: &&str| {
                let value = &row.values.iter().find(|(of, _)| of == field)?.1;
                Some(as_seen(&known, viewer, field, value, &labels))
            };
            columns.push(Column {
                at: Some((row.month, row.sheet.clone(), row.row)),
                mended: row.mended.as_ref().map(|it| it.say(lang)),
                values: names.iter().map(value).collect(),
                ..bare.clone()
            });
        }
    }
    Ok((fields, columns))
}

/// A value of a field as somebody may see it, in words.
fn as_seen(known: &Fields, viewer: &[Viewer], field: &str, value: &str, labels: &Labels) -> String {
    let of = known.get(field).or_else(|| known.get(field.strip_suffix("_raw").unwrap_or(field)));
    let kept = of.and_then(|of| match (of.kind, of.privacy) {
        (Kind::Id | Kind::Certificate, _) => Some(Field::ResidentId),
        (Kind::Phone, _) => Some(Field::Phone),
        (Kind::Account, _) => Some(Field::Account),
        (Kind::Address, _) => Some(Field::Address),
        (Kind::Name, _) => Some(Field::Name),
        (Kind::Date, Privacy::Identifies) => Some(Field::BirthDate),
        (_, Privacy::Sensitive) => Some(Field::Health),
        _ => None,
    });
    match kept {
        Some(kept) => register::seen(viewer, kept, &labels.value(field, value)),
        None => labels.value(field, value),
    }
}

/// The person's identity number in full, for a reason that is kept.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`].
pub fn reveal(bureau: &Bureau, who: &Who, id: &BatchId, number: u32, reason: &str) -> Result<String, OfficeError> {
    let (batch, at, place) = found(bureau, who, id, number, Action::Read)?;
    let scope = who.may(Resource::SealedColumn, Action::Reveal)?;
    let opening = opening(bureau, who, &batch, number, place)?;
    register::keep(bureau, who, opening.reveal(&scope, who.now.millis(), "person.number", reason)?)?;
    let key = IdKey::from_packed(batch.doubts[at].doubt.key).ok_or(OfficeError::NotFound)?;
    Ok(key.reveal())
}
