//! The calculator at a place: the rules that the office judges by, and nothing of its register.

use crate::{Bureau, OfficeError};
use doudi_kernel::{Date, DivisionLevel, Month, county_name};
use doudi_rules::{book::Book, compile::Program};
use doudi_work::{
    calculate::{Calculator, Questions},
    policy::Policy,
};
use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

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
    let questions = questions(bureau)?;
    let program = bureau.programs.of(bureau.book, questions, county, Month::of(today))?;
    Ok(work(&Calculator::over(questions, program)))
}

/// The rules as they read at a place in a month, compiled once for all who ask there.
#[derive(Default)]
pub(crate) struct Programs(Mutex<VecDeque<Kept>>);

type Kept = ((String, Month), Arc<Program<'static>>);

/// Places and months that are kept: an office has few counties, and a month ends. What was asked for first goes first.
const KEPT: usize = 8;

impl Programs {
    /// Whoever comes while it is compiled waits for it.
    fn of(
        &self,
        book: &'static Book,
        questions: &Questions,
        county: &str,
        month: Month,
    ) -> Result<Arc<Program<'static>>, OfficeError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, program)) = kept.iter().find(|((place, of), _)| (place.as_str(), *of) == (county, month)) {
            return Ok(Arc::clone(program));
        }
        let program = Calculator::program(book, questions, county, month);
        let program = Arc::new(program.map_err(|why| OfficeError::Rules(why.to_string()))?);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(((county.to_owned(), month), Arc::clone(&program)));
        Ok(program)
    }
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
        let read = Questions::read(&policy, bureau.book).map_err(|why| OfficeError::Policy(why.to_string()))?;
        // Of two who read at once either has the same.
        let _ = bureau.questions.set(read);
    }
    bureau.questions.get().ok_or(OfficeError::NotFound)
}
