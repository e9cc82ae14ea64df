//! Keys that have been sorted once: comparing them again is a walk along both.

use rayon::prelude::*;
use std::ops::Range;

/// A row of a list as it is kept for later comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortedRow {
    /// Packed key.
    pub key: u64,
    /// Its number in the list.
    pub row: u32,
    /// The state of the person, by its number among the states of the list.
    pub state: u16,
    /// The division, by its number among the divisions of the list.
    pub division: u16,
    /// Packed name.
    pub name: u64,
}

/// Sorts rows by key, then by row, on all threads.
pub fn sort_rows(rows: &mut [SortedRow]) {
    rows.par_sort_unstable();
}

/// Calls `each` for every position of `asked`, in order, with the positions of the same key in `source`. Both are
/// ascending; keys may repeat in either.
///
/// ```
/// use doudi_compare::walk;
/// let mut found = Vec::new();
/// walk(&[2, 3, 3, 9], &[1, 2, 3, 3, 4], |asked, source| found.push((asked, source)));
/// assert_eq!(found, [(0, 1..2), (1, 2..4), (2, 2..4), (3, 5..5)]);
/// ```
#[inline]
pub fn walk(asked: &[u64], source: &[u64], mut each: impl FnMut(usize, Range<usize>)) {
    let mut at = 0;
    for (position, &key) in asked.iter().enumerate() {
        // Some five source rows lie between two asked rows: steps of four, then of one, mispredict less than a search.
        while at + 4 <= source.len() && source[at + 3] < key {
            at += 4;
        }
        while at < source.len() && source[at] < key {
            at += 1;
        }
        let mut end = at;
        while end < source.len() && source[end] == key {
            end += 1;
        }
        each(position, at..end);
    }
}

/// Calls `each` with every range of positions, two or more, that have one key.
#[inline]
pub fn runs(keys: &[u64], mut each: impl FnMut(Range<usize>)) {
    let mut at = 1;
    while at < keys.len() {
        if keys[at - 1] != keys[at] {
            at += 1;
            continue;
        }
        let start = at - 1;
        while at < keys.len() && keys[at] == keys[start] {
            at += 1;
        }
        each(start..at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted() -> impl Strategy<Value = Vec<u64>> {
        prop::collection::vec(0u64..60, 0..80).prop_map(|mut keys| {
            keys.sort_unstable();
            keys
        })
    }

    proptest! {
        #[test]
        fn a_walk_finds_what_a_look_through_all_keys_finds(asked in sorted(), source in sorted()) {
            let mut found = Vec::new();
            walk(&asked, &source, |at, range| found.push((at, range.len(), range.clone().all(|s| source[s] == asked[at]))));
            let naive: Vec<_> =
                asked.iter().enumerate().map(|(at, key)| (at, source.iter().filter(|s| *s == key).count(), true)).collect();
            prop_assert_eq!(found, naive);
        }

        #[test]
        fn runs_are_the_keys_that_stand_more_than_once(keys in sorted()) {
            let mut found = Vec::new();
            runs(&keys, |range| found.push((keys[range.start], range.len())));
            let naive: Vec<_> = keys.chunk_by(|a, b| a == b).filter(|run| run.len() > 1).map(|run| (run[0], run.len())).collect();
            prop_assert_eq!(found, naive);
        }
    }
}
