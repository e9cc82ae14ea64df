//! Whole months between dates.

use doudi_kernel::Date;

/// How many whole months have gone from a date to another; 0 when the first is later.
///
/// A month is over on the same day of a later month. Where that month is shorter, on the first of the next: who was
/// born on 29 February is a year older on 1 March of a common year.
///
/// ```
/// use doudi_kernel::Date;
/// use doudi_rules::oracle::whole_months;
/// let born = Date::constant(2000, 2, 29);
/// assert_eq!(whole_months(born, Date::constant(2018, 2, 28)), 18 * 12 - 1);
/// assert_eq!(whole_months(born, Date::constant(2018, 3, 1)), 18 * 12);
/// ```
pub fn whole_months(from: Date, to: Date) -> i64 {
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let begun = months(to) - months(from);
    (begun - i64::from(to.day() < from.day())).max(0)
}
