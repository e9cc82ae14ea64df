//! One place in a name: a character, a syllable in its place, or a blot.

use crate::hanzi::{self, Toneless};

/// What a blot is folded to.
const BLOT: char = '\u{FFFD}';
/// Syllables in place of characters are folded into plane 16, where no character ever stands.
const SYLLABLES: u32 = 0x10_0000;
/// Set when a character has more than one reading.
const MORE: u16 = 1 << 15;

/// A place in a name, as written and as compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) written: char,
    pub(super) folded: char,
    /// The usual reading with its tone, so that most pairs need no look at the table; zero for what has none.
    said: u16,
    /// A bit, by chance one of sixteen, for the sound of each reading: no bit in common is no sound in common.
    sounds: u16,
}

/// How far two glyphs agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Same {
    Written,
    Folded,
    Tone,
    Sound,
    Blot,
    Not,
}

impl Glyph {
    pub(super) const BLANK: Self = Self::plain(BLOT);

    /// A sign that stands for itself.
    pub(super) const fn plain(c: char) -> Self {
        Self { written: c, folded: c, said: 0, sounds: 0 }
    }

    pub(super) fn of(written: char) -> Self {
        let folded = if hanzi::is_blot(written) { BLOT } else { hanzi::fold(written) };
        let readings = hanzi::readings(folded);
        let said = match readings {
            [] => 0,
            [one] => one.bits(),
            [first, ..] => first.bits() | MORE,
        };
        let bit = |sound: Toneless| 1 << (sound.0.wrapping_mul(0x9E37) >> 12);
        let sounds = readings.iter().fold(0, |bits, reading| bits | bit(reading.toneless()));
        Self { written, folded, said, sounds }
    }

    pub(super) fn syllable(number: Toneless) -> Self {
        Self::plain(char::from_u32(SYLLABLES + u32::from(number.0)).unwrap_or(BLOT))
    }

    #[inline]
    pub(super) fn is_blot(self) -> bool {
        self.folded == BLOT
    }

    /// The syllable that stands in place of a character.
    #[inline]
    pub(super) fn as_syllable(self) -> Option<Toneless> {
        let number = (self.folded as u32).checked_sub(SYLLABLES)?;
        Some(Toneless(number as u16))
    }

    /// Whether this is a character that can be read.
    #[inline]
    pub(super) fn is_read(self) -> bool {
        self.folded != BLOT && (self.folded as u32) < SYLLABLES
    }

    /// The usual sound: of a syllable itself, of a character its first reading.
    pub(super) fn sound(self) -> Option<Toneless> {
        self.as_syllable().or_else(|| Some(hanzi::readings(self.folded).first()?.toneless()))
    }

    /// Whether this glyph can be read so.
    pub(super) fn sounds(self, wanted: Toneless) -> bool {
        self.as_syllable() == Some(wanted) || hanzi::readings(self.folded).iter().any(|r| r.toneless() == wanted)
    }

    /// How far this glyph and another agree; the same in both directions.
    #[inline]
    pub(super) fn same(self, other: Self) -> Same {
        if !(self.is_read() && other.is_read()) {
            return self.same_unread(other);
        }
        if self.folded == other.folded {
            return if self.written == other.written { Same::Written } else { Same::Folded };
        }
        self.same_read(other)
    }

    /// Two different characters.
    #[inline]
    fn same_read(self, other: Self) -> Same {
        match (self.said | other.said) & MORE {
            _ if self.sounds & other.sounds == 0 => Same::Not,
            0 if self.said == other.said => Same::Tone,
            0 if self.said >> 3 == other.said >> 3 => Same::Sound,
            0 => Same::Not,
            _ => self.same_in_any_reading(other),
        }
    }

    fn same_in_any_reading(self, other: Self) -> Same {
        let mut toneless = false;
        for a in hanzi::readings(self.folded) {
            for b in hanzi::readings(other.folded) {
                if a == b {
                    return Same::Tone;
                }
                toneless |= a.toneless() == b.toneless();
            }
        }
        if toneless { Same::Sound } else { Same::Not }
    }

    /// At least one of the two is a blot or a syllable.
    fn same_unread(self, other: Self) -> Same {
        let agree = match (self.as_syllable(), other.as_syllable()) {
            _ if self.is_blot() || other.is_blot() => true,
            (Some(a), Some(b)) => a == b,
            (Some(a), None) => other.sounds(a),
            (None, Some(b)) => self.sounds(b),
            (None, None) => true,
        };
        if agree { Same::Blot } else { Same::Not }
    }
}
