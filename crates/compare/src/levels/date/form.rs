//! A written date, read once.

use doudi_kernel::Date;
use icu_calendar::cal::ChineseTraditional;

/// Years for which the Chinese calendar is tabulated; nobody on a list was born outside of them.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// A date as it is compared: eight digits as written, and what they would be in the Chinese calendar.
///
/// Digits that are no date are kept, since a date with a slip of the finger often is none. A day or a month that is not
/// given is zero.
///
/// ```
/// use doudi_compare::levels::date::{DateForm, DateLevel, level};
/// let of = |text| DateForm::read(text).unwrap();
/// assert_eq!(of("1984年2月2日"), of("1984-02-02"));
/// assert_eq!(level(of("1984-02-22"), of("1984/1/21")), DateLevel::Lunar);
/// assert!(DateForm::read("不详").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateForm {
    /// `yyyymmdd` as written.
    pub(super) civil: u32,
    /// `yyyymmdd` in the Chinese calendar, a leap month as its month; zero where the digits are no date.
    pub(super) lunar: u32,
}

/// The keys of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateKeys {
    /// The date itself; none without a day.
    pub exact: Option<u64>,
    /// The [`DateKeys::exact`] of the record that writes this date in the Chinese calendar.
    pub as_lunar: Option<u64>,
    /// The [`DateKeys::exact`] of the record that swaps day and month.
    pub swapped: Option<u64>,
    /// Year and month; none without a month.
    pub year_month: Option<u64>,
    /// Month and day; none without a day.
    pub month_day: Option<u64>,
    /// The year.
    pub year: Option<u64>,
}

impl DateForm {
    /// Reads `1984-02-02`, `19840202`, `1984/2/2`, `1984.2.2`, `1984年2月2日`, each also without a day or a month, and with a time
    /// behind. `None` for a text that begins with no year.
    pub fn read(text: &str) -> Option<Self> {
        let mut digits = text.trim().chars().map(half).peekable();
        let mut next = || {
            let mut group = (0u32, 0usize);
            while let Some(digit) = digits.peek().copied().flatten() {
                group = (group.0.wrapping_mul(10).wrapping_add(digit), group.1 + 1);
                digits.next();
            }
            digits.next();
            group
        };
        let ((first, len), (month, month_len), (day, day_len)) = (next(), next(), next());
        match (len, month_len, day_len) {
            (8, ..) => Self::from_digits(first),
            (6, 0, 0) => Self::from_digits(first * 100),
            (4, ..=2, ..=2) => Self::from_digits(first * 10_000 + month * 100 + day),
            _ => None,
        }
    }

    /// A date.
    pub fn of(date: Date) -> Self {
        let civil = date.year().max(0) as u32 * 10_000 + date.month() as u32 * 100 + date.day() as u32;
        Self { civil, lunar: lunar(date) }
    }

    /// The eight digits as written.
    ///
    /// ```
    /// use doudi_compare::levels::date::DateForm;
    /// assert_eq!(DateForm::read("1984-2-31").unwrap().digits(), 19840231);
    /// ```
    pub fn digits(self) -> u32 {
        self.civil
    }

    /// The date, or `None` when the digits are none.
    pub fn date(self) -> Option<Date> {
        let (year, month, day) = apart(self.civil);
        Date::new(year as i16, month as i8, day as i8).ok()
    }

    /// Eight digits, whether they are a date or not.
    fn from_digits(civil: u32) -> Option<Self> {
        // 0000 and 9999 stand for no date in every office's export.
        if !(1..9999).contains(&(civil / 10_000)) {
            return None;
        }
        let it = Self { civil, lunar: 0 };
        Some(it.date().map_or(it, Self::of))
    }

    /// The keys.
    ///
    /// ```
    /// use doudi_compare::levels::date::DateForm;
    /// let [solar, lunar] = ["1984-02-22", "1984-01-21"].map(|text| DateForm::read(text).unwrap().keys());
    /// assert_eq!(solar.as_lunar, lunar.exact);
    /// ```
    pub fn keys(self) -> DateKeys {
        let (year, month, day) = apart(self.civil);
        let some = |number: u32, given: bool| given.then_some(u64::from(number));
        DateKeys {
            exact: some(self.civil, day > 0),
            as_lunar: some(self.lunar, self.lunar > 0),
            swapped: some(year * 10_000 + day * 100 + month, day > 0),
            year_month: some(self.civil / 100, month > 0),
            month_day: some(self.civil % 10_000, day > 0),
            year: some(year, true),
        }
    }
}

/// Year, month and day of eight digits.
pub(super) fn apart(digits: u32) -> (u32, u32, u32) {
    (digits / 10_000, digits / 100 % 100, digits % 100)
}

/// A digit, also a full-width one.
fn half(c: char) -> Option<u32> {
    let half = if ('０'..='９').contains(&c) { char::from_u32(c as u32 - 0xFEE0)? } else { c };
    half.to_digit(10)
}

/// A date in the Chinese calendar (GB/T 33661-2017) as eight digits; a leap month counts as its month.
fn lunar(date: Date) -> u32 {
    if !YEARS.contains(&date.year()) {
        return 0;
    }
    let iso = icu_calendar::Date::try_new_iso(i32::from(date.year()), date.month() as u8, date.day() as u8);
    let Ok(iso) = iso else { return 0 };
    let chinese = iso.to_calendar(ChineseTraditional::new());
    let year = chinese.cyclic_year().related_iso.max(0) as u32;
    year * 10_000 + u32::from(chinese.month().number()) * 100 + u32::from(chinese.day_of_month().0)
}
