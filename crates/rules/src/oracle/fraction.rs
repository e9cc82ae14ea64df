//! Fractions without bounds, cheap as long as they are small.

use num_bigint::BigInt;
use num_rational::Ratio as Big;
use num_traits::{Signed, ToPrimitive};
use std::{cmp::Ordering, fmt, ops};

/// An exact fraction in lowest terms. Both parts in 64 bits where they fit, else without bounds: nothing overflows.
///
/// ```
/// use doudi_rules::oracle::Fraction;
/// let third = Fraction::new(1, 3);
/// assert_eq!((third.clone() + Fraction::new(1, 6)).to_string(), "1/2");
/// assert_eq!(third * Fraction::from(i64::MAX) * Fraction::from(3), Fraction::from(i64::MAX));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction(Held);

/// `Small` whenever both parts fit, so that equal fractions are held alike. The bottom is positive; `i64::MIN` is
/// nowhere, so that products of parts fit 127 bits and their sums 128.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Held {
    Small(i64, i64),
    Large(Box<Big<BigInt>>),
}

impl Fraction {
    /// `top` over `bottom`, which must not be 0.
    pub fn new(top: i128, bottom: i128) -> Self {
        assert!(bottom != 0, "a fraction over nothing");
        if top == i128::MIN || bottom == i128::MIN {
            return Self::of(Big::new(top.into(), bottom.into()));
        }
        if bottom == 1 {
            return narrow(top, 1);
        }
        let shared = shared(top.unsigned_abs(), bottom.unsigned_abs()) as i128 * bottom.signum();
        narrow(top / shared, bottom / shared)
    }

    /// Whether it is whole.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Held::Small(_, bottom) => *bottom == 1,
            Held::Large(big) => big.is_integer(),
        }
    }

    /// Towards nothing, to a whole number; `None` where 64 bits do not hold it.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Held::Small(top, bottom) => Some(top / bottom),
            Held::Large(big) => big.to_integer().to_i64(),
        }
    }

    /// The greatest whole number that is not above it.
    pub fn floor(&self) -> Self {
        match &self.0 {
            Held::Small(top, bottom) => top.div_euclid(*bottom).into(),
            Held::Large(big) => Self::of(big.floor()),
        }
    }

    /// The least whole number that is not below it.
    pub fn ceil(&self) -> Self {
        -(-self.clone()).floor()
    }

    /// The nearest whole number, halves away from zero.
    pub fn round(&self) -> Self {
        let half = Self::new(1, 2);
        if self.is_negative() { (self.clone() - half).ceil() } else { (self.clone() + half).floor() }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Held::Small(0, _))
    }

    fn is_negative(&self) -> bool {
        match &self.0 {
            Held::Small(top, _) => *top < 0,
            Held::Large(big) => big.is_negative(),
        }
    }

    fn of(big: Big<BigInt>) -> Self {
        let small = |part: &BigInt| part.to_i64().filter(|part| *part != i64::MIN);
        match (small(big.numer()), small(big.denom())) {
            (Some(top), Some(bottom)) => Self(Held::Small(top, bottom)),
            _ => Self(Held::Large(Box::new(big))),
        }
    }

    /// As the common kind of fractions without bounds.
    pub fn big(self) -> Big<BigInt> {
        match self.0 {
            Held::Small(top, bottom) => Big::new_raw(top.into(), bottom.into()),
            Held::Large(big) => *big,
        }
    }
}

/// Parts in lowest terms, the bottom positive.
fn narrow(top: i128, bottom: i128) -> Fraction {
    let small = |part: i128| i64::try_from(part).ok().filter(|part| *part != i64::MIN);
    match (small(top), small(bottom)) {
        (Some(top), Some(bottom)) => Fraction(Held::Small(top, bottom)),
        _ => Fraction(Held::Large(Box::new(Big::new_raw(top.into(), bottom.into())))),
    }
}

/// The greatest common divisor; at 64 bits as soon as it can be, which machines divide at once.
fn shared(mut a: u128, mut b: u128) -> u128 {
    while b > u128::from(u64::MAX) {
        (a, b) = (b, a % b);
    }
    if b == 0 {
        return a;
    }
    let (mut a, mut b) = (b as u64, (a % b) as u64);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    u128::from(a)
}

