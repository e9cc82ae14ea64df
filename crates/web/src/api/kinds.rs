//! Single values as the API takes them: what does not fit its published form is refused before anything is asked.

use super::shape::{LONGEST, Schemas, Shape};
use doudi_kernel::{Date, Division, Month};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// The greatest whole number that every JSON reader keeps as it is.
const GREATEST: i64 = (1 << 53) - 1;

/// The number of a row: a household, a person, a case, an account, a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "i64", into = "i64")]
pub(crate) struct Id(pub(crate) i64);

impl TryFrom<i64> for Id {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if (1..=GREATEST).contains(&number) { Ok(Self(number)) } else { Err("a number from 1 on") }
    }
}

impl From<Id> for i64 {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl Shape for Id {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "integer", "minimum": 1, "maximum": GREATEST })
    }
}

/// Money in fen, or a number of things; not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "i64", into = "i64")]
pub(crate) struct Amount(pub(crate) i64);

/// A hundred million yuan: nothing that a household has or gets comes near.
const DEAREST: i64 = 10_000_000_000;

impl TryFrom<i64> for Amount {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if (0..=DEAREST).contains(&number) { Ok(Self(number)) } else { Err("an amount that is not negative") }
    }
}

impl From<Amount> for i64 {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

impl Shape for Amount {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": DEAREST })
    }
}

/// A place of an objection, or of a visitor: small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "i64", into = "i64")]
pub(crate) struct Place(pub(crate) i64);

impl TryFrom<i64> for Place {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if (0..1_000).contains(&number) { Ok(Self(number)) } else { Err("a place from 0 on") }
    }
}

impl From<Place> for i64 {
    fn from(place: Place) -> Self {
        place.0
    }
}

impl Shape for Place {
    fn schema(_: &mut Schemas) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": 999 })
    }
}

/// Declares a value that is written as text.
macro_rules! text {
    ($(#[doc = $about:literal])+ $name:ident($inner:ty), |$raw:ident| $read:expr, |$kept:ident| $write:expr, $form:expr) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub(crate) struct $name(pub(crate) $inner);

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from($raw: String) -> Result<Self, Self::Error> {
                let read: Option<$inner> = $read;
                read.map(Self).ok_or(stringify!($name))
            }
        }

        impl From<$name> for String {
            fn from(it: $name) -> Self {
                let $kept = it.0;
                $write
            }
        }

        impl Shape for $name {
            fn schema(_: &mut Schemas) -> Json {
                $form
            }
        }
    };
}

text! {
    /// Words that somebody reads; lines are parted by a line feed.
    Words(String),
    |raw| Some(raw).filter(|it| it.chars().count() <= LONGEST && !it.chars().any(|it| it.is_control() && it != '\n')),
    |kept| kept,
    json!({ "type": "string", "maxLength": LONGEST, "pattern": r"^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$" })
}

text! {
    /// The identifier of a programme, step, fact, letter.
    Name(String),
    |raw| Some(raw).filter(|it| (1..=64).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')),
    |kept| kept,
    json!({ "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[a-z0-9_]+$" })
}

text! {
    /// What an account is called where one signs in.
    Account(String),
    |raw| Some(raw).filter(|it| (2..=32).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it))),
    |kept| kept,
    json!({ "type": "string", "minLength": 2, "maxLength": 32, "pattern": "^[A-Za-z0-9._-]+$" })
}

text! {
    /// The number of a case, a task or a review.
    Matter(String),
    |raw| Some(raw).filter(|it| (1..=64).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-".contains(&it))),
    |kept| kept,
    json!({ "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9_-]+$" })
}

text! {
    /// The number of a file: `household:3`.
    Subject(String),
    |raw| Some(raw).filter(|it| (1..=64).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric() || b":_-".contains(&it))),
    |kept| kept,
    json!({ "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9:_-]+$" })
}

text! {
    /// A division by 2, 4, 6, 9 or 12 digits.
    Code(Division),
    |raw| raw.parse().ok(),
    |kept| kept.twelve(),
    json!({ "type": "string", "pattern": "^(1[1-9]|[2-8][0-9]|9[01])([0-9]{2}|[0-9]{4}|[0-9]{7}|[0-9]{10})?$" })
}

text! {
    /// A day of the calendar.
    Day(Date),
    |raw| raw.parse::<Date>().ok().filter(|day| day.to_string() == raw && day.year() > 0),
    |kept| kept.to_string(),
    json!({ "type": "string", "format": "date", "pattern": "^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

text! {
    /// A month of the calendar, 1900 to 2199.
    InMonth(Month),
    |raw| Some(&raw).filter(|raw| raw.len() == 7).and_then(|raw| raw.parse().ok()),
    |kept| kept.to_string(),
    json!({ "type": "string", "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$" })
}
