//! 核对: what the household told, held against what departments' rosters say (arts. 40, 41).
//!
//! What was not told counts as told to be none. A source that is not connected and a source that does not list somebody are
//! two answers, and neither is "agrees".

use super::event::{Item, Matched, Report};
use crate::{Bureau, OfficeError};
use arrow::{
    array::AsArray,
    compute::cast,
    datatypes::{DataType, Int64Type},
};
use doudi_kernel::Date;
use doudi_rules::book::Type;
use doudi_work::assess::{Dossier, Dossiers};
use std::collections::BTreeMap;

/// What an application tells and a verification holds against it: facts of the household, and of its members added up.
pub const DECLARED: [&str; 10] = [
    "wage_income",
    "business_net_income",
    "property_net_income",
    "transfer_net_income",
    "basic_pension_income",
    "financial_asset",
    "dwellings",
    "non_residential_property",
    "vehicle_value",
    "owns_company",
];

/// How an applicant tells one of [`DECLARED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldIn {
    /// In yuan; kept in fen.
    Yuan,
    /// Yes or no; kept as 1 or 0.
    YesNo,
    /// A number of things.
    Count,
}

/// How a fact is told; none for what the rules do not know, or words and dates.
pub fn told_in(bureau: &Bureau, fact: &str) -> Option<ToldIn> {
    let fact = bureau.book.facts.iter().find(|it| it.name == fact)?;
    match fact.ty {
        Type::YesNo => Some(ToldIn::YesNo),
        Type::Number(unit) if unit.money() == 1 => Some(ToldIn::Yuan),
        Type::Number(_) => Some(ToldIn::Count),
        Type::Code(_) | Type::Date => None,
    }
}

/// Days for which a report may be relied upon: the sources are asked again every month.
const GOOD_DAYS: i64 = 30;

/// Asks the newest month's facts about a household.
///
/// # Errors
/// [`OfficeError::NoFacts`].
pub fn verify(
    bureau: &Bureau,
    it: &Dossier,
    declared: &BTreeMap<String, i64>,
    today: Date,
) -> Result<Report, OfficeError> {
    let month = bureau.month.as_ref().ok_or(OfficeError::NoFacts)?;
    let items = DECLARED.iter().filter_map(|fact| item(month, it, fact, declared)).collect();
    let good_until = today.checked_add(jiff::Span::new().days(GOOD_DAYS)).unwrap_or(today);
    Ok(Report { items, good_until })
}

fn item(month: &Dossiers, it: &Dossier, name: &str, declared: &BTreeMap<String, i64>) -> Option<Item> {
    let fact = month.book.fact(name)?;
    let feed = (0..it.rows(&month.book, fact)).find_map(|row| it.facts.source(fact, row)).unwrap_or_default();
    let column = it.facts.population.columns.get(&fact);
    let matched = match column {
        None => Matched::NotConnected,
        Some(column) => {
            let numbers = cast(column, &DataType::Int64).ok()?;
            let known = || numbers.as_primitive::<Int64Type>().iter().flatten();
            match known().sum::<i64>() {
                _ if known().next().is_none() => Matched::NotFound,
                found if found == declared.get(name).copied().unwrap_or(0) => Matched::Agrees,
                _ => Matched::Differs,
            }
        }
    };
    let known = matches!(matched, Matched::Agrees | Matched::Differs);
    let month = known.then(|| month.kept.month.to_string());
    Some(Item { fact: name.into(), feed: feed.into(), matched, month })
}
