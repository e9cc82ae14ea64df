//! What visits found about households, for a points card to learn from: nothing but yes and no leaves here.

use super::{Outcome, row::day, rows, take::numbers};
use crate::{Bureau, OfficeError, register::known::Known};
use doudi_journal::{JournalError, Row, Tx, Value, crypto::BlindIndex};
use doudi_kernel::Month;
use doudi_work::assess::Household;
use std::collections::BTreeMap;

/// Households looked at in one transaction.
const AT_ONCE: usize = 512;

/// Of a month's households, what closed matters came to: the household's place among them, the month of the visit, and
/// whether it was in hardship. As the system on behalf of nobody, like the taking of signals: the caller knows the households
/// already, by the month's files.
///
/// # Errors
/// The journal's.
pub fn outcomes(bureau: &Bureau, households: &[Household]) -> Result<Vec<(usize, Month, bool)>, OfficeError> {
    let mut found = Vec::new();
    for (part, first) in households.chunks(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
        let of = bureau.journal.write(|tx| some(tx, part))?;
        found.extend(of.into_iter().map(|(at, month, so)| (first + at, month, so)));
    }
    Ok(found)
}

fn some(tx: &mut Tx<'_>, part: &[Household]) -> Result<Vec<(usize, Month, bool)>, JournalError> {
    let numbers: Vec<Vec<Option<BlindIndex>>> = part.iter().map(|it| numbers(tx, it)).collect();
    let known = Known::of(tx, &numbers.iter().flatten().flatten().copied().collect())?;
    let file = |numbers: &Vec<Option<BlindIndex>>| numbers.iter().flatten().find_map(|number| known.file(number));
    let places: BTreeMap<i64, usize> =
        numbers.iter().enumerate().filter_map(|(at, numbers)| Some((file(numbers)?, at))).collect();
    let files: Vec<Value> = places.keys().map(|file| Value::Int(*file)).collect();
    let sql = "SELECT household, visited, closed, outcome FROM matter WHERE outcome IS NOT NULL AND household IN";
    let mut found = Vec::new();
    for row in rows::matching(tx, sql, &files)? {
        if let (Some(at), Some((month, so))) = (places.get(&row.get("household")?), said(&row)?) {
            found.push((*at, month, so));
        }
    }
    Ok(found)
}

/// When somebody was there, else when it was closed, and what it came to. Help that was there before, a door that stayed shut
/// and help that was declined say neither.
fn said(row: &Row) -> Result<Option<(Month, bool)>, JournalError> {
    let day = day(row, "visited")?.or(day(row, "closed")?);
    let so = match Outcome::of_code(&row.get::<String>("outcome")?) {
        Some(Outcome::Helped | Outcome::CaseOpened) => Some(true),
        Some(Outcome::DataWrong | Outcome::Passed) => Some(false),
        Some(Outcome::AlreadyHelped | Outcome::Unreachable | Outcome::Declined) | None => None,
    };
    Ok(day.map(Month::of).zip(so))
}
