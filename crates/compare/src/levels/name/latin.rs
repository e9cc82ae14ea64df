//! Names in Latin letters on a list of Chinese names.

use super::{NameForm, NameLevel, glyph::Glyph};
use crate::hanzi::readings;

/// Shorter names differ by a letter and are others.
const LETTERS: usize = 4;

/// Two names in Latin letters. Case and spaces are gone already.
pub(super) fn level(a: &NameForm, b: &NameForm) -> NameLevel {
    let (x, y) = (a.glyphs(), b.glyphs());
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    match () {
        _ if x == y && a.starts == b.starts => NameLevel::Exact,
        _ if x == y => NameLevel::Folded,
        _ if short.len() >= LETTERS && one_letter_apart(long, short) => NameLevel::Shape,
        _ if turned(x, y) => NameLevel::Order,
        _ if short.len() >= LETTERS && (long.starts_with(short) || long.ends_with(short)) => NameLevel::Part,
        _ => NameLevel::Other,
    }
}

/// A name in Latin letters and one in characters: agree when the letters spell the characters, in any of their readings.
pub(super) fn against_characters(latin: &NameForm, name: &NameForm) -> NameLevel {
    if spells(latin.glyphs(), name.glyphs()) { NameLevel::Blot } else { NameLevel::Other }
}

fn spells(letters: &[Glyph], name: &[Glyph]) -> bool {
    let Some((first, rest)) = name.split_first() else { return letters.is_empty() };
    let after = |syllable: &str| {
        let fits = letters.len() >= syllable.len() && letters.iter().zip(syllable.bytes()).all(|(g, b)| reads(*g, b));
        fits && spells(&letters[syllable.len()..], rest)
    };
    match first.as_syllable() {
        Some(syllable) => after(syllable.letters()),
        None => readings(first.folded).iter().any(|reading| after(reading.toneless().letters())),
    }
}

/// Passports write ü as U or YU, most others as V or U.
fn reads(glyph: Glyph, letter: u8) -> bool {
    let upper = letter.to_ascii_uppercase() as char;
    glyph.folded == upper || (letter == b'v' && glyph.folded == 'U')
}

/// One letter other, more, less, or two neighbours changed places.
fn one_letter_apart(long: &[Glyph], short: &[Glyph]) -> bool {
    let before = long.iter().zip(short).take_while(|(a, b)| a == b).count();
    let (l, s) = (&long[before..], &short[before..]);
    match long.len() - short.len() {
        0 => l[1..] == s[1..] || (l.len() >= 2 && l[0] == s[1] && l[1] == s[0] && l[2..] == s[2..]),
        1 => l[1..] == *s,
        _ => false,
    }
}

/// Whether one is the other with its beginning put at the end: surname and given name changed places.
fn turned(x: &[Glyph], y: &[Glyph]) -> bool {
    x.len() == y.len()
        && (2..x.len().saturating_sub(1)).any(|at| x[at..] == y[..x.len() - at] && x[..at] == y[x.len() - at..])
}
