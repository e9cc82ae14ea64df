//! Points of a month's card beside the matters: whom to visit first. They decide nothing: whose task a matter is, until when
//! and with what it ends never asks for them (个人信息保护法 art. 24; a test holds it).
//!
//! A matter keeps what gave the points, so that it can be told without the card. Where the card was refused, since the month's
//! data are no longer what it was fitted on, every open matter keeps that instead, and the list is ordered without points.

use super::{
    row::{COLUMNS, Kept, Matter},
    rows,
    take::{append, numbers},
};
use crate::{Bureau, OfficeError, register::known::Known};
use doudi_journal::{Actor, Instant, JournalError, Row, Tx, Value, crypto::BlindIndex};
use doudi_kernel::{Lang, Month, Say};
use doudi_work::{
    assess::Household,
    score::{Drift, Feature, Placed},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Households looked at in one transaction.
const AT_ONCE: usize = 128;

/// A month's households as a card orders them.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The month.
    pub month: Month,
    /// The hash of what the card was fitted on.
    pub card: &'a str,
    /// So many months ahead: 0 asks who is in hardship, more who falls into it.
    pub ahead: u32,
    /// All of the month, in the order of their numbers.
    pub households: &'a [Household],
    /// The points of those that signals are about, or why the card was refused.
    pub placed: Result<&'a [Placed], &'a Drift>,
}

/// What a card said of a matter's household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointed {
    /// Of this month.
    pub month: Month,
    /// So many months ahead: 0 asks who is in hardship, more who falls into it.
    pub ahead: u32,
    /// The hash of what the card was fitted on.
    pub card: String,
    /// What it said.
    pub told: Told,
}

/// Points, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Whole points with what gave them, the most first.
    Points(i64, Vec<Why>),
    /// The feature whose answers shifted, and the stability index in thousandths.
    Refused(String, i64),
}

/// A feature of [`doudi_work::score::FEATURES`] by its name, the place of the household's answer, and its points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why(pub String, pub u8, pub i64);

impl Pointed {
    /// The points; none where the card was refused.
    pub fn points(&self) -> Option<i64> {
        match self.told {
            Told::Points(points, _) => Some(points),
            Told::Refused(..) => None,
        }
    }

    pub(super) fn read(row: &Row) -> Result<Option<Self>, JournalError> {
        let wanted = || JournalError::Column { name: "pointed".into(), wanted: "points with what gave them" };
        let text = row.get::<Option<String>>("pointed")?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| wanted())).transpose()
    }

    /// Points, month, and all of it, as the table has them.
    pub(super) fn columns(of: Option<&Self>) -> [Value; 3] {
        let text = of.and_then(|it| serde_json::to_string(it).ok());
        [of.and_then(Self::points).into(), of.map(|it| i64::from(it.month.compact())).into(), text.into()]
    }
}

/// What the number means, or why there is none.
impl Say for Pointed {
    fn say(&self, lang: Lang) -> String {
        let month = self.month;
        match (&self.told, lang, self.ahead) {
            (Told::Refused(feature, thousandths), ..) => {
                let label = Feature::named(feature).map_or(["", ""], |feature| feature.label);
                let why = Drift { feature: "", label, thousandths: *thousandths }.say(lang);
                lang.pick(format!("{month}：{why}"), format!("{month}: {why}"))
            }
            (_, Lang::Zh, 0) => format!(
                "分数按{month}的数据估计该户当月困难的可能，每高10分几率约翻一番；只排先走访谁的次序，不决定任何待遇"
            ),
            (_, Lang::Zh, ahead) => format!(
                "分数按{month}的数据估计该户此后{ahead}个月内陷入困难的可能，每高10分几率约翻一番；只排先走访谁的次序，不决定任何待遇"
            ),
            (_, Lang::En, 0) => format!(
                "points tell by the data of {month} how likely a household is in hardship, ten more about double the odds; \
                 they say whom to visit first and decide nothing"
            ),
            (_, Lang::En, ahead) => format!(
                "points tell by the data of {month} how likely a household falls into hardship within {ahead} months, ten more \
                 about double the odds; they say whom to visit first and decide nothing"
            ),
        }
    }
}

/// Gives open matters their households' points, after the month's signals were taken; tells how many matters were told
/// something new. Doing it again changes nothing.
///
/// # Errors
/// The journal's. What was given before stays.
pub fn point(bureau: &Bureau, of: Order<'_>, at: Instant) -> Result<usize, OfficeError> {
    match of.placed {
        Ok(placed) => placed
            .chunks(AT_ONCE)
            .try_fold(0, |given, part| Ok(given + bureau.journal.write(|tx| give(tx, &of, part, at))?)),
        Err(drift) => {
            let told = Told::Refused(drift.feature.into(), drift.thousandths);
            bureau.journal.write(|tx| refuse(tx, &of, &told, at))
        }
    }
}

fn give(tx: &mut Tx<'_>, of: &Order<'_>, part: &[Placed], at: Instant) -> Result<usize, OfficeError> {
    let numbers = |placed: &Placed| of.households.get(placed.household as usize).map(|it| numbers(tx, it));
    let numbers: Vec<Vec<Option<BlindIndex>>> = part.iter().map(|it| numbers(it).unwrap_or_default()).collect();
    let known = Known::of(tx, &numbers.iter().flatten().flatten().copied().collect())?;
    let mut told: BTreeMap<i64, Told> = BTreeMap::new();
    for (placed, numbers) in part.iter().zip(&numbers) {
        let why = placed.why.iter().map(|it| Why(it.feature.into(), it.answer, it.points.into())).collect();
        // Of several households of the month in one file, the first has the most points.
        if let Some(file) = numbers.iter().flatten().find_map(|number| known.file(number)) {
            told.entry(file).or_insert(Told::Points(placed.points.into(), why));
        }
    }
    let files: Vec<Value> = told.keys().map(|file| Value::Int(*file)).collect();
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE m.closed IS NULL AND m.household IN");
    let mut given = 0;
    for row in rows::matching(tx, &sql, &files)? {
        if let Some(told) = told.get(&row.get("household")?) {
            given += usize::from(keep(tx, of, &row, told, at)?);
        }
    }
    Ok(given)
}

fn refuse(tx: &mut Tx<'_>, of: &Order<'_>, told: &Told, at: Instant) -> Result<usize, OfficeError> {
    let mut given = 0;
    let sql = format!("SELECT {COLUMNS} FROM matter m WHERE m.closed IS NULL ORDER BY m.id");
    for row in tx.rows(&sql, &[])? {
        given += usize::from(keep(tx, of, &row, told, at)?);
    }
    Ok(given)
}

/// Whether it is anything new. The version stays: nothing was done to the matter that a form should have seen.
fn keep(tx: &mut Tx<'_>, of: &Order<'_>, row: &Row, told: &Told, at: Instant) -> Result<bool, OfficeError> {
    let matter = Matter::read(row)?;
    let pointed = Pointed { month: of.month, ahead: of.ahead, card: of.card.into(), told: told.clone() };
    if matter.pointed.as_ref() == Some(&pointed) {
        return Ok(false);
    }
    let kept = Kept::of(Matter { pointed: Some(pointed), ..matter }, Vec::new());
    append(tx, "matter.pointed", row.get("division")?, &Actor::new("system:watch")?, at, &kept)?;
    Ok(true)
}
