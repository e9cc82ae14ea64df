//! What one lane does: the arithmetic that columns repeat.

use crate::compile::op::{Binary, Way};

/// Of constants, where 64 bits hold it.
pub(crate) fn exact(kind: Binary, a: i64, b: i64) -> Option<i64> {
    match kind {
        Binary::Add => a.checked_add(b),
        Binary::Subtract => a.checked_sub(b),
        Binary::Multiply => a.checked_mul(b),
        _ => Some(lane(kind, a, b)),
    }
}

/// Of two lanes whose ranges are proven.
#[inline(always)]
pub(crate) fn lane(kind: Binary, a: i64, b: i64) -> i64 {
    match kind {
        Binary::Add => a.wrapping_add(b),
        Binary::Subtract => a.wrapping_sub(b),
        Binary::Multiply => a.wrapping_mul(b),
        Binary::Less => -i64::from(a < b),
        Binary::AtMost => -i64::from(a <= b),
        Binary::Equal => -i64::from(a == b),
        Binary::And => a & b,
        Binary::Or => a | b,
        Binary::Min => a.min(b),
        Binary::Max => a.max(b),
    }
}

/// The whole number nearest to `top / parts` by a named rounding; `parts` is positive.
pub(crate) fn rounded(way: Way, top: i128, parts: i128) -> i64 {
    let whole = match way {
        Way::Down => top.div_euclid(parts),
        Way::Up => -(-top).div_euclid(parts),
        Way::HalfUp if top >= 0 => (2 * top + parts).div_euclid(2 * parts),
        Way::HalfUp => -(2 * -top + parts).div_euclid(2 * parts),
    };
    whole as i64
}

/// The same where 64 bits hold everything.
#[inline(always)]
pub(crate) fn rounded_narrow(way: Way, top: i64, parts: i64) -> i64 {
    match way {
        Way::Down => top.div_euclid(parts),
        Way::Up => -(-top).div_euclid(parts),
        Way::HalfUp if top >= 0 => (2 * top + parts).div_euclid(2 * parts),
        Way::HalfUp => -(2 * -top + parts).div_euclid(2 * parts),
    }
}

/// Below this, a numerator is a float64 exactly and a quotient is off by at most one.
pub(crate) const NEAR: u64 = 1 << 50;

/// The same for numerators and parts below [`NEAR`] in size, without the division of integers that no machine does on
/// columns: a float finds the quotient or its neighbour, whole numbers decide which.
#[inline(always)]
pub(crate) fn rounded_near(way: Way, top: i64, parts: i64) -> i64 {
    let down = |top: i64, parts: i64| {
        let near = (top as f64 / parts as f64) as i64;
        let rest = top - near * parts;
        near - i64::from(rest < 0) + i64::from(rest >= parts)
    };
    match way {
        Way::Down => down(top, parts),
        Way::Up => -down(-top, parts),
        Way::HalfUp => {
            let whole = down(2 * top.abs() + parts, 2 * parts);
            if top < 0 { -whole } else { whole }
        }
    }
}

/// Whole years between two dates written `yyyymmdd`; a day that a common year lacks comes on the next.
#[inline(always)]
pub(crate) fn years(from: i64, to: i64) -> i64 {
    if from > to { 0 } else { (to - from) / 10_000 }
}

/// Whole months between two dates written `yyyymmdd`.
#[inline(always)]
pub(crate) fn months(from: i64, to: i64) -> i64 {
    let split = |day: i64| (day / 10_000 * 12 + day / 100 % 100, day % 100);
    let ((m0, d0), (m1, d1)) = (split(from), split(to));
    if from > to { 0 } else { m1 - m0 - i64::from(d1 < d0) }
}

/// `yyyymmdd` of a count of days since 1970-01-01, for the years 0 to 9999 (Hinnant, *chrono-Compatible Low-Level Date
/// Algorithms*).
pub(crate) fn packed_of_days(days: i32) -> Option<i64> {
    let z = i64::from(days) + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (0..=9999).contains(&year).then_some(year * 10_000 + month * 100 + day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use doudi_kernel::Date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_become_the_calendars_date(days in -700_000i32..2_900_000) {
            let date = Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(packed_of_days(days), Some(crate::compile::lower::packed(date)));
        }

        #[test]
        fn a_float_that_is_corrected_rounds_as_integers_do(top in -(1i64 << 50)..1 << 50, parts in 1i64..1 << 50, small in 1i64..400) {
            for (top, parts) in [(top, parts), (top, small), (top / parts * parts, parts), (top % 1000, small)] {
                for way in [Way::Down, Way::Up, Way::HalfUp] {
                    prop_assert_eq!(rounded_near(way, top, parts), rounded_narrow(way, top, parts));
                }
            }
        }

        #[test]
        fn both_widths_round_alike(top in -1_000_000i64..1_000_000, parts in 1i64..1000) {
            for way in [Way::Down, Way::Up, Way::HalfUp] {
                prop_assert_eq!(rounded(way, top.into(), parts.into()), rounded_narrow(way, top, parts));
            }
        }
    }

    #[test]
    fn a_child_of_29_february_is_a_year_older_on_1_march() {
        assert_eq!((years(20000229, 20270228), years(20000229, 20270301)), (26, 27));
        assert_eq!(years(20300101, 20260101), 0);
        assert_eq!((months(20260131, 20260228), months(20260128, 20260228)), (0, 1));
    }
}
