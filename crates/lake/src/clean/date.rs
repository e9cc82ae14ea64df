//! Days and months in every form that offices write and that means one thing only.

use super::{Rule, text::fold};
use crate::Cell;
use doudi_kernel::{Date, Month};

/// What stood in a date cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateValue {
    /// A day.
    Day(Date),
    /// A month without a day; which day is not for us to choose.
    Month(Month),
    /// An open end: 3000-12, 9999-12-31, 长期.
    Open,
}

impl DateValue {
    /// The day, when one is given.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month(_) | Self::Open => None,
        }
    }
}

/// What stood in a month cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthValue {
    /// A month; of a day, the month that it lies in.
    Month(Month),
    /// An open end.
    Open,
}

impl MonthValue {
    /// How an open end stands in a column of months: later than every month.
    pub const OPEN: i32 = 300_012;

    /// Six digits, year and month; [`MonthValue::OPEN`] for an open end.
    pub fn compact(self) -> i32 {
        match self {
            Self::Month(month) => month.compact(),
            Self::Open => Self::OPEN,
        }
    }
}

/// The day of a cell: `2025-09-03`, `2025/9/3`, `2025.9.3`, `2025年9月3日`, `20250903`, a spreadsheet's date or its serial
/// number, each with or without a time of day; a month alone is a [`DateValue::Month`].
///
/// # Errors
/// [`Rule::DateForm`], [`Rule::DateImpossible`], [`Rule::DateAmbiguous`] (two-digit year, day before month),
/// [`Rule::CellError`].
///
/// ```
/// use doudi_kernel::{Date, Month};
/// use doudi_lake::{Cell, DateValue, Rule, clean};
/// let date = |text: &str| clean::date(&Cell::Text(text.into()));
/// let day = Ok(Some(DateValue::Day(Date::constant(2025, 9, 3))));
/// assert_eq!([date("2025.9.3"), date("20250903"), date("2025年9月3日")], [day, day, day]);
/// assert_eq!(clean::date(&Cell::Number(45903.0)), day);
/// assert_eq!(date("202509"), Ok(Some(DateValue::Month(Month::new(2025, 9).unwrap()))));
/// assert_eq!(date("3000-12"), Ok(Some(DateValue::Open)));
/// assert_eq!(date("25/9/3"), Err(Rule::DateAmbiguous));
/// ```
pub fn date(cell: &Cell) -> Result<Option<DateValue>, Rule> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Error(_) => Err(Rule::CellError),
        Cell::Bool(_) => Err(Rule::DateForm),
        Cell::DateTime(at) => day(i64::from(at.year()), i64::from(at.month()), i64::from(at.day())).map(Some),
        Cell::Number(number) => of_number(*number).map(Some),
        Cell::Text(text) => match fold(text).trim_start_matches(['\'', '‘', '’']) {
            "" => Ok(None),
            text => of_text(text).map(Some),
        },
    }
}

/// The month of a cell, in all forms that [`date`] takes.
///
/// # Errors
/// As [`date`], with [`Rule::MonthForm`] for what has no form of a date.
///
/// ```
/// use doudi_kernel::Month;
/// use doudi_lake::{Cell, MonthValue, clean};
/// let month = Ok(Some(MonthValue::Month(Month::new(2025, 9).unwrap())));
/// assert_eq!(clean::month(&Cell::Text("2025年9月份".into())), month);
/// assert_eq!(clean::month(&Cell::Number(202509.0)), month);
/// ```
pub fn month(cell: &Cell) -> Result<Option<MonthValue>, Rule> {
    match date(cell) {
        Ok(None) => Ok(None),
        Ok(Some(DateValue::Day(day))) => Ok(Some(MonthValue::Month(Month::of(day)))),
        Ok(Some(DateValue::Month(month))) => Ok(Some(MonthValue::Month(month))),
        Ok(Some(DateValue::Open)) => Ok(Some(MonthValue::Open)),
        Err(Rule::DateForm) => Err(Rule::MonthForm),
        Err(rule) => Err(rule),
    }
}

