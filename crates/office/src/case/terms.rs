//! What a place sets for casework besides the clocks of steps: limits, intervals, grace.

use super::path::Term;
use doudi_kernel::Rounding;
use doudi_rules::{
    book::{Book, ParameterId, Value},
    compile::Statute,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often a household is looked at again (定期核查; art. 46).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewClass {
    /// A类: little changes.
    A,
    /// B类: income is unsteady and a member can work.
    B,
    /// C类: things change often; only where the place sets an interval.
    C,
}

impl ReviewClass {
    /// All.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// `A`
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// The class of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// The numbers of a place on a day; none where it sets none.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// What a town may give at once, fen (art. 50).
    pub relief_limit_fen: Option<i64>,
    /// Months of grace, by the code of the cause.
    pub grace_months: BTreeMap<String, u32>,
    /// Months between reviews, by class.
    pub review_months: BTreeMap<ReviewClass, u32>,
    /// Months of monitoring after leaving.
    pub monitor_months: Option<u32>,
    /// Months between looks at who has left.
    pub look_months: Option<u32>,
    /// A department's time for its part.
    pub referral: Option<Term>,
}

impl Terms {
    /// As the law of the place and the day has them.
    pub(crate) fn of(statute: &Statute<'_>) -> Self {
        let months = |name| number(statute, name).and_then(|months| u32::try_from(months).ok());
        let classes = ["review_months_steady", "review_months_unsteady", "review_months_frequent"];
        let review = ReviewClass::ALL.into_iter().zip(classes).filter_map(|(class, name)| Some((class, months(name)?)));
        Self {
            relief_limit_fen: relief_limit(statute),
            grace_months: by_code(statute, "grace_months"),
            review_months: review.collect(),
            monitor_months: months("monitor_months_after_leaving"),
            look_months: months("monitor_look_months"),
            referral: months("referral_days").map(Term::WorkingDays),
        }
    }
}

/// The town's own limit, and never more than the fast lane's months of the dibao standard. Which of two standards holds for a
/// household is known only after somebody looked, and relief goes first: the lower one counts.
fn relief_limit(statute: &Statute<'_>) -> Option<i64> {
    let standards = ["dibao_standard_urban", "dibao_standard_rural"];
    let standard = standards.into_iter().filter_map(|name| number(statute, name)).min();
    let national = standard.zip(number(statute, "fast_relief_months")).map(|(standard, months)| standard * months);
    [number(statute, "imprest_limit"), national].into_iter().flatten().min()
}

fn parameter(book: &Book, name: &str) -> Option<ParameterId> {
    (0..).zip(&book.parameters).find(|(_, it)| it.name == name).map(|(id, _)| ParameterId(id))
}

fn values<'b>(statute: &Statute<'b>, name: &str) -> Option<&'b [Option<Value>]> {
    Some(&statute.setting(parameter(statute.book, name)?)?.values)
}

/// A number in the unit's smallest part: fen, days, months.
fn number(statute: &Statute<'_>, name: &str) -> Option<i64> {
    match values(statute, name)?.first()? {
        Some(Value::Number(number)) => Some(number.round(Rounding::Down)),
        _ => None,
    }
}

fn by_code(statute: &Statute<'_>, name: &str) -> BTreeMap<String, u32> {
    let book = statute.book;
    let codes = parameter(book, name).and_then(|id| book.parameters[id.index()].by).map(|it| &book.codes[it.index()]);
    let words = codes.iter().flat_map(|codes| &codes.words).map(|(word, _)| word.clone());
    let values = values(statute, name).unwrap_or_default().iter();
    let months = |value: &Option<Value>| match value {
        Some(Value::Number(months)) => u32::try_from(months.round(Rounding::Down)).ok(),
        _ => None,
    };
    words.zip(values).filter_map(|(word, value)| Some((word, months(value)?))).collect()
}
