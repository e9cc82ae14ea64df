//! Free text in Latin letters: names, streets, suburbs.

use super::{Level, hash_chars};

/// How two texts agree, strongest first.
pub(crate) const LEVELS: &[Level] = &[
    Level { code: "equal", zh: "相同", en: "equal" },
    Level { code: "crossed", zh: "填在对方的另一栏", en: "stands in the other column" },
    Level { code: "one_edit", zh: "差一个字母", en: "one letter apart" },
    Level { code: "near", zh: "拼写很接近", en: "spelt much alike" },
    Level { code: "part", zh: "一个是另一个的一部分", en: "one is part of the other" },
    Level { code: "similar", zh: "拼写相近", en: "spelt somewhat alike" },
    Level { code: "other", zh: "不同", en: "different" },
];

/// A text as it is compared: lower case, single spaces, no punctuation.
#[derive(Clone, Debug)]
pub(crate) struct TextForm(Box<str>);

impl TextForm {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut kept = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_alphanumeric() {
                kept.extend(c.to_lowercase());
            } else if !kept.is_empty() && !kept.ends_with(' ') && c != '\'' {
                kept.push(' ');
            }
        }
        let kept = kept.trim_end();
        (!kept.is_empty()).then(|| Self(kept.into()))
    }

    /// Whole, its first four letters, its words in order, its letters in order (catches transpositions).
    pub(crate) fn keys_by_slot(&self) -> [u64; 4] {
        let whole = hash_chars(self.0.chars());
        let head = hash_chars(self.0.chars().filter(|c| *c != ' ').take(4));
        let mut words: Vec<&str> = self.0.split(' ').collect();
        words.sort_unstable();
        let words = hash_chars(words.join(" ").chars());
        let tail = self.0.chars().rev().filter(|c| *c != ' ').take(4);
        [whole, head, hash_chars(tail), words]
    }

    /// The level of two different texts.
    pub(crate) fn compare(&self, other: &Self) -> u8 {
        let (a, b) = (&*self.0, &*other.0);
        if a == b {
            return 0;
        }
        let likeness = strsim::jaro_winkler(a, b);
        if likeness < 0.7 {
            return if part(a, b) { 4 } else { 6 };
        }
        match () {
            () if a.len().abs_diff(b.len()) <= 1 && a.len().max(b.len()) > 3 && strsim::osa_distance(a, b) == 1 => 2,
            () if likeness >= 0.92 => 3,
            () if part(a, b) => 4,
            () if likeness >= 0.8 => 5,
            () => 6,
        }
    }
}

/// Whether one holds all words of the other.
fn part(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() > 2 && short.split(' ').all(|word| long.split(' ').any(|other| other == word))
}
