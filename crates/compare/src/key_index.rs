//! The rows of a roster by key.

use arrow::array::{Array, UInt64Array};

/// The keys of a column in their order, each once, with the rows that carry it.
///
/// A row is a position in the column that the index was made from. Rows without a key (null: no id, or none that could be
/// read) are kept apart: they match nothing, and are not each other's duplicates.
///
/// ```
/// use arrow::array::UInt64Array;
/// use doudi_compare::{KeyIndex, join};
/// let insured = KeyIndex::from_column(&UInt64Array::from(vec![Some(7), Some(5), None, Some(7)]));
/// assert_eq!(insured.rows(7), [0, 3]);
/// assert_eq!(insured.keyless(), [2]);
/// assert_eq!(insured.repeats().collect::<Vec<_>>(), [(7, &[0, 3][..])]);
///
/// let asked = UInt64Array::from(vec![Some(5), Some(6), None]);
/// let found: Vec<&[u32]> = join(&asked, &insured).collect();
/// assert_eq!(found, [&[1][..], &[], &[]]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyIndex {
    keys: Vec<u64>,
    /// The rows of `keys[i]` are `rows[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    rows: Vec<u32>,
    keyless: Vec<u32>,
}

impl KeyIndex {
    /// Indexes keys in the order of their rows; `None` is a row without a key. At most 2³² rows.
    pub fn new(column: impl IntoIterator<Item = Option<u64>>) -> Self {
        let mut pairs = Vec::new();
        let mut keyless = Vec::new();
        for (row, key) in (0u32..).zip(column) {
            match key {
                Some(key) => pairs.push((key, row)),
                None => keyless.push(row),
            }
        }
        pairs.sort_unstable();
        let mut index = Self { rows: pairs.iter().map(|pair| pair.1).collect(), keyless, ..Self::default() };
        for (at, group) in pairs.chunk_by(|a, b| a.0 == b.0).map(|group| (group[0].0, group.len() as u32)) {
            let start = index.starts.last().map_or(0, |&start| start);
            index.keys.push(at);
            index.starts.pop();
            index.starts.extend([start, start + group]);
        }
        index
    }

    /// Indexes a column of packed keys.
    pub fn from_column(column: &UInt64Array) -> Self {
        Self::new(column.iter())
    }

    /// The rows that carry a key, in ascending order; empty when none does.
    pub fn rows(&self, key: u64) -> &[u32] {
        self.keys.binary_search(&key).map_or(&[], |at| self.rows_at(at))
    }

    /// Whether any row carries the key.
    pub fn contains(&self, key: u64) -> bool {
        self.keys.binary_search(&key).is_ok()
    }

    /// Every key once, ascending, with its rows.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &[u32])> {
        self.keys.iter().enumerate().map(|(at, &key)| (key, self.rows_at(at)))
    }

    /// The keys that stand on more than one row, ascending, with all their rows.
    pub fn repeats(&self) -> impl Iterator<Item = (u64, &[u32])> {
        self.iter().filter(|(_, rows)| rows.len() > 1)
    }

    /// The rows without a key, ascending.
    pub fn keyless(&self) -> &[u32] {
        &self.keyless
    }

    /// How many different keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether no row has a key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn rows_at(&self, at: usize) -> &[u32] {
        &self.rows[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// For every asked row, in order, the rows of the source with the same key: none when it is missing there or the asked
/// row has no key itself (ask the column which of the two).
pub fn join<'a>(asked: &'a UInt64Array, source: &'a KeyIndex) -> impl ExactSizeIterator<Item = &'a [u32]> {
    (0..asked.len()).map(|row| if asked.is_null(row) { &[] } else { source.rows(asked.value(row)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_index_finds_what_a_look_through_all_rows_finds(
            asked in prop::collection::vec(prop::option::of(0u64..40), 0..60),
            source in prop::collection::vec(prop::option::of(0u64..40), 0..60),
        ) {
            let index = KeyIndex::new(source.iter().copied());
            let column = UInt64Array::from(asked.clone());
            for (key, found) in asked.iter().zip(join(&column, &index)) {
                let naive: Vec<u32> = (0..).zip(&source).filter(|(_, s)| s.is_some() && *s == key).map(|(row, _)| row).collect();
                prop_assert_eq!(found, &naive[..]);
            }
            let twice = |key: u64| source.iter().filter(|s| **s == Some(key)).count() > 1;
            prop_assert_eq!(index.repeats().map(|r| r.0).collect::<Vec<_>>(), (0..40).filter(|&k| twice(k)).collect::<Vec<_>>());
            prop_assert_eq!(index.keyless().len() + index.iter().map(|(_, rows)| rows.len()).sum::<usize>(), source.len());
        }
    }
}
