//! An entry: what somebody did, about whom, when it held, when the office knew it.

use crate::JournalError;
use doudi_kernel::{Date, Division, ResidentId};
use serde_json::Value as Json;
use std::fmt;

/// A county by its six digits: each has a chain of its own, so that counties do not wait for each other.
///
/// ```
/// use doudi_journal::County;
/// assert_eq!(County::of_division(419901002007).unwrap().to_string(), "419901");
/// assert!(County::new(42).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct County(u32);

impl County {
    /// The county of six digits. A province or a city that keeps a journal of its own has zeros at the end.
    pub fn new(six: u32) -> Result<Self, JournalError> {
        let known = (110_000..920_000).contains(&six);
        known.then_some(Self(six)).ok_or(JournalError::Name { what: "a county" })
    }

    /// The county that a twelve-digit division lies in.
    pub fn of_division(twelve: u64) -> Result<Self, JournalError> {
        Self::new(u32::try_from(twelve / 1_000_000).unwrap_or(0))
    }

    /// The six digits.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The county as a division.
    pub fn division(self) -> Division {
        Division::from_county_number(self.0)
    }
}

impl fmt::Display for County {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for County {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "County({self})")
    }
}

/// A moment: milliseconds since 1970-01-01 00:00 UTC. Given by the caller; the journal reads no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The moment so many milliseconds after 1970 began in UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 began in UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The civil date in China at this moment: China has had one time zone without summer time since 1992.
    ///
    /// ```
    /// use doudi_journal::Instant;
    /// // 2026-06-30 16:00 UTC is midnight in Beijing.
    /// assert_eq!(Instant::from_millis(1_782_835_200_000).date_in_china().to_string(), "2026-07-01");
    /// ```
    pub fn date_in_china(self) -> Date {
        let utc = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        jiff::tz::Offset::constant(8).to_datetime(utc).date()
    }
}

/// A civil date as it is stored: `yyyymmdd`.
///
/// ```
/// use doudi_journal::{date_of_number, date_number};
/// let day = doudi_kernel::Date::constant(2026, 7, 1);
/// assert_eq!(date_number(day), 20260701);
/// assert_eq!(date_of_number(20260701).unwrap(), day);
/// assert!(date_of_number(20260732).is_err());
/// ```
pub fn date_number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The civil date of a stored number.
pub fn date_of_number(number: i64) -> Result<Date, JournalError> {
    let wrong = || JournalError::Column { name: "a date".into(), wanted: "a civil date as yyyymmdd" };
    let year = i16::try_from(number / 10_000).map_err(|_| wrong())?;
    Date::new(year, (number / 100 % 100) as i8, (number % 100) as i8).map_err(|_| wrong())
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $what:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes 1 to 128 ASCII letters, digits and `_ . : / -`; an identity number is refused.
            pub fn new(name: impl Into<String>) -> Result<Self, JournalError> {
                let name = name.into();
                if is_name(&name) { Ok(Self(name)) } else { Err(JournalError::Name { what: $what }) }
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&$name> for crate::Value {
            fn from(name: &$name) -> Self {
                Self::Text(name.0.clone())
            }
        }
    )+};
}

names! {
    /// Who acted: `user:17`, `rule:watch/hospital`, `system:import`. Never a person's name or number.
    Actor, "an actor";
    /// What an entry is about: `household:h-20931`, `case:c-88`. Never a person's name or number.
    Subject, "a subject";
    /// What a client calls one request, so that the same request sent again is not done again.
    IdempotencyKey, "a request key";
}

fn is_name(name: &str) -> bool {
    let signs = name.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"_.:/-".contains(&sign));
    // Every part between signs: "person:110101…" carries the number as much as the number itself.
    let number = |part: &str| part.len() >= 15 && part.parse::<ResidentId>().is_ok();
    (1..=128).contains(&name.len()) && signs && !name.split(['_', '.', ':', '/', '-']).any(number)
}

/// An entry before it has its place in a chain.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Whose chain it belongs to.
    pub county: County,
    /// When the office knew it: now, as the caller's clock says.
    pub at: Instant,
    /// From when it held.
    pub valid_from: Date,
    /// Who acted.
    pub actor: Actor,
    /// What was done: `case.applied`.
    pub kind: &'static str,
    /// About what.
    pub subject: Subject,
    /// The twelve-digit division that the subject belongs to; lies in the county.
    pub division: u64,
    /// The rest. No fractions of floating point; sealed values as the hexadecimal text of their bytes.
    pub body: Json,
}

impl Draft {
    pub(crate) fn check(&self) -> Result<(), JournalError> {
        if self.kind.is_empty() || !self.kind.bytes().all(|sign| sign.is_ascii_lowercase() || b"_.".contains(&sign)) {
            return Err(JournalError::Name { what: "a kind of entry" });
        }
        if self.division / 1_000_000 != u64::from(self.county.0) {
            return Err(JournalError::Value { why: "the division lies outside the county" });
        }
        if floats(&self.body) {
            return Err(JournalError::Value { why: "a body holds a number of floating point" });
        }
        Ok(())
    }
}

fn floats(body: &Json) -> bool {
    match body {
        Json::Number(number) => number.is_f64(),
        Json::Array(list) => list.iter().any(floats),
        Json::Object(fields) => fields.values().any(floats),
        _ => false,
    }
}

/// An entry in its place. Nothing of it ever changes.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose chain.
    pub county: County,
    /// Its number in the chain, from 1, without gaps.
    pub seq: u64,
    /// When the office knew it.
    pub at: Instant,
    /// From when it held.
    pub valid_from: Date,
    /// Who acted.
    pub actor: Actor,
    /// What was done.
    pub kind: String,
    /// About what.
    pub subject: Subject,
    /// The twelve-digit division.
    pub division: u64,
    /// The body's text, as it was hashed.
    pub body_text: String,
    /// The hash of the entry before it; zeros before the first.
    pub previous: [u8; 32],
    /// The hash of this entry, see [`crate::chain`].
    pub hash: [u8; 32],
}

impl Entry {
    /// The body.
    pub fn body(&self) -> Json {
        // Written by us from a value, and held by the hash; a text that was tampered with is found by `verify`.
        serde_json::from_str(&self.body_text).unwrap_or(Json::Null)
    }

    /// A field of the body as a type of one's own.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, JournalError> {
        serde_json::from_str(&self.body_text).map_err(|_| JournalError::Column {
            name: format!("body of {}", self.kind),
            wanted: "the kind's own shape",
        })
    }
}

/// Without the body.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} {} {} {})", self.county, self.seq, self.kind, self.subject)
    }
}