impl From<i64> for Fraction {
    fn from(whole: i64) -> Self {
        narrow(whole.into(), 1)
    }
}

impl ops::Neg for Fraction {
    type Output = Self;
    fn neg(self) -> Self {
        match self.0 {
            Held::Small(top, bottom) => Self(Held::Small(-top, bottom)),
            Held::Large(big) => Self::of(-*big),
        }
    }
}

/// An operator: its formula on small parts, and the same on large ones.
macro_rules! operator {
    ($trait:ident, $name:ident, $sign:tt, |$a:ident, $b:ident, $c:ident, $d:ident| $top:expr, $bottom:expr) => {
        impl ops::$trait for Fraction {
            type Output = Self;
            fn $name(self, other: Self) -> Self {
                if let (Held::Small(a, b), Held::Small(c, d)) = (&self.0, &other.0) {
                    let [$a, $b, $c, $d] = [*a, *b, *c, *d].map(i128::from);
                    return Self::new($top, $bottom);
                }
                Self::of(self.big() $sign other.big())
            }
        }
    };
}

operator!(Add, add, +, |a, b, c, d| a * d + c * b, b * d);
operator!(Sub, sub, -, |a, b, c, d| a * d - c * b, b * d);
operator!(Mul, mul, *, |a, b, c, d| a * c, b * d);
operator!(Div, div, /, |a, b, c, d| a * d, b * c);

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Held::Small(a, b), Held::Small(c, d)) = (&self.0, &other.0) {
            let [a, b, c, d] = [*a, *b, *c, *d].map(i128::from);
            return (a * d).cmp(&(c * b));
        }
        self.clone().big().cmp(&other.clone().big())
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Held::Small(top, 1) => write!(f, "{top}"),
            Held::Small(top, bottom) => write!(f, "{top}/{bottom}"),
            Held::Large(big) => write!(f, "{big}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Big, BigInt, Fraction};
    use proptest::prelude::*;

    /// Near nothing, near the ends of 64 bits, anywhere: where small becomes large and back.
    fn part() -> impl Strategy<Value = i128> {
        let ends = prop_oneof![Just(0i128), Just(i64::MAX.into()), Just(i64::MIN.into()), Just(1 << 40)];
        prop_oneof![-9..9i128, (ends, -3..3i128).prop_map(|(end, near)| end + near), any::<i64>().prop_map(i128::from)]
    }

    fn both() -> impl Strategy<Value = (Fraction, Big<BigInt>)> {
        (part(), part().prop_filter("not over nothing", |bottom| *bottom != 0))
            .prop_map(|(top, bottom)| (Fraction::new(top, bottom), Big::new(top.into(), bottom.into())))
    }

    proptest! {
        #[test]
        fn small_and_large_fractions_calculate_as_fractions_without_bounds(
            (a, big_a) in both(), (b, big_b) in both(), (c, big_c) in both(),
        ) {
            prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
            prop_assert_eq!((a.clone() + b.clone()).to_string(), (&big_a + &big_b).to_string());
            prop_assert_eq!((a.clone() - b.clone()).to_string(), (&big_a - &big_b).to_string());
            let (times, big_times) = (a.clone() * b.clone() * c.clone(), &big_a * &big_b * &big_c);
            prop_assert_eq!(times.to_string(), big_times.to_string());
            prop_assert_eq!(times.floor().to_string(), big_times.floor().to_string());
            prop_assert_eq!(times.ceil().to_string(), big_times.ceil().to_string());
            prop_assert_eq!(times.round().to_string(), big_times.round().to_string());
            prop_assert_eq!(times.is_integer(), big_times.is_integer());
            if !c.is_zero() {
                prop_assert_eq!(times / c, a.clone() * b.clone(), "equal fractions are held alike");
                prop_assert_eq!((a / b.clone().max(Fraction::from(1))).to_string(), (&big_a / big_b.max(BigInt::from(1).into())).to_string());
            }
        }
    }
}
