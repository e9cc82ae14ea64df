//! Names of several parts, and names of other languages in Chinese characters.

use super::{
    NameForm, NameLevel,
    glyph::{Glyph, Same},
};

/// Longer names are no names; the rows of the distance below have room for this many.
const LONGEST: usize = 31;
/// What another, a missing or an additional syllable costs; one letter of it costs half.
const WHOLE: u8 = 2;

/// Whether one name is a part of the other: the name without the father's, or a name of three characters and more that
/// begins another one.
pub(super) fn is_part(a: &NameForm, b: &NameForm) -> bool {
    match (a.starts, b.starts) {
        (0, 0) => begins(a.glyphs(), b.glyphs()) || begins(b.glyphs(), a.glyphs()),
        (_, 0) => b.glyphs().len() >= 2 && a.parts().any(|part| same(part, b.glyphs())),
        (0, _) => is_part(b, a),
        _ => {
            let pairs = a.parts().zip(b.parts()).all(|(x, y)| same(x, y));
            pairs && a.parts().count() != b.parts().count()
        }
    }
}

/// Names with dots that share one part: the first is the person's own, the second the father's.
pub(super) fn one_part(a: &NameForm, b: &NameForm) -> Option<NameLevel> {
    if a.starts == 0 || b.starts == 0 {
        return None;
    }
    let mut pairs = a.parts().zip(b.parts()).map(|(x, y)| same(x, y));
    match (pairs.next()?, pairs.next()?) {
        (true, _) => Some(NameLevel::Given),
        (_, true) => Some(NameLevel::Surname),
        _ => Some(NameLevel::Other),
    }
}

/// Whether two long names are one name in two transliterations: their syllables differ by at most a quarter. Names of
/// four characters without a dot are usually Han names with a double surname, so they may differ by one letter only.
pub(super) fn transliterated(a: &NameForm, b: &NameForm) -> bool {
    let (x, y) = (a.glyphs(), b.glyphs());
    let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
    if short < 4 || long > LONGEST {
        return false;
    }
    let dotted = a.starts | b.starts != 0;
    let allowed = if dotted { long / 2 } else { (long - 1) / 2 };
    2 * (long - short) <= allowed && distance(x, y) as usize <= allowed
}

fn begins(short: &[Glyph], long: &[Glyph]) -> bool {
    short.len() >= 3 && long.len() > short.len() && same(short, &long[..short.len()])
}

/// Whether two parts sound the same and can be read.
fn same(x: &[Glyph], y: &[Glyph]) -> bool {
    x.len() == y.len() && x.iter().zip(y).all(|(a, b)| a.same(*b) <= Same::Sound)
}

/// The edit distance of two rows of syllables, in halves of a syllable.
fn distance(x: &[Glyph], y: &[Glyph]) -> u8 {
    let mut row = [0u8; LONGEST + 1];
    (0..=y.len()).for_each(|j| row[j] = WHOLE * j as u8);
    for (i, a) in x.iter().enumerate() {
        let mut corner = row[0];
        row[0] = WHOLE * (i + 1) as u8;
        for (j, b) in y.iter().enumerate() {
            let best = (corner + cost(*a, *b)).min(row[j] + WHOLE).min(row[j + 1] + WHOLE);
            corner = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[y.len()]
}

fn cost(a: Glyph, b: Glyph) -> u8 {
    if a.same(b) <= Same::Blot {
        return 0;
    }
    match (a.sound(), b.sound()) {
        (Some(a), Some(b)) if one_letter_apart(a.letters().as_bytes(), b.letters().as_bytes()) => 1,
        _ => WHOLE,
    }
}

/// Whether two syllables differ by one letter at most.
fn one_letter_apart(a: &[u8], b: &[u8]) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let before = long.iter().zip(short).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 => long.get(before + 1..) == short.get(before + 1..),
        1 => long[before + 1..] == short[before..],
        _ => false,
    }
}
