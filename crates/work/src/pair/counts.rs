//! Counts by the text of a division column, and by reason.

use doudi_compare::repair::{Proof, Repair, Uncertain};

/// What was found among the asked rows of one division.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DivisionCount {
    /// The division as the asked list writes it; empty where it does not say.
    pub division: String,
    /// Asked rows.
    pub asked: u64,
    /// Pairs beyond the first of an asked row: the source has the number more than once.
    pub further_pairs: u64,
    /// Asked rows without a source row, those to be looked at among them.
    pub missing: u64,
    /// Asked rows linked although a number is broken or missing.
    pub repaired: u64,
    /// Missing rows that are to be looked at.
    pub look: u64,
    /// Pairs whose names disagree.
    pub mismatch: u64,
    /// Pairs whose source row says *dead*.
    pub dead: u64,
}

/// What can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Asked,
    FurtherPairs,
    Missing,
    Mismatch,
    Dead,
    Repaired,
    Look,
}

/// How many kinds of [`What`] there are.
const KINDS: usize = 7;

/// How many asked rows were linked, or are to be looked at, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonCount {
    /// How the number was repaired; `None` where there was none to repair.
    pub repair: Option<Repair>,
    /// It is the source's number that was repaired.
    pub in_source: bool,
    /// What proves the link, or why it has to be looked at.
    pub outcome: Result<Proof, Uncertain>,
    /// Rows.
    pub rows: u64,
}

/// Counts by bytes, without a text being made for every row: a small open-addressing table over the texts seen.
#[derive(Debug)]
pub(super) struct Counts {
    /// A power of two long, at most half full.
    table: Vec<Entry>,
    texts: Vec<Box<[u8]>>,
    counts: Vec<[u64; KINDS]>,
}

/// A text in the table. Codes of up to eight bytes are told apart without looking at the text.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    hash: u64,
    len: u32,
    /// Index of the text, plus one; zero is an empty entry.
    number: u32,
}

impl Default for Counts {
    fn default() -> Self {
        Self { table: vec![Entry::default(); 1024], texts: Vec::new(), counts: Vec::new() }
    }
}

impl Counts {
    #[inline]
    pub(super) fn add(&mut self, division: &[u8], what: What, count: u64) {
        let at = self.index(division);
        self.counts[at][what as usize] += count;
    }

    #[inline]
    fn index(&mut self, text: &[u8]) -> usize {
        let hash = hash(text);
        let mut at = place(hash, self.table.len());
        loop {
            let Entry { hash: found, len, number } = self.table[at];
            if number == 0 {
                return self.insert(at, text);
            }
            // Up to eight bytes, the hash can be undone: equal hashes of texts of one length are equal texts.
            if found == hash && len as usize == text.len() && (len <= 8 || *self.texts[number as usize - 1] == *text) {
                return number as usize - 1;
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    #[cold]
    fn insert(&mut self, at: usize, text: &[u8]) -> usize {
        self.texts.push(text.into());
        self.counts.push([0; KINDS]);
        self.table[at] = Entry { hash: hash(text), len: text.len() as u32, number: self.texts.len() as u32 };
        if self.texts.len() * 2 > self.table.len() {
            let len = self.table.len() * 2;
            for entry in std::mem::replace(&mut self.table, vec![Entry::default(); len]) {
                let mut at = place(entry.hash, len);
                while self.table[at].number != 0 {
                    at = (at + 1) & (len - 1);
                }
                if entry.number != 0 {
                    self.table[at] = entry;
                }
            }
        }
        self.texts.len() - 1
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (text, counts) in other.texts.iter().zip(&other.counts) {
            let at = self.index(text);
            self.counts[at].iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }

    /// In the order of the divisions' bytes, decoded by `decode`.
    pub(super) fn list(&self, decode: impl Fn(&[u8]) -> String) -> Vec<DivisionCount> {
        let mut list: Vec<DivisionCount> = self
            .texts
            .iter()
            .zip(&self.counts)
            .map(|(text, &[asked, further_pairs, missing, mismatch, dead, repaired, look])| DivisionCount {
                division: decode(text),
                asked,
                further_pairs,
                missing,
                repaired,
                look,
                mismatch,
                dead,
            })
            .collect();
        list.sort_by(|a, b| a.division.cmp(&b.division));
        list
    }
}

/// Texts are short codes: eight bytes at a time through an odd product, which for up to eight bytes loses nothing.
#[inline]
fn hash(text: &[u8]) -> u64 {
    let word = |chunk: &[u8]| chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    match text.len() {
        0..=8 => word(text).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        _ => text.chunks(8).fold(0, |hash: u64, chunk| {
            let mixed = (hash ^ word(chunk)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed ^ (mixed >> 32)
        }),
    }
}

/// The upper bits of a product are the well-mixed ones.
#[inline]
fn place(hash: u64, len: usize) -> usize {
    (hash >> 40) as usize & (len - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_of_divisions_are_counted_each_for_itself_and_merged() {
        let count = |from: u64, to: u64| {
            let mut counts = Counts::default();
            for n in from..to {
                counts.add((419_901_000_000 + n % 3000).to_string().as_bytes(), What::Asked, 1);
            }
            counts
        };
        let mut counts = count(0, 9000);
        counts.merge(&count(9000, 12_001));
        let list = counts.list(|text| String::from_utf8_lossy(text).into_owned());
        assert_eq!(list.len(), 3000);
        assert!(list.iter().zip(0u64..).all(|(count, n)| count.division == (419_901_000_000 + n).to_string()));
        assert!(list.iter().zip(0u64..).all(|(count, n)| count.asked == 4 + u64::from(n == 0)));
    }
}
