//! Whether a returned row is an answer.

use super::{
    read::Filled,
    types::{Answer, Refusal},
};
use crate::doubts::{
    hand_down::{Batch, HandedDoubt},
    spec::AnswerKind,
};
use doudi_compare::name;
use doudi_kernel::{Date, IdKey, ResidentId};
use std::collections::BTreeMap;

/// What a row turned out to be.
pub(super) enum Outcome {
    Accepted(Answer),
    Repeated,
    Empty,
    Refused(Option<u32>, Refusal),
}

/// A batch with what is known about its answers.
pub(super) struct Examiner<'b> {
    batch: &'b Batch,
    known: &'b BTreeMap<u32, String>,
    today: Date,
    by_key: BTreeMap<u64, Vec<usize>>,
    county: Option<String>,
    /// The codes accepted from the files at hand.
    fresh: BTreeMap<u32, String>,
}

/// A correction says so in its explanation.
const CORRECTION: &str = "更正";

impl<'b> Examiner<'b> {
    pub(super) fn new(batch: &'b Batch, known: &'b BTreeMap<u32, String>, today: Date) -> Self {
        let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (at, handed) in batch.doubts.iter().enumerate() {
            by_key.entry(handed.doubt.key).or_default().push(at);
        }
        let towns = batch.doubts.iter().filter_map(|handed| handed.doubt.place.town.as_deref());
        let county = towns.filter_map(|town| town.get(..6)).min().map(str::to_owned);
        Self { batch, known, today, by_key, county, fresh: BTreeMap::new() }
    }

    pub(super) fn row(&mut self, row: &Filled) -> Outcome {
        if row.answers.iter().all(String::is_empty) {
            return Outcome::Empty;
        }
        let handed = match self.handed(row) {
            Ok(handed) => handed,
            Err(why) => return Outcome::Refused(row.number.filter(|_| row.key.is_none()), why),
        };
        match self.answer(row, handed) {
            Err(why) => Outcome::Refused(Some(handed.number), why),
            Ok(answer) => self.weigh(answer),
        }
    }

    /// The doubt that the row is about.
    fn handed(&self, row: &Filled) -> Result<&'b HandedDoubt, Refusal> {
        let key = row.key.ok_or(Refusal::NoId)?;
        let masked = || IdKey::from_packed(key).map_or_else(String::new, |key| key.to_string());
        let of_person = self.by_key.get(&key).ok_or_else(|| Refusal::NotInBatch(masked()))?;
        let mut doubts = of_person.iter().map(|at| &self.batch.doubts[*at]);
        let handed = match row.number {
            Some(number) => doubts.find(|handed| handed.number == number),
            None => doubts.next().filter(|_| of_person.len() == 1),
        };
        let handed = handed.ok_or(Refusal::OtherNumber)?;
        if name::same(&handed.doubt.name, &row.name) {
            Ok(handed)
        } else {
            Err(Refusal::NameDiffers(handed.doubt.name.clone(), row.name.clone()))
        }
    }

    fn answer(&self, row: &Filled, handed: &HandedDoubt) -> Result<Answer, Refusal> {
        let [choice, note, division, checked_by, date] = &row.answers;
        let kind = self.kind(choice)?;
        if kind.explain && note.is_empty() {
            return Err(Refusal::NeedsNote(kind.zh.clone()));
        }
        self.division(division, handed)?;
        if checked_by.is_empty() {
            return Err(Refusal::NoChecker);
        }
        let day = row.day.ok_or_else(|| Refusal::NoDate(date.clone()))?;
        if !(self.batch.handed_down..=self.today).contains(&day) {
            return Err(Refusal::DateOutside(day, self.batch.handed_down, self.today));
        }
        self.age(kind, handed, note, day)?;
        Ok(Answer {
            number: handed.number,
            key: handed.doubt.key,
            code: kind.code.clone(),
            note: note.clone(),
            division: division.clone(),
            checked_by: checked_by.clone(),
            checked_on: day,
            at: row.at.clone(),
        })
    }

    /// The answer by its code, its wording, or both as the list shows them.
    fn kind(&self, choice: &str) -> Result<&'b AnswerKind, Refusal> {
        if choice.is_empty() {
            return Err(Refusal::NoAnswer);
        }
        let code = choice.split_whitespace().next().unwrap_or(choice);
        let found = self.batch.answers.iter().find(|kind| kind.code == code || kind.zh == choice);
        found.ok_or_else(|| Refusal::UnknownAnswer(choice.to_owned()))
    }

    /// Twelve digits that begin with the town's nine, or with the county's six for people whose town is not known.
    fn division(&self, given: &str, handed: &HandedDoubt) -> Result<(), Refusal> {
        if given.len() != 12 || !given.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal::DivisionForm(given.to_owned()));
        }
        match handed.doubt.place.town.as_ref().or(self.county.as_ref()) {
            Some(prefix) if !given.starts_with(prefix.as_str()) => {
                Err(Refusal::OtherTown(prefix.clone(), given.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// A student of more than 25 is asked back, unless the explanation says more.
    fn age(&self, kind: &AnswerKind, handed: &HandedDoubt, note: &str, day: Date) -> Result<(), Refusal> {
        let age = ResidentId::from_packed(handed.doubt.key).map(|id| id.age_on(day));
        match (kind.age_to, age) {
            (Some(limit), Some(age)) if age > limit && note.is_empty() => {
                Err(Refusal::TooOld(kind.zh.clone(), limit, age))
            }
            _ => Ok(()),
        }
    }

    /// Against what was answered before, in earlier returns and in the files at hand.
    fn weigh(&mut self, answer: Answer) -> Outcome {
        let corrects = answer.note.contains(CORRECTION);
        if let Some(fresh) = self.fresh.get(&answer.number) {
            return match *fresh == answer.code {
                true => Outcome::Repeated,
                false => Outcome::Refused(Some(answer.number), Refusal::Contradicts(fresh.clone(), answer.code)),
            };
        }
        match self.known.get(&answer.number) {
            Some(before) if *before == answer.code => return Outcome::Repeated,
            Some(before) if !corrects => {
                return Outcome::Refused(Some(answer.number), Refusal::AnsweredOtherwise(before.clone(), answer.code));
            }
            _ => {}
        }
        self.fresh.insert(answer.number, answer.code.clone());
        Outcome::Accepted(answer)
    }
}
