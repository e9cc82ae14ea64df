//! The table of characters in memory: found by the code point itself.

use super::{shape::Shape, syllable::Syllable, syllable::Toneless};
use std::sync::LazyLock;

/// The committed table; `data/README.md` says what its columns are.
pub(super) const TEXT: &str = include_str!("../../data/hanzi.tsv");

/// Lines before the first character: the columns' names, and all syllables in alphabetical order.
pub(super) const HEADING: usize = 2;

/// Where Chinese characters are: a first code point, how many, and where in `of` they begin.
const BLOCKS: [(u32, u32, u32); 3] = [(0x3400, 0x6C00, 0), (0xF900, 0x0200, 0x6C00), (0x20000, 0x12400, 0x6E00)];
/// The row of a code point that the table does not have.
const NONE: u16 = u16::MAX;

/// What is known about one character.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) folded: char,
    /// Where the readings begin, and how many there are in the lowest four bits.
    readings: u32,
    pub(super) shape: Shape,
}

struct Table {
    of: Vec<u16>,
    rows: Vec<Row>,
    readings: Vec<Syllable>,
    syllables: Vec<&'static str>,
    /// The syllables as numbers, in the same order.
    packed: Vec<u32>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));

/// What the table has about a character.
#[inline]
pub(super) fn row(c: char) -> Option<&'static Row> {
    let table = &*TABLE;
    let at = place(c)?;
    match table.of[at] {
        NONE => None,
        row => Some(&table.rows[usize::from(row)]),
    }
}

#[inline]
pub(super) fn readings(row: &Row) -> &'static [Syllable] {
    let from = (row.readings >> 4) as usize;
    &TABLE.readings[from..from + (row.readings & 15) as usize]
}

pub(super) fn letters(number: u16) -> &'static str {
    TABLE.syllables.get(usize::from(number)).copied().unwrap_or_default()
}

pub(super) fn number(letters: &str) -> Option<u16> {
    TABLE.number(letters)
}

#[inline]
fn place(c: char) -> Option<usize> {
    let code = c as u32;
    BLOCKS
        .iter()
        .find(|(first, len, _)| code.wrapping_sub(*first) < *len)
        .map(|(first, _, at)| (code - first + at) as usize)
}

impl Table {
    fn read(text: &'static str) -> Self {
        let mut lines = text.lines();
        let syllables = lines.nth(HEADING - 1).and_then(|line| line.split_once('\t')).map_or("", |(_, all)| all);
        let syllables: Vec<&str> = syllables.split(' ').collect();
        let packed = syllables.iter().map(|letters| pack(letters)).collect();
        let places = BLOCKS.iter().map(|(_, len, _)| *len as usize).sum();
        let mut it = Self { of: vec![NONE; places], rows: Vec::new(), readings: Vec::new(), syllables, packed };
        lines.for_each(|line| it.add(line.split('\t')));
        it
    }

    fn add(&mut self, mut cells: std::str::Split<'static, char>) {
        let mut next = || cells.next().unwrap_or_default();
        let (character, folded, said, _common) = (next(), next(), next(), next());
        let shape = Shape::read(next(), next(), next());
        let Some(c) = character.chars().next() else { return };
        let Some(at) = place(c) else { return };
        let from = self.readings.len();
        for (letters, tone) in said.split(' ').filter_map(apart) {
            let toneless = Toneless(self.number(letters).unwrap_or_default());
            self.readings.push(Syllable::new(toneless, tone));
        }
        let count = self.readings.len() - from;
        self.of[at] = self.rows.len() as u16;
        let folded = folded.chars().next().unwrap_or(c);
        self.rows.push(Row { folded, readings: (from as u32) << 4 | count as u32, shape });
    }

    fn number(&self, letters: &str) -> Option<u16> {
        self.packed.binary_search(&pack(letters)).ok().map(|at| at as u16)
    }
}

/// Up to six letters in a number that orders as they do; zero for everything else.
fn pack(letters: &str) -> u32 {
    let known = (1..=6).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_lowercase());
    let letters = if known { letters.as_bytes() } else { &[] };
    (0..6).fold(0, |word, at| word << 5 | letters.get(at).map_or(0, |b| u32::from(b - b'a') + 1))
}

/// `shan1` into letters and tone.
fn apart(syllable: &str) -> Option<(&str, u8)> {
    let (letters, tone) = syllable.split_at_checked(syllable.len().checked_sub(1)?)?;
    Some((letters, tone.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_its_row_and_nothing_else_has() {
        let lines = TEXT.lines().skip(HEADING).count();
        assert!(lines < usize::from(NONE), "row numbers fit");
        assert_eq!(TABLE.rows.len(), lines, "a character outside the blocks would be lost");
        let found = (0..=0x10FFFF).filter_map(char::from_u32).filter(|c| row(*c).is_some()).count();
        assert_eq!(found, lines);
    }
}
