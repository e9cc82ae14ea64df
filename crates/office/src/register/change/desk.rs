//! An act on the desk: planned within the user's area, written as it was shown.

use super::{
    Act, Evidence, Newcomer, Plan, Refusal,
    keep::append,
    look::{FileNow, Look, Scoped, file, fresh},
};
use crate::{Bureau, OfficeError, Who, register::helped::compact};
use doudi_journal::{
    IdempotencyKey, Tx,
    access::{Action, Resource, Scope},
    crypto::to_hex,
};
use doudi_kernel::{Date, DivisionLevel, Month};

/// From which day, why, and on what it rests.
#[derive(Clone, Debug)]
pub struct Because {
    /// The first day on which it holds.
    pub on: Date,
    /// In words; kept sealed.
    pub reason: String,
    /// What was seen.
    pub evidence: Evidence,
}

/// What an act would do; nothing is written.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NotFound`], [`OfficeError::Change`].
pub fn plan(bureau: &Bureau, who: &Who, act: &Act, because: &Because) -> Result<Plan, OfficeError> {
    let scope = who.may(Resource::Household, Action::Write)?;
    bureau.journal.read(|reader| {
        // By its column alone the table would read as that of households.
        let sql = "SELECT * FROM near_relative WHERE account = $1";
        let rows = reader.ordinary(sql, &[who.id.0.into()])?;
        let near = rows.iter().map(|row| row.get("household")).collect::<Result<Vec<i64>, _>>()?;
        planned(bureau, who, &scope, &near, &mut Scoped { reader, scope: &scope }, act, because)
    })
}

/// Does what the plan showed whose `seen` this is: the number of the file to look at. Sent twice it is done once.
///
/// # Errors
/// As [`plan`]; [`Refusal::Overtaken`] where the file was changed since.
pub fn apply(
    bureau: &Bureau,
    who: &Who,
    act: &Act,
    because: &Because,
    seen: &str,
    key: &IdempotencyKey,
) -> Result<i64, OfficeError> {
    let scope = who.may(Resource::Household, Action::Write)?;
    let print = bureau.suite().digest(&[format!("{act:?} {because:?} {seen}").as_bytes()]);
    bureau.journal.write(|tx| {
        tx.once(key, print, |tx| {
            let near = near_relatives(tx, who)?;
            let plan = planned(bureau, who, &scope, &near, tx, act, because)?;
            if plan.seen != seen {
                return Err(Refusal::Overtaken.into());
            }
            append(tx, who, act, because, &plan)
        })
    })
}

pub(super) fn near_relatives(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<i64>, OfficeError> {
    let rows = tx.rows("SELECT household FROM near_relative WHERE account = $1", &[who.id.0.into()])?;
    Ok(rows.iter().map(|row| row.get("household")).collect::<Result<_, _>>()?)
}

fn planned(
    bureau: &Bureau,
    who: &Who,
    scope: &Scope,
    near: &[i64],
    look: &mut impl Look,
    act: &Act,
    because: &Because,
) -> Result<Plan, OfficeError> {
    checked(bureau, who, scope, act, because)?;
    if act.files().iter().any(|household| near.contains(household)) {
        return Err(Refusal::Relative.into());
    }
    let month = compact(Month::of(who.today()).plus(1));
    let files: Vec<FileNow> =
        act.files().iter().map(|household| file(look, scope, *household, month)).collect::<Result<_, _>>()?;
    let newcomers: Vec<&Newcomer> = match act {
        Act::Join { newcomer, .. } => vec![newcomer],
        Act::Correct { right, .. } => vec![right],
        Act::New { people, .. } => people.iter().collect(),
        _ => Vec::new(),
    };
    let fresh = fresh(look, &newcomers)?;
    let mut plan = super::plan::plan(act, &files, fresh, because.on)?;
    let now: Vec<_> = files.iter().map(|file| (file.household, &file.shape, &file.held)).collect();
    let digest = bureau.suite().digest(&[format!("{} {now:?}", act.name()).as_bytes()]);
    plan.seen = to_hex(&digest[..16]);
    Ok(plan)
}

/// What can be said of an act before any file is looked at.
fn checked(bureau: &Bureau, who: &Who, scope: &Scope, act: &Act, because: &Because) -> Result<(), OfficeError> {
    if because.on > who.today() || because.on < Date::constant(1900, 1, 1) {
        return Err(Refusal::BadDay(because.on).into());
    }
    reason(&because.reason)?;
    let relation = |code: &Option<String>| {
        let known = code.as_ref().is_none_or(|code| bureau.word_label("relation_to_head", code).is_some());
        known.then_some(()).ok_or(Refusal::NoSuchWord)
    };
    match act {
        Act::Split { placed, .. }
        | Act::Merge { placed, .. }
        | Act::Head { placed, .. }
        | Act::Death { placed, .. }
        | Act::Renew { placed, .. } => placed.iter().try_for_each(|it| relation(&it.relation))?,
        Act::Seat { relation: code, .. } => relation(code)?,
        Act::Join { newcomer, .. } => relation(&newcomer.relation)?,
        Act::New { division, people } => {
            people.iter().try_for_each(|it| relation(&it.relation))?;
            place(bureau, scope, *division)?;
        }
        Act::Move { to, .. } => place(bureau, scope, *to)?,
        Act::Leave { .. } | Act::Away { .. } | Act::Correct { .. } | Act::Stand { .. } => {}
    }
    Ok(())
}

/// 4 to 200 characters without a number of anybody's.
pub(super) fn reason(text: &str) -> Result<(), Refusal> {
    let digits = text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0);
    let sound = (4..=200).contains(&text.trim().chars().count()) && digits < 11;
    sound.then_some(()).ok_or(Refusal::NoReason)
}

/// A village that the office's list names, in the user's area.
fn place(bureau: &Bureau, scope: &Scope, division: u64) -> Result<(), OfficeError> {
    let village: doudi_kernel::Division = division.to_string().parse().map_err(|_| Refusal::NoPlace)?;
    if village.level() != DivisionLevel::Village || bureau.divisions.name(village).is_none() {
        return Err(Refusal::NoPlace.into());
    }
    if !scope.covers(village) {
        return Err(doudi_journal::access::Denied::Area.into());
    }
    Ok(())
}
