//! Fractions without bounds, and how they are printed.

use doudi_kernel::Ratio;
use num_bigint::BigInt;
use num_rational::Ratio as Fraction;
use num_traits::ToPrimitive;

/// A fraction without bounds: sums of squares of gaps outgrow 128 bits.
pub type Exact = Fraction<BigInt>;

/// A whole number.
pub(super) fn whole(number: i64) -> Exact {
    Exact::from(BigInt::from(number))
}

pub(super) fn fraction(of: Ratio) -> Exact {
    let (top, bottom) = of.parts();
    Exact::new(top.into(), bottom.into())
}

/// With so many decimals, halves away from zero.
pub(super) fn decimal(value: &Exact, places: u32) -> String {
    let scale = BigInt::from(10).pow(places);
    let rounded = (value * &scale).round().to_integer();
    let digits = format!("{:0>width$}", rounded.magnitude(), width = places as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - places as usize);
    let sign = if rounded < BigInt::ZERO { "-" } else { "" };
    let point = if places == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

/// Fen as yuan with two decimals.
pub(super) fn yuan(fen: &Exact) -> String {
    decimal(&(fen / BigInt::from(100)), 2)
}

/// The nearest number that a plot can place; only there.
pub(super) fn near(value: &Exact) -> f64 {
    let thousandths = (value * BigInt::from(1000)).round().to_integer();
    thousandths.to_f64().unwrap_or(0.0) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_away_from_zero() {
        let half = Exact::new((-1).into(), 8.into());
        assert_eq!(decimal(&half, 2), "-0.13");
        assert_eq!(decimal(&whole(1234), 0), "1234");
        assert_eq!(yuan(&whole(1_234_567)), "12345.67");
    }
}
