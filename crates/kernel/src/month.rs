//! A calendar month.

use crate::Date;
use std::fmt;

/// A month of a year: the period that rosters are about.
///
/// ```
/// use doudi_kernel::{Date, Month};
/// let month: Month = "2026-09".parse().unwrap();
/// assert_eq!(month.last_day(), Date::constant(2026, 9, 30));
/// assert_eq!(month.plus(4).to_string(), "2027-01");
/// assert_eq!(month.compact(), 202609);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since the year 0.
    count: i32,
}

impl Month {
    /// A month from year (1900 to 2199) and month (1 to 12).
    pub fn new(year: i16, month: i8) -> Option<Self> {
        ((1900..=2199).contains(&year) && (1..=12).contains(&month))
            .then(|| Self { count: i32::from(year) * 12 + i32::from(month) - 1 })
    }

    /// The month that a day lies in.
    pub fn of(day: Date) -> Self {
        Self { count: i32::from(day.year()) * 12 + i32::from(day.month()) - 1 }
    }

    /// The month from six digits, year and month: `202609`.
    pub fn from_compact(yyyymm: i32) -> Option<Self> {
        Self::new((yyyymm / 100).try_into().ok()?, (yyyymm % 100).try_into().ok()?)
    }

    /// Six digits, year and month.
    pub fn compact(self) -> i32 {
        i32::from(self.year()) * 100 + i32::from(self.month())
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.count.div_euclid(12) as i16
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> i8 {
        (self.count.rem_euclid(12) + 1) as i8
    }

    /// The month that many months later, or earlier when negative.
    pub fn plus(self, months: i32) -> Self {
        Self { count: self.count + months }
    }

    /// How many months later than `other` this is.
    pub fn since(self, other: Self) -> i32 {
        self.count - other.count
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        Date::constant(self.year(), self.month(), 1)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }
}

/// Takes `2026-09` and `202609`.
impl std::str::FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, month) = text.split_once('-').or_else(|| text.split_at_checked(4)).ok_or(MonthError)?;
        if year.len() != 4 || month.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(MonthError);
        }
        Self::new(year.parse().map_err(|_| MonthError)?, month.parse().map_err(|_| MonthError)?).ok_or(MonthError)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Month({self})")
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A text that is not a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a month is written 2026-09")]
pub struct MonthError;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_month_comes_back_from_text_and_from_six_digits(year in 1900i16..2199, month in 1i8..=12, step in -100i32..100) {
            let it = Month::new(year, month).unwrap();
            prop_assert_eq!(it.to_string().parse::<Month>(), Ok(it));
            prop_assert_eq!(Month::from_compact(it.compact()), Some(it));
            prop_assert_eq!(it.plus(step).since(it), step);
            prop_assert_eq!(Month::of(it.last_day()), it);
        }
    }

    #[test]
    fn a_thirteenth_month_and_a_loose_form_are_refused() {
        for text in ["2026-13", "2026-9", "26-09", "2026/09", "0202609", "20260-9"] {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
        }
    }
}
