//! How far two written dates agree.

mod form;
mod level;

pub use form::{DateForm, DateKeys};
pub use level::level;

use doudi_kernel::{Lang, Say};

/// How far two dates agree.
///
/// The order is that in which the levels are tried; what a level weighs is estimated from the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum DateLevel {
    /// The same day. That many have the first of January is for the frequency of the value to say.
    Equal,
    /// One is the other's month and day in the Chinese calendar, with the Chinese year or the civil one.
    Lunar,
    /// Month and day have changed places.
    DayMonth,
    /// The same year, and one of them is the first of January or has no day: only the year was known.
    Default,
    /// The same month and day, one year apart: nominal and full age.
    Year,
    /// One digit differs, or two neighbouring digits have changed places.
    Digit,
    /// As far apart as the two calendars are, but not exactly: a lunar birthday from memory.
    LunarAbout,
    /// The same month of the same year.
    SameYearMonth,
    /// The same year.
    SameYear,
    /// Nothing of the above.
    Other,
}

impl DateLevel {
    /// All levels, in the order in which they are tried.
    pub const ALL: [Self; 10] = [
        Self::Equal,
        Self::Lunar,
        Self::DayMonth,
        Self::Default,
        Self::Year,
        Self::Digit,
        Self::LunarAbout,
        Self::SameYearMonth,
        Self::SameYear,
        Self::Other,
    ];

    /// The level's name in files.
    ///
    /// ```
    /// use doudi_compare::levels::date::DateLevel;
    /// assert_eq!(DateLevel::DayMonth.code(), "day_month");
    /// ```
    pub fn code(self) -> &'static str {
        self.told().0
    }

    /// Code, Chinese, English.
    pub(crate) fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Equal => ("equal", "日期相同", "same date"),
            Self::Lunar => ("lunar", "一个是公历，一个是农历", "one is the other in the Chinese calendar"),
            Self::DayMonth => ("day_month", "月和日颠倒", "day and month swapped"),
            Self::Default => {
                ("default", "同年，其中一个只填到年（1月1日）", "same year, one of them only a year (1 January)")
            }
            Self::Year => ("year", "月日相同，相差一年", "same month and day, one year apart"),
            Self::Digit => ("digit", "有一位数字不同或相邻两位颠倒", "one digit differs or two are swapped"),
            Self::LunarAbout => ("lunar_about", "相差约为公历与农历之差", "about as far apart as the two calendars"),
            Self::SameYearMonth => ("same_year_month", "同年同月", "same year and month"),
            Self::SameYear => ("same_year", "同年", "same year"),
            Self::Other => ("other", "日期不同", "different dates"),
        }
    }
}

impl Say for DateLevel {
    fn say(&self, lang: Lang) -> String {
        let (_, zh, en) = self.told();
        lang.pick(zh, en).into()
    }
}

#[cfg(test)]
mod tests;