/// Six or eight digits are written dates; five are a spreadsheet's serial, 1927-05-18 (10,000) to 2173-10-13 (99,999).
fn of_number(number: f64) -> Result<DateValue, Rule> {
    let whole = number.trunc();
    let has_time = number != whole;
    match whole as i64 {
        190_000..=999_999 | 18_000_000..=99_999_999 if !has_time => of_digits(&(whole as i64).to_string()),
        1..=99_999 if (10_000.0..100_000.0).contains(&number) => serial(whole as i64),
        _ => Err(Rule::DateForm),
    }
}

/// Days since 1899-12-30, right for every serial after the 29th of February 1900 that Excel believes in.
fn serial(days: i64) -> Result<DateValue, Rule> {
    let start = Date::constant(1899, 12, 30);
    let at = start.checked_add(jiff::Span::new().days(days)).map_err(|_| Rule::DateImpossible)?;
    Ok(DateValue::Day(at))
}

fn of_text(text: &str) -> Result<DateValue, Rule> {
    if ["长期", "永久", "无固定期限"].contains(&text) {
        return Ok(DateValue::Open);
    }
    let text = without_time(text);
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return of_digits(text);
    }
    if let Ok(number) = text.parse::<f64>()
        && (10_000.0..100_000.0).contains(&number)
    {
        return of_number(number);
    }
    let parts = split(text).ok_or(Rule::DateForm)?;
    let number = |at: usize| parts[at].parse::<i64>().map_err(|_| Rule::DateForm);
    match (parts[0].len(), parts.len()) {
        (4, 2) => month_of(number(0)?, number(1)?),
        (4, 3) => day(number(0)?, number(1)?, number(2)?),
        (1 | 2, 2 | 3) => Err(Rule::DateAmbiguous),
        _ => Err(Rule::DateForm),
    }
}

/// Cuts off a time of day: `2025-09-03 00:00:00`, `2025-09-03T08:00:00`.
fn without_time(text: &str) -> &str {
    let cut = text.split_once([' ', 'T']).filter(|(_, time)| time.len() >= 4 && is_time(time));
    cut.map_or(text, |(date, _)| date)
}

fn is_time(text: &str) -> bool {
    text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || b":.Z+".contains(&b))
}

/// Digits alone: `202509`, `20250903`.
fn of_digits(text: &str) -> Result<DateValue, Rule> {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().map_err(|_| Rule::DateForm);
    match text.len() {
        5 => serial(number(0..5)?),
        6 => month_of(number(0..4)?, number(4..6)?),
        8 => day(number(0..4)?, number(4..6)?, number(6..8)?),
        _ => Err(Rule::DateForm),
    }
}

/// The numbers between the marks, when the marks are those of a date: 年月日, dashes, slashes, dots.
fn split(text: &str) -> Option<Vec<&str>> {
    let text = text.trim_end_matches(['份', '号']).trim_end_matches(['日', '月', '.']);
    let mark = |c: char| matches!(c, '年' | '月' | '-' | '/' | '.' | '–' | '—' | '、' | '\\' | ' ');
    let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
    let digits = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    (matches!(parts.len(), 2 | 3) && parts.iter().all(digits)).then_some(parts)
}

fn month_of(year: i64, month: i64) -> Result<DateValue, Rule> {
    if is_open(year) && (1..=12).contains(&month) {
        return Ok(DateValue::Open);
    }
    let found = i16::try_from(year).ok().zip(i8::try_from(month).ok()).and_then(|(y, m)| Month::new(y, m));
    found.map(DateValue::Month).ok_or(Rule::DateImpossible)
}

fn day(year: i64, month: i64, day: i64) -> Result<DateValue, Rule> {
    let (Ok(y), Ok(m), Ok(d)) = (i16::try_from(year), i8::try_from(month), i8::try_from(day)) else {
        return Err(Rule::DateImpossible);
    };
    let date = Date::new(y, m, d).map_err(|_| Rule::DateImpossible)?;
    match year {
        _ if is_open(year) => Ok(DateValue::Open),
        1850..=2199 => Ok(DateValue::Day(date)),
        _ => Err(Rule::DateImpossible),
    }
}

/// The years by which systems say that there is no end: 3000-12 in pension systems, 9999-12-31 elsewhere.
fn is_open(year: i64) -> bool {
    matches!(year, 2999 | 3000 | 9999)
}
