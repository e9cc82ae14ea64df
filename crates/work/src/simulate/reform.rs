//! What a reform file says.

use super::SimulateError;
use doudi_kernel::{Date, Month, Ratio};
use doudi_rules::{
    book::{Book, Type, Value},
    check::value_of,
    unit::Unit,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A reform: what it changes, over which months it is looked at, what is counted, who pays.
///
/// ```
/// let reform: doudi_work::simulate::Reform = doudi_work::simulate::Reform::read("
///     zh = '提标'
///     en = 'a higher standard'
///     month = '2026-12'
///     programmes = ['dibao']
///     [[change]]
///     parameter = 'dibao_standard_rural'
///     region = '41'
///     from = '2026-10-01'
///     scale = '110%'
/// ").unwrap();
/// assert_eq!(reform.change.len(), 1);
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reform {
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The first month that is looked at.
    pub month: String,
    /// How many years: the same month of each.
    #[serde(default = "one")]
    pub years: u8,
    /// Programmes whose amounts are counted: those by month or year.
    pub programmes: Vec<String>,
    /// What households live on: a variable of the household in yuan a month, by the law as it is.
    #[serde(default = "income")]
    pub income: String,
    /// The line that poverty is measured by: a variable of the household in yuan a month and head, by the law as it is.
    #[serde(default = "line")]
    pub line: String,
    /// Parameters set anew.
    #[serde(default)]
    pub change: Vec<Change>,
    /// Parameters brought nearer to others year by year.
    #[serde(default)]
    pub unify: Vec<Unify>,
    /// Shares of the cost by who bears them; they add up to 1.
    #[serde(default)]
    pub funding: BTreeMap<String, String>,
    /// What benefits in kind are worth.
    #[serde(default)]
    pub in_kind: Vec<InKind>,
    /// The household that is walked along its wage.
    pub typical: Option<Typical>,
}

/// A parameter set anew.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its name.
    pub parameter: String,
    /// Where; the nation without it. Places below that have their own value keep it.
    #[serde(default)]
    pub region: String,
    /// From which day.
    pub from: String,
    /// Of which code, where it is `by` codes.
    pub code: Option<String>,
    /// The value, as policies write it.
    pub set: Option<String>,
    /// Or so many times the value of that day; money is rounded up to whole yuan.
    pub scale: Option<String>,
}

/// A parameter brought to a share of another one that moves in equal steps, a step a year; rounded up to whole yuan.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unify {
    /// The one that moves.
    pub low: String,
    /// The one that it is brought to.
    pub high: String,
    /// Where.
    #[serde(default)]
    pub region: String,
    /// From which day.
    pub from: String,
    /// The share on that day.
    pub start: String,
    /// The share in the end.
    pub end: String,
    /// After so many years.
    pub years: u8,
}

/// What a benefit in kind is worth to whom it is open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InKind {
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The programme that opens it.
    pub programme: String,
    /// What it is worth to one who is eligible, household or person as the programme is: `2_400 yuan/year`.
    pub value: String,
}

/// A household by its facts; what is not named is usual.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typical {
    /// Its name.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Its county's digits.
    pub division: String,
    /// Facts of the household.
    #[serde(default)]
    pub household: BTreeMap<String, String>,
    /// Facts of its members.
    pub person: Vec<BTreeMap<String, String>>,
    /// Facts of obligors.
    #[serde(default)]
    pub obligor: Vec<BTreeMap<String, String>>,
    /// Whose wage moves: a member, from 0.
    #[serde(default)]
    pub earner: u32,
    /// The fact that is his wage.
    #[serde(default = "wage")]
    pub earned: String,
    /// Up to this wage.
    pub to: String,
    /// In such steps.
    pub step: String,
}

fn one() -> u8 {
    1
}

fn income() -> String {
    "household_total_income".into()
}

fn line() -> String {
    "dibao_standard".into()
}

fn wage() -> String {
    "wage_income".into()
}

impl Reform {
    /// Reads a reform file.
    ///
    /// # Errors
    /// It is no TOML of this form.
    pub fn read(text: &str) -> Result<Self, SimulateError> {
        toml::from_str(text).map_err(|why| SimulateError::Form(why.to_string()))
    }

    /// The months that are looked at.
    ///
    /// # Errors
    /// The first is no month.
    pub fn months(&self) -> Result<Vec<Month>, SimulateError> {
        let first: Month = self.month.parse().map_err(|_| SimulateError::Value("month", self.month.clone()))?;
        Ok((0..i32::from(self.years.max(1))).map(|year| first.plus(12 * year)).collect())
    }

    /// Who bears which share of the cost.
    ///
    /// # Errors
    /// Shares that cannot be read, or do not add up to 1.
    pub fn shares(&self) -> Result<Vec<(String, Ratio)>, SimulateError> {
        let share = |(who, text): (&String, &String)| Ok((who.clone(), ratio("funding", text)?));
        let shares: Vec<_> = self.funding.iter().map(share).collect::<Result<_, SimulateError>>()?;
        let sum = shares.iter().fold(Ratio::whole(0), |sum, (_, share)| sum + *share);
        let whole = shares.is_empty() || sum == Ratio::whole(1);
        if whole { Ok(shares) } else { Err(SimulateError::Value("funding", sum.percent())) }
    }
}

/// `80%`, `0.8`, `4/5`
pub(super) fn ratio(what: &'static str, text: &str) -> Result<Ratio, SimulateError> {
    match value_of(&Book::default(), Type::Number(Unit::NONE), text) {
        Ok(Some(Value::Number(number))) => Ok(number),
        _ => Err(SimulateError::Value(what, text.into())),
    }
}

/// A value of a type.
pub(super) fn value(book: &Book, what: &'static str, ty: Type, text: &str) -> Result<Option<Value>, SimulateError> {
    value_of(book, ty, text).map_err(|_| SimulateError::Value(what, text.into()))
}

pub(super) fn date(text: &str) -> Result<Date, SimulateError> {
    text.parse().map_err(|_| SimulateError::Value("from", text.into()))
}
