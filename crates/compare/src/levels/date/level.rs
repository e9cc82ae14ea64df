//! The level of two dates.

use super::{
    DateLevel,
    form::{DateForm, apart},
};

/// How many days the month and day of the Chinese calendar lie before those of the civil one. New Year's Day falls between
/// 21 January and 21 February; months of 29 and 31 days add a few on each side.
const CALENDARS_APART: std::ops::RangeInclusive<u32> = 17..=53;

/// How far two dates agree; the same in both directions.
///
/// ```
/// use doudi_compare::levels::date::{DateForm, DateLevel, level};
/// let of = |a, b| level(DateForm::read(a).unwrap(), DateForm::read(b).unwrap());
/// assert_eq!(of("1955-10-01", "1955-01-10"), DateLevel::DayMonth);
/// assert_eq!(of("1961-05-27", "1961-01-01"), DateLevel::Default);
/// ```
#[inline]
pub fn level(a: DateForm, b: DateForm) -> DateLevel {
    if a.civil == b.civil {
        return DateLevel::Equal;
    }
    let ((year, month, day), (other_year, other_month, other_day)) = (apart(a.civil), apart(b.civil));
    let (same_year, whole) = (year == other_year, day > 0 && other_day > 0);
    match () {
        _ if writes_as_lunar(a, b) || writes_as_lunar(b, a) => DateLevel::Lunar,
        _ if same_year && day > 0 && (month, day) == (other_day, other_month) => DateLevel::DayMonth,
        _ if same_year && (only_year(a) || only_year(b)) => DateLevel::Default,
        _ if year.abs_diff(other_year) == 1 && (month, day) == (other_month, other_day) => DateLevel::Year,
        _ if whole && one_slip(a.civil, b.civil) => DateLevel::Digit,
        _ if whole && CALENDARS_APART.contains(&days(a).abs_diff(days(b))) => DateLevel::LunarAbout,
        _ if same_year && month == other_month => DateLevel::SameYearMonth,
        _ if same_year => DateLevel::SameYear,
        _ => DateLevel::Other,
    }
}

/// Whether `b` is `a` in the Chinese calendar. Between the two New Years people write the Chinese year or the civil one.
fn writes_as_lunar(a: DateForm, b: DateForm) -> bool {
    a.lunar % 10_000 == b.civil % 10_000
        && a.lunar != 0
        && (b.civil / 10_000 == a.lunar / 10_000 || b.civil / 10_000 == a.civil / 10_000)
}

/// Whether only the year was known: no month, or the first of January.
fn only_year(date: DateForm) -> bool {
    matches!(date.civil % 10_000, 0 | 101)
}

/// Whether two numbers differ by one digit, or by two neighbouring digits that have changed places.
fn one_slip(mut a: u32, mut b: u32) -> bool {
    while a % 10 == b % 10 {
        (a, b) = (a / 10, b / 10);
    }
    let swapped = a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10;
    a / 10 == b / 10 || (swapped && a / 100 == b / 100)
}

/// A number of days that is right to a day or two over a few weeks, for digits that may be no date.
fn days(date: DateForm) -> i32 {
    let (year, month, day) = apart(date.civil);
    // In quarters of a day: a year has 365.25 days, a month about 30.5.
    (year as i32 * 1461 + month as i32 * 122) / 4 + day as i32
}
