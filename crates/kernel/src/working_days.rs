//! Working days of the State Council's yearly holiday notices, make-up days included.

use crate::{Date, Lang, Say};
use chinese_holiday::{Ymd, chinese_holiday};

/// The calendar by which clocks of the law run (工作日).
///
/// It knows 2004-01-01 to [`WorkingDays::LAST`] and says so plainly outside: a term that runs past the last known notice
/// is an error to be shown, never a guess from weekends.
///
/// ```
/// use doudi_kernel::{Date, WorkingDays};
/// // National Day 2026 runs from Thursday 1 to Wednesday 7 October; Saturday the 10th makes up for it.
/// assert_eq!(WorkingDays.is_working(Date::constant(2026, 10, 7)), Ok(false));
/// assert_eq!(WorkingDays.is_working(Date::constant(2026, 10, 10)), Ok(true));
/// assert_eq!(WorkingDays.after(Date::constant(2026, 9, 30), 1), Ok(Date::constant(2026, 10, 8)));
/// assert!(WorkingDays.after(Date::constant(2026, 12, 20), 30).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct WorkingDays;

impl WorkingDays {
    /// The first day that the calendar knows.
    pub const FIRST: Date = Date::constant(2004, 1, 1);
    /// The last day that the calendar knows: the year-end may be moved by the next year's notice.
    pub const LAST: Date = Date::constant(2026, 12, 25);

    /// Whether offices work on a day.
    ///
    /// # Errors
    /// The day lies outside the notices that the calendar holds.
    pub fn is_working(self, day: Date) -> Result<bool, CalendarError> {
        if !(Self::FIRST..=Self::LAST).contains(&day) {
            return Err(CalendarError { day });
        }
        let ymd = Ymd::new(day.year() as u16, day.month() as u8, day.day() as u8);
        Ok(chinese_holiday(ymd).is_workday())
    }

    /// The working day that is `days` working days after `start`, which itself does not count (民法典 art. 201: the day on
    /// which a period begins is not counted).
    ///
    /// # Errors
    /// The count runs outside the notices that the calendar holds.
    pub fn after(self, start: Date, days: u32) -> Result<Date, CalendarError> {
        let (mut day, mut left) = (start, days);
        while left > 0 {
            day = day.tomorrow().map_err(|_| CalendarError { day })?;
            left -= u32::from(self.is_working(day)?);
        }
        Ok(day)
    }

    /// How many working days lie after `start` up to and with `end`; 0 when `end` is not later.
    ///
    /// # Errors
    /// A day lies outside the notices that the calendar holds.
    pub fn between(self, start: Date, end: Date) -> Result<u32, CalendarError> {
        let (mut day, mut count) = (start, 0);
        while day < end {
            day = day.tomorrow().map_err(|_| CalendarError { day })?;
            count += u32::from(self.is_working(day)?);
        }
        Ok(count)
    }
}

/// A day whose holiday notice the calendar does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the holiday calendar holds {} to {}, not {day}; a newer release of the program brings the next notice",
    WorkingDays::FIRST,
    WorkingDays::LAST
)]
pub struct CalendarError {
    /// The day that was asked about.
    pub day: Date,
}

impl Say for CalendarError {
    fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!(
                "节假日安排只收录{}至{}，不含{}；请升级到收录新年度放假通知的版本",
                WorkingDays::FIRST,
                WorkingDays::LAST,
                self.day
            ),
            Lang::En => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn years_of_notices_have_the_usual_number_of_working_days() {
        for year in 2014..=2025 {
            let days = WorkingDays.between(Date::constant(year - 1, 12, 31), Date::constant(year, 12, 31)).unwrap();
            assert!((246..=252).contains(&days), "{year}: {days}");
        }
    }

    #[test]
    fn past_the_last_notice_the_calendar_says_so() {
        let day = Date::constant(2027, 2, 1);
        let told = WorkingDays.is_working(day).unwrap_err();
        assert!(told.say(Lang::Zh).contains("2027-02-01") && told.say(Lang::Zh).contains("升级"));
    }

    proptest! {
        #[test]
        fn counting_forward_and_counting_between_agree(start in 0i32..7000, days in 1u32..60) {
            use jiff::ToSpan;
            let start = WorkingDays::FIRST.checked_add(start.days()).unwrap();
            let end = WorkingDays.after(start, days).unwrap();
            prop_assert_eq!(WorkingDays.between(start, end), Ok(days));
            prop_assert_eq!(WorkingDays.is_working(end), Ok(true));
        }
    }
}
