//! What a number counts: yuan a month a head is not yuan a year.

use std::{fmt, ops};

/// A product of powers of base units. `yuan/month/person` is yuan¹ month⁻¹ person⁻¹.
///
/// ```
/// use doudi_rules::unit::Unit;
/// let a_head = Unit::YUAN / Unit::MONTH / Unit::PERSON;
/// assert_eq!((a_head * Unit::PERSON).to_string(), "yuan/month");
/// assert_eq!((Unit::YUAN * Unit::YUAN).to_string(), "yuan*yuan");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit([i8; 7]);

/// The base units with their word in policies, in the order of the powers.
pub const BASE: [(&str, Unit); 7] = [
    ("yuan", Unit::YUAN),
    ("person", Unit::PERSON),
    ("month", Unit::MONTH),
    ("year", Unit::YEAR),
    ("day", Unit::DAY),
    ("working_day", Unit::WORKING_DAY),
    ("hour", Unit::HOUR),
];

impl Unit {
    /// A plain number.
    pub const NONE: Self = Self([0; 7]);
    /// Money. Values with this unit are held in fen.
    pub const YUAN: Self = Self([1, 0, 0, 0, 0, 0, 0]);
    /// Heads.
    pub const PERSON: Self = Self([0, 1, 0, 0, 0, 0, 0]);
    /// Months.
    pub const MONTH: Self = Self([0, 0, 1, 0, 0, 0, 0]);
    /// Years.
    pub const YEAR: Self = Self([0, 0, 0, 1, 0, 0, 0]);
    /// Days.
    pub const DAY: Self = Self([0, 0, 0, 0, 1, 0, 0]);
    /// Working days.
    pub const WORKING_DAY: Self = Self([0, 0, 0, 0, 0, 1, 0]);
    /// Hours.
    pub const HOUR: Self = Self([0, 0, 0, 0, 0, 0, 1]);

    /// The power of yuan: 1 for an amount in any period, 0 for what is no money, 2 for what nobody should compute.
    pub fn money(self) -> i8 {
        self.0[0]
    }

    /// The powers of the base units, in the order of [`BASE`].
    pub fn powers(self) -> [i8; 7] {
        self.0
    }

    /// The base unit of a word of policies, singular or plural: `yuan`, `months`.
    pub fn word(word: &str) -> Option<Self> {
        let plural = |base: &str| word.strip_suffix('s').is_some_and(|one| one == base && base != "yuan");
        BASE.iter().find(|(base, _)| *base == word || plural(base)).map(|(_, unit)| *unit)
    }

    /// How many whole units of a value held inside make one written: 100 for money, which is held in fen.
    pub fn held(self) -> i64 {
        100i64.pow(self.money().max(0).unsigned_abs().into())
    }
}

impl ops::Mul for Unit {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n].saturating_add(other.0[n])))
    }
}

impl ops::Div for Unit {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n].saturating_sub(other.0[n])))
    }
}

/// As policies write it; `1` for a plain number.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |sign: i8| {
            let powers = BASE.iter().zip(self.0);
            powers.flat_map(move |((word, _), power)| std::iter::repeat_n(*word, (power * sign).max(0) as usize))
        };
        let top: Vec<_> = words(1).collect();
        f.write_str(&if top.is_empty() { "1".into() } else { top.join("*") })?;
        words(-1).try_for_each(|word| write!(f, "/{word}"))
    }
}
