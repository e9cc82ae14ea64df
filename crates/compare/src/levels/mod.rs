//! How far two written values agree, in levels that a clerk can name.
//!
//! Each kind of value has a *form*, read once from each distinct written value, and a function `level` over two forms that
//! does not depend on their order; and keys under which values meet before they are compared. What a level weighs is not
//! said here: that is estimated from the lists (see [`crate::link`]).

mod code;
pub mod date;
mod forms;
pub mod key;
pub mod name;
mod number;
pub mod place;
mod plan;
mod resident;
mod text;

use code::CodeForm;
use doudi_kernel::Lang;
pub(crate) use forms::Forms;
pub use forms::Places;
use name::NameForm;
use number::NumberForm;
pub use plan::Key;
use resident::ResidentForm;
use std::sync::LazyLock;
use text::TextForm;

/// What a column holds, and so how its values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person's name, in Chinese characters or what stands for them.
    Name,
    /// A day: a birth.
    Date,
    /// A division code of any length.
    Division,
    /// An address as text.
    Address,
    /// A resident identity number.
    ResidentId,
    /// Telephone, account, insurance number, postcode, house number.
    Number,
    /// A code of few values: sex, state.
    Code,
    /// Free text in Latin letters.
    Text,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Name, Self::Date, Self::Division, Self::Address, Self::ResidentId, Self::Number, Self::Code, Self::Text];

    /// How it is written in a configuration.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Date => "date",
            Self::Division => "division",
            Self::Address => "address",
            Self::ResidentId => "resident_id",
            Self::Number => "number",
            Self::Code => "code",
            Self::Text => "text",
        }
    }

    /// How dear a comparison is, in an order.
    pub(crate) fn price(self) -> u8 {
        match self {
            Self::Code => 0,
            Self::Division => 1,
            Self::Date => 2,
            Self::Number => 3,
            Self::ResidentId => 4,
            Self::Text => 5,
            Self::Name => 6,
            Self::Address => 7,
        }
    }

    /// The levels, strongest first; the first is *equal*, the last *different*.
    pub fn levels(self) -> &'static [Level] {
        match self {
            Self::Name => &NAMES,
            Self::Date => &DATES,
            Self::Division => &DIVISIONS,
            Self::Address => &ADDRESSES,
            Self::ResidentId => resident::LEVELS,
            Self::Number => number::LEVELS,
            Self::Code => code::LEVELS,
            Self::Text => text::LEVELS,
        }
    }
}

/// Levels that have a type of their own, as all others are told.
fn told<T: Copy>(all: &[T], told: fn(T) -> (&'static str, &'static str, &'static str)) -> Vec<Level> {
    all.iter().map(|level| told(*level)).map(|(code, zh, en)| Level { code, zh, en }).collect()
}

static NAMES: LazyLock<Vec<Level>> = LazyLock::new(|| told(&name::NameLevel::ALL, name::NameLevel::told));
static DATES: LazyLock<Vec<Level>> = LazyLock::new(|| told(&date::DateLevel::ALL, date::DateLevel::told));
static DIVISIONS: LazyLock<Vec<Level>> = LazyLock::new(|| told(&place::PlaceLevel::ALL, place::PlaceLevel::told));
static ADDRESSES: LazyLock<Vec<Level>> = LazyLock::new(|| told(&place::AddressLevel::ALL, place::AddressLevel::told));

/// One way in which two values agree or differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// How files and tests name it.
    pub code: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Level {
    /// In words.
    pub fn say(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

/// The key of some characters; never 0, which means *no key*.
pub(crate) fn hash_chars(chars: impl IntoIterator<Item = char>) -> u64 {
    key::key(chars.into_iter().map(u64::from)).max(1)
}
