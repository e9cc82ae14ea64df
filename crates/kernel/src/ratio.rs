//! Exact fractions.

use std::{cmp::Ordering, fmt, ops};

/// An exact fraction in lowest terms with a positive denominator.
///
/// The parts are 128 bits wide: products of an amount in fen, a count and a percentage stay far inside. Overflow panics
/// rather than rounds.
///
/// ```
/// use doudi_kernel::{Ratio, Rounding};
/// let share = Ratio::new(2, 3).unwrap();
/// assert_eq!((share + Ratio::new(1, 6).unwrap()).to_string(), "5/6");
/// assert_eq!(Ratio::new(5, 2).unwrap().round(Rounding::HalfUp), 3);
/// assert_eq!(Ratio::new(1, 0), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    top: i128,
    bottom: i128,
}

/// How a fraction becomes a whole number; a formula names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Towards minus infinity.
    Down,
    /// Towards plus infinity.
    Up,
    /// To the nearest, halves away from zero (四舍五入).
    HalfUp,
}

impl Ratio {
    /// `top` over `bottom`; `None` when `bottom` is zero.
    pub fn new(top: i64, bottom: i64) -> Option<Self> {
        (bottom != 0).then(|| Self::reduced(i128::from(top), i128::from(bottom)))
    }

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self { top: i128::from(number), bottom: 1 }
    }

    /// `top` over `bottom`, wider than 64 bits; `None` when `bottom` is zero.
    pub fn wide(top: i128, bottom: i128) -> Option<Self> {
        (bottom != 0).then(|| Self::reduced(top, bottom))
    }

    fn reduced(top: i128, bottom: i128) -> Self {
        let divisor = greatest_common_divisor(top.unsigned_abs(), bottom.unsigned_abs()).max(1) as i128;
        let sign = if bottom < 0 { -1 } else { 1 };
        Self { top: sign * top / divisor, bottom: sign * bottom / divisor }
    }

    /// Numerator and denominator, in lowest terms, the denominator positive.
    ///
    /// ```
    /// assert_eq!(doudi_kernel::Ratio::new(6, -4).unwrap().parts(), (-3, 2));
    /// ```
    pub fn parts(self) -> (i128, i128) {
        (self.top, self.bottom)
    }

    /// Whether it is a whole number.
    ///
    /// ```
    /// use doudi_kernel::Ratio;
    /// assert!(Ratio::new(6, 3).unwrap().is_whole() && !Ratio::new(1, 3).unwrap().is_whole());
    /// ```
    pub fn is_whole(self) -> bool {
        self.bottom == 1
    }

    /// The nearest whole number by the named rule. Panics when it does not fit 64 bits.
    pub fn round(self, rounding: Rounding) -> i64 {
        let down = self.top.div_euclid(self.bottom);
        let rest = self.top.rem_euclid(self.bottom);
        let up = match rounding {
            Rounding::Down => false,
            Rounding::Up => rest > 0,
            Rounding::HalfUp => rest * 2 > self.bottom || (rest * 2 == self.bottom && self.top >= 0),
        };
        i64::try_from(down + i128::from(up)).expect("a rounded ratio fits 64 bits")
    }

    /// The fraction as a percentage with two decimals, halves away from zero: `99.99%`. For reports only.
    ///
    /// ```
    /// assert_eq!(doudi_kernel::Ratio::new(2, 3).unwrap().percent(), "66.67%");
    /// ```
    pub fn percent(self) -> String {
        let hundredths = (self * Ratio::whole(10_000)).round(Rounding::HalfUp);
        let sign = if hundredths < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}%", hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100)
    }
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl ops::Add for Ratio {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::reduced(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)
    }
}

impl ops::Sub for Ratio {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::reduced(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)
    }
}

impl ops::Mul for Ratio {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::reduced(self.top * other.top, self.bottom * other.bottom)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bottom == 1 { write!(f, "{}", self.top) } else { write!(f, "{}/{}", self.top, self.bottom) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio() -> impl Strategy<Value = Ratio> {
        (-1_000_000i64..1_000_000, 1i64..10_000).prop_map(|(top, bottom)| Ratio::new(top, bottom).unwrap())
    }

    proptest! {
        #[test]
        fn sums_and_products_obey_the_laws_of_fractions(a in ratio(), b in ratio(), c in ratio()) {
            prop_assert_eq!(a + b, b + a);
            prop_assert_eq!((a + b) * c, a * c + b * c);
            prop_assert_eq!(a - b + b, a);
        }

        #[test]
        fn rounding_errs_by_less_than_one_and_in_the_named_direction(a in ratio()) {
            let (down, up, near) = (a.round(Rounding::Down), a.round(Rounding::Up), a.round(Rounding::HalfUp));
            prop_assert!(Ratio::whole(down) <= a && a <= Ratio::whole(up) && up - down <= 1);
            prop_assert!(near == down || near == up);
            prop_assert!((Ratio::whole(near) - a) * Ratio::whole(2) <= Ratio::whole(1));
        }
    }

    #[test]
    fn a_half_below_zero_goes_away_from_zero() {
        assert_eq!(Ratio::new(-5, 2).unwrap().round(Rounding::HalfUp), -3);
        assert_eq!(Ratio::new(-12345, 1_000_000).unwrap().percent(), "-1.23%");
    }
}
