//! The level of two names.

use super::{
    NameForm, NameLevel,
    glyph::{Glyph, Same},
    latin, minority,
};
use crate::hanzi::alike;

/// How far two names agree; the same in both directions.
///
/// A name that holds a blot never agrees better than [`NameLevel::Blot`], even with the same blot: two characters that nobody
/// could type are not the same character for that.
///
/// ```
/// use doudi_compare::levels::name::{NameForm, NameLevel, level};
/// let of = |a: &str, b: &str| level(&NameForm::read(a).unwrap(), &NameForm::read(b).unwrap());
/// assert_eq!(of("張偉", "张伟"), NameLevel::Folded);
/// assert_eq!(of("单小红", "善晓红"), NameLevel::Tone);
/// assert_eq!(of("刘文忠", "刘忠文"), NameLevel::Order);
/// ```
pub fn level(a: &NameForm, b: &NameForm) -> NameLevel {
    match (a.latin, b.latin) {
        (true, true) => return latin::level(a, b),
        (true, false) => return latin::against_characters(a, b),
        (false, true) => return latin::against_characters(b, a),
        (false, false) => {}
    }
    let (x, y) = (a.glyphs(), b.glyphs());
    place_by_place(a, b)
        .or_else(|| reordered(x, y).then_some(NameLevel::Order))
        .or_else(|| (one_left_out(x, y) || minority::is_part(a, b)).then_some(NameLevel::Part))
        .or_else(|| minority::transliterated(a, b).then_some(NameLevel::Transliteration))
        .or_else(|| minority::one_part(a, b))
        .unwrap_or_else(|| in_part(x, y))
}

/// Names of one length, if every place agrees somehow.
fn place_by_place(a: &NameForm, b: &NameForm) -> Option<NameLevel> {
    let (x, y) = (a.glyphs(), b.glyphs());
    if x.len() != y.len() {
        return None;
    }
    let mut counts = [0usize; 6];
    for (a, b) in x.iter().zip(y) {
        counts[a.same(*b) as usize] += 1;
        if counts[Same::Not as usize] > 1 {
            return None;
        }
    }
    let [written, folded, tone, sound, blot, not] = counts;
    match (sound, tone, blot, not) {
        (0, 0, 0, 0) if folded == 0 && a.starts == b.starts => Some(NameLevel::Exact),
        (0, 0, 0, 0) => Some(NameLevel::Folded),
        (0, _, 0, 0) => Some(NameLevel::Tone),
        (_, _, 0, 0) => Some(NameLevel::Sound),
        // Signs on both sides may leave nothing that was read twice.
        (_, _, _, 0) => (written + folded > 0).then_some(NameLevel::Blot),
        (0, 0, 0, 1) => (written + folded > 0 && one_looks_alike(x, y)).then_some(NameLevel::Shape),
        _ => None,
    }
}

/// Whether the characters at the one place where two names differ look alike.
fn one_looks_alike(x: &[Glyph], y: &[Glyph]) -> bool {
    x.iter().zip(y).find(|(a, b)| a.folded != b.folded).is_some_and(|(a, b)| alike(a.folded, b.folded))
}

/// Whether both have the same characters, each as often.
fn reordered(x: &[Glyph], y: &[Glyph]) -> bool {
    if x.len() != y.len() || x.len() < 2 || x.len() > 32 {
        return false;
    }
    let mut used = 0u32;
    x.iter().all(|a| {
        let free = |at: &usize| used >> at & 1 == 0 && y[*at].folded == a.folded && a.is_read();
        let found = (0..y.len()).find(free);
        found.inspect(|at| used |= 1 << at).is_some()
    })
}

/// Whether one is the other without one of its characters.
fn one_left_out(x: &[Glyph], y: &[Glyph]) -> bool {
    let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };
    if long.len() != short.len() + 1 || short.len() < 2 {
        return false;
    }
    let equal = |(a, b): &(&Glyph, &Glyph)| a.folded == b.folded && a.is_read();
    let before = long.iter().zip(short).take_while(equal).count();
    long[before + 1..].iter().zip(&short[before..]).all(|pair| equal(&pair))
}

/// Surname and given name, each for itself.
fn in_part(x: &[Glyph], y: &[Glyph]) -> NameLevel {
    let (Some(a), Some(b)) = (x.first(), y.first()) else { return NameLevel::Other };
    let surname = a.same(*b);
    if let ([_, a1, a2], [_, b1, b2]) = (x, y) {
        let (first, second) = (a1.same(*b1), a2.same(*b2));
        if surname <= Same::Tone && (first <= Same::Sound || second <= Same::Sound) {
            return NameLevel::OneOfThree;
        }
        if surname > Same::Sound && first <= Same::Tone && second <= Same::Tone {
            return NameLevel::Given;
        }
    }
    if surname <= Same::Folded { NameLevel::Surname } else { NameLevel::Other }
}
