//! A syllable of Mandarin with its tone.

use super::table;
use std::fmt;

/// A syllable with its tone, in two bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Syllable(u16);

/// A syllable without its tone: its number in the alphabetical list of all syllables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Toneless(pub u16);

impl Syllable {
    /// A syllable with a tone from 1 to 4, or 5 for none.
    pub(super) fn new(toneless: Toneless, tone: u8) -> Self {
        Self(toneless.0 << 3 | u16::from(tone & 7))
    }

    /// The two bytes; never zero.
    #[inline]
    pub(crate) fn bits(self) -> u16 {
        self.0
    }

    /// The syllable without its tone.
    #[inline]
    pub fn toneless(self) -> Toneless {
        Toneless(self.0 >> 3)
    }

    /// The tone: 1 to 4, or 5 for a syllable without one.
    pub fn tone(self) -> u8 {
        (self.0 & 7) as u8
    }

    /// Reads a syllable without tone as people type it in place of a character, in any case; ü may be written `ü`, `v`,
    /// `u:` or `yu`.
    ///
    /// ```
    /// use doudi_compare::hanzi::{Syllable, readings};
    /// let said = |c| readings(c)[0].toneless();
    /// assert_eq!(Syllable::toneless_of("BING"), Some(said('兵')));
    /// assert_eq!(["LYU", "lv", "lü", "LU:"].map(Syllable::toneless_of), [Some(said('吕')); 4]);
    /// assert_eq!(Syllable::toneless_of("MARY"), None);
    /// ```
    pub fn toneless_of(written: &str) -> Option<Toneless> {
        let mut plain: String = written.trim().to_ascii_lowercase().replace("u:", "v").replace(['ü', 'Ü'], "v");
        if plain.starts_with("lyu") || plain.starts_with("nyu") {
            plain.replace_range(1..3, "v");
        }
        let at = match plain.as_str() {
            "lue" | "nue" => table::number(&format!("{}ve", &plain[..1])),
            _ => table::number(&plain),
        };
        at.map(Toneless)
    }
}

impl Toneless {
    /// The letters, `ü` as `v`.
    pub fn letters(self) -> &'static str {
        table::letters(self.0)
    }
}

/// `shan1`.
impl fmt::Display for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.toneless().letters(), self.tone())
    }
}

impl fmt::Debug for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Syllable({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_comes_back_from_its_letters() {
        let said =
            table::TEXT.lines().skip(1).filter_map(|line| line.split('\t').nth(2)).flat_map(str::split_whitespace);
        for syllable in said.filter(|said| said.len() > 1) {
            let letters = &syllable[..syllable.len() - 1];
            assert_eq!(Syllable::toneless_of(letters).map(Toneless::letters), Some(letters));
        }
    }
}
