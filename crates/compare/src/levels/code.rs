//! Codes of few values: sex, state, kind.

use super::{Level, hash_chars};

/// How two codes agree.
pub(crate) const LEVELS: &[Level] =
    &[Level { code: "equal", zh: "相同", en: "equal" }, Level { code: "other", zh: "不同", en: "different" }];

/// A code as it is compared: no spaces, lower case.
#[derive(Clone, Debug)]
pub(crate) struct CodeForm(u64);

impl CodeForm {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let key = hash_chars(text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase));
        (text.chars().any(|c| !c.is_whitespace())).then_some(Self(key))
    }

    pub(crate) fn keys_by_slot(&self) -> [u64; 1] {
        [self.0]
    }

    pub(crate) fn compare(&self, other: &Self) -> u8 {
        u8::from(self.0 != other.0)
    }
}
