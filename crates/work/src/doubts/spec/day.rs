//! Days that a condition speaks of.

use doudi_kernel::{Date, Month};

/// A day, fixed or of the asked month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayRef {
    /// The first day of the asked month.
    MonthStart,
    /// The day after its last.
    MonthEnd,
    /// A day of the calendar.
    On(Date),
}

impl DayRef {
    /// The day in a month.
    ///
    /// ```
    /// use doudi_work::doubts::spec::DayRef;
    /// let month = "2026-09".parse().unwrap();
    /// assert_eq!(DayRef::MonthStart.in_month(month).to_string(), "2026-09-01");
    /// ```
    pub fn in_month(self, month: Month) -> Date {
        match self {
            Self::MonthStart => month.first_day(),
            Self::MonthEnd => month.plus(1).first_day(),
            Self::On(day) => day,
        }
    }
}

/// Takes `month_start`, `month_end` and `2026-07-01`.
impl std::str::FromStr for DayRef {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "month_start" => Ok(Self::MonthStart),
            "month_end" => Ok(Self::MonthEnd),
            day => day.parse().map(Self::On).map_err(|_| ()),
        }
    }
}
