//! How a character looks, in one word.

/// Letters of a Cangjie code, five bits each, the first one highest.
const LETTERS: u32 = 5;
/// How many strokes two look-alikes may differ by when it is their parts that agree.
const STROKES: u32 = 2;
/// Shorter Cangjie codes have too many neighbours to say anything.
const PARTS: u32 = 3;

/// The look of a character: four corners (16 bits, a digit each; `0xFFFF` unknown), strokes (6), Cangjie letters (25) and how
/// many (3). All zero but the corners when nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape(u64);

impl Shape {
    /// From the table's cells: strokes, four-corner code (`5000.6`), Cangjie (`LWL`).
    pub(super) fn read(strokes: &str, corners: &str, cangjie: &str) -> Self {
        let corners = corners.get(..4).and_then(|four| u64::from_str_radix(four, 16).ok()).unwrap_or(0xFFFF);
        let strokes = strokes.parse::<u64>().unwrap_or(0).min(63);
        let known = cangjie.len() <= LETTERS as usize && cangjie.bytes().all(|b| b.is_ascii_uppercase());
        let letters = if known { cangjie.bytes() } else { "".bytes() };
        let count = letters.len() as u64;
        let word = letters.chain([b'@'; 5]).take(5).fold(0, |word, b| word << 5 | u64::from(b - b'@'));
        Self(corners | strokes << 16 | word << 22 | count << 47)
    }

    fn corners(self) -> u16 {
        self.0 as u16
    }

    fn strokes(self) -> u32 {
        (self.0 >> 16) as u32 & 63
    }

    fn letters(self) -> u32 {
        (self.0 >> 22) as u32 & 0x1FF_FFFF
    }

    fn count(self) -> u32 {
        (self.0 >> 47) as u32 & 7
    }

    #[inline]
    pub(super) fn alike(self, other: Self) -> bool {
        let (a, b) = (self.corners(), other.corners());
        let known = a != 0xFFFF && b != 0xFFFF;
        if known && a == b {
            return true;
        }
        let strokes = self.strokes().abs_diff(other.strokes());
        let letters = self.count().min(other.count());
        let enough = match (known, corners_that_agree(a, b)) {
            // Where no corners are known, a longer code must speak for itself.
            (false, _) => strokes <= STROKES && letters > PARTS,
            (true, 0) => false,
            (true, 1) => strokes <= STROKES && letters >= PARTS,
            (true, _) => strokes <= STROKES && letters >= PARTS || strokes < STROKES && letters >= PARTS - 1,
        };
        enough && one_part_apart(self, other)
    }
}

/// How many of the four digits are the same in both.
#[inline]
fn corners_that_agree(a: u16, b: u16) -> usize {
    let differ = a ^ b;
    (0..4).filter(|digit| differ >> (4 * digit) & 15 == 0).count()
}

/// Whether two Cangjie codes are one edit apart: a letter other, more, less, or two neighbours changed places.
#[inline]
fn one_part_apart(a: Shape, b: Shape) -> bool {
    let (long, short) = if a.count() >= b.count() { (a, b) } else { (b, a) };
    let (x, y) = (long.letters(), short.letters());
    if x == y {
        return true;
    }
    let at = ((x ^ y).leading_zeros() - (32 - 5 * LETTERS)) / 5;
    let after = |word: u32, from: u32| u64::from(word) << (5 * from) & 0x1FF_FFFF;
    let letter = |word: u32, i: u32| after(word, i) >> (5 * (LETTERS - 1));
    match long.count() - short.count() {
        0 => {
            let swapped = letter(x, at) == letter(y, at + 1) && letter(x, at + 1) == letter(y, at);
            after(x, at + 1) == after(y, at + 1) || (swapped && after(x, at + 2) == after(y, at + 2))
        }
        1 => after(x, at + 1) == after(y, at),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One edit apart, the slow way.
    fn reference(a: &str, b: &str) -> bool {
        strsim::osa_distance(a, b) <= 1
    }

    proptest! {
        #[test]
        fn packed_codes_are_one_part_apart_exactly_when_written_ones_are(a in "[A-C]{1,5}", b in "[A-C]{1,5}") {
            let (x, y) = (Shape::read("5", "", &a), Shape::read("5", "", &b));
            prop_assert_eq!(one_part_apart(x, y), reference(&a, &b));
            prop_assert_eq!(one_part_apart(y, x), reference(&a, &b));
        }
    }
}
