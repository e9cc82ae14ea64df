//! Numbers that are names: telephones, accounts, insurance numbers, postcodes, house numbers.

use super::{Level, hash_chars};

/// How two numbers agree, strongest first.
pub(crate) const LEVELS: &[Level] = &[
    Level { code: "equal", zh: "相同", en: "equal" },
    Level { code: "one_edit", zh: "差一位或相邻两位颠倒", en: "one digit apart, or two neighbours swapped" },
    Level { code: "two_edits", zh: "差两位", en: "two digits apart" },
    Level { code: "other", zh: "不同", en: "different" },
];

/// A number as it is compared: letters and digits only, upper case.
#[derive(Clone, Debug)]
pub(crate) struct NumberForm(Box<str>);

impl NumberForm {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let kept: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        (!kept.is_empty()).then(|| Self(kept.into()))
    }

    /// Whole, its first half, its second half.
    pub(crate) fn keys_by_slot(&self) -> [u64; 3] {
        let half = self.0.chars().count() / 2;
        let whole = hash_chars(self.0.chars());
        if half < 3 {
            return [whole, 0, 0];
        }
        [whole, hash_chars(self.0.chars().take(half)), hash_chars(self.0.chars().skip(half))]
    }

    pub(crate) fn compare(&self, other: &Self) -> u8 {
        let (a, b) = (&*self.0, &*other.0);
        if a == b {
            return 0;
        }
        if a.len().abs_diff(b.len()) > 2 || a.len().min(b.len()) < 2 {
            return 3;
        }
        match strsim::osa_distance(a, b) {
            0 | 1 => 1,
            2 if a.len().min(b.len()) > 3 => 2,
            _ => 3,
        }
    }
}
