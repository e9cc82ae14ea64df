//! The calculator at a place: the rules that the office judges by, and nothing of its register.

use crate::{Bureau, OfficeError};
use doudi_kernel::{Date, DivisionLevel, Month, county_name};
use doudi_work::{
    calculate::{Calculator, Questions},
    policy::Policy,
};
use std::collections::BTreeSet;

/// The counties that the office's list of towns and villages reaches: code and name.
pub fn counties(bureau: &Bureau) -> Vec<(String, String)> {
    let counties: BTreeSet<u64> = bureau
        .divisions
        .iter()
        .filter_map(|(division, _)| division.at(DivisionLevel::County))
        .map(|it| it.number())
        .collect();
    let named = |number: &u64| {
        let own = bureau.place(*number);
        let code = (number / 1_000_000).to_string();
        let name =
            if own.parse::<u64>().is_ok() { number.to_string().parse().ok().and_then(county_name) } else { None };
        (code, name.map_or(own, str::to_owned))
    };
    counties.iter().map(named).collect()
}

/// Asks the calculator of a county (six digits) by the rules of a day's month.
///
/// # Errors
/// [`OfficeError::Policy`] for questions that do not fit the rules; [`OfficeError::Rules`]; [`OfficeError::NotFound`] for
/// a county that is not the office's.
pub fn ask<T>(
    bureau: &Bureau,
    county: &str,
    today: Date,
    work: impl FnOnce(&Calculator<'_>) -> T,
) -> Result<T, OfficeError> {
    if !counties(bureau).iter().any(|(code, _)| code == county) {
        return Err(OfficeError::NotFound);
    }
    let month = Month::of(today);
    let calculator = Calculator::new(&bureau.book, questions(bureau)?, county, month);
    Ok(work(&calculator.map_err(|why| OfficeError::Rules(why.to_string()))?))
}

/// The programmes of some topics, by their names.
///
/// # Errors
/// As [`ask`].
pub fn programmes(bureau: &Bureau, today: Date, topics: &[String]) -> Result<Vec<String>, OfficeError> {
    let Some((county, _)) = counties(bureau).into_iter().next() else { return Ok(Vec::new()) };
    ask(bureau, &county, today, |it| {
        let asked = it.questions.topics.iter().filter(|topic| topics.contains(&topic.name));
        let programmes = asked.flat_map(|topic| &topic.programmes);
        programmes.map(|id| it.book().programmes[id.index()].name.clone()).collect()
    })
}

/// The office's questions, read once.
fn questions(bureau: &Bureau) -> Result<&Questions, OfficeError> {
    if bureau.questions.get().is_none() {
        let policy = if bureau.data.is_some() { bureau.policy()? } else { Policy::embedded() };
        let read = Questions::read(&policy, &bureau.book).map_err(|why| OfficeError::Policy(why.to_string()))?;
        // Of two who read at once either has the same.
        let _ = bureau.questions.set(read);
    }
    bureau.questions.get().ok_or(OfficeError::NotFound)
}
