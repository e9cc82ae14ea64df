//! Money in integer fen.

use crate::{Ratio, Rounding};
use std::{fmt, iter::Sum, ops};

/// An amount in fen (one hundredth of a yuan), negative for a reduction.
///
/// Adding and subtracting panic on overflow, which would need ninety thousand million million yuan. Multiplying money by
/// money does not compile; dividing gives an exact [`Ratio`] that becomes money only through a named [`Rounding`].
///
/// ```
/// use doudi_kernel::{Money, Rounding};
/// // 632 × 3 − 1894 = 2: add first, round once. Dividing by the three people first would pay 3.
/// let gap = Money::from_yuan(632) * 3 - Money::from_yuan(1894);
/// assert_eq!(gap.to_string(), "2.00");
/// let per_head = Money::from_yuan(1894) / 3;
/// assert_eq!(per_head.to_money(Rounding::Up).to_string(), "631.34");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing, which is not the same as not known.
    pub const ZERO: Self = Self(0);

    /// An amount in fen.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// An amount in whole yuan.
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan * 100)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Up to the whole yuan, as counties round a guarantee gap (见角进元).
    pub fn up_to_yuan(self) -> Self {
        Self(self.0.div_euclid(100) * 100 + if self.0.rem_euclid(100) > 0 { 100 } else { 0 })
    }
}

impl ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("money overflows"))
    }
}

impl ops::Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.checked_sub(other.0).expect("money overflows"))
    }
}

impl ops::Mul<i64> for Money {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0.checked_mul(times).expect("money overflows"))
    }
}

impl ops::Mul<Ratio> for Money {
    type Output = Ratio;
    fn mul(self, share: Ratio) -> Ratio {
        Ratio::whole(self.0) * share
    }
}

/// A quotient in fen, exact. Panics when `parts` is zero.
impl ops::Div<i64> for Money {
    type Output = Ratio;
    fn div(self, parts: i64) -> Ratio {
        Ratio::new(self.0, parts).expect("dividing money by zero parts")
    }
}

impl ops::AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, ops::Add::add)
    }
}

impl Ratio {
    /// A quotient in fen as money.
    pub fn to_money(self, rounding: Rounding) -> Money {
        Money(self.round(rounding))
    }
}

/// Yuan with two decimals, no separators.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }
}

/// Yuan with at most two decimals: `1,234.5` with separators is the importer's to clean.
impl std::str::FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (yuan, fen) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if yuan.is_empty() || !all_digits(yuan) || !all_digits(fen) {
            return Err(MoneyError::Form);
        }
        if fen.trim_end_matches('0').len() > 2 {
            return Err(MoneyError::FractionOfFen);
        }
        let yuan: i64 = yuan.parse().map_err(|_| MoneyError::Size)?;
        let fen: i64 = format!("{:0<2}", fen.trim_end_matches('0')).parse().map_err(|_| MoneyError::Form)?;
        yuan.checked_mul(100).and_then(|y| y.checked_add(fen)).map(|fen| Self(sign * fen)).ok_or(MoneyError::Size)
    }
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not digits with at most one point.
    #[error("not an amount in yuan")]
    Form,
    /// More than two decimals that are not zero.
    #[error("an amount is not a whole number of fen")]
    FractionOfFen,
    /// More than an amount can hold.
    #[error("an amount is too large")]
    Size,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn add_first_and_round_once_or_a_household_gets_a_yuan_too_much() {
        let (standard, income) = (Money::from_yuan(632), Money::from_yuan(1894));
        assert_eq!((standard * 3 - income).up_to_yuan(), Money::from_yuan(2));
        let per_head = (Ratio::whole(standard.fen()) - income / 3).to_money(Rounding::Up);
        assert_eq!((per_head.up_to_yuan() * 3), Money::from_yuan(3), "which is what rounding twice would have paid");
    }

    #[test]
    fn a_third_decimal_is_refused_unless_it_is_zero() {
        assert_eq!("1.005".parse::<Money>(), Err(MoneyError::FractionOfFen));
        assert_eq!("1.500".parse::<Money>(), Ok(Money::from_fen(150)));
    }

    proptest! {
        #[test]
        fn printing_and_reading_an_amount_gives_it_back(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            let money = Money::from_fen(fen);
            prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
        }

        #[test]
        fn rounding_up_to_the_yuan_adds_less_than_a_yuan(fen in -1_000_000i64..1_000_000) {
            let up = Money::from_fen(fen).up_to_yuan().fen();
            prop_assert!(up % 100 == 0 && up >= fen && up - fen < 100);
        }
    }
}
