//! The levels of a pair in all columns, as one word.

use super::lists::{LEFT, Lists, RIGHT};

/// Four bits a column; see [`UNKNOWN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Pattern(u64);

/// The level of a pair of which one side does not know.
pub(super) const UNKNOWN: u8 = 15;

impl Pattern {
    pub(super) fn set(&mut self, column: usize, level: u8) {
        self.0 |= u64::from(level) << (4 * column);
    }

    #[inline]
    pub(super) fn level(self, column: usize) -> u8 {
        ((self.0 >> (4 * column)) & 15) as u8
    }
}

/// How a pair agrees in a column.
#[inline]
pub(super) fn level(lists: &Lists, column: usize, left: usize, right: usize) -> u8 {
    let (a, b) = (lists.ids(LEFT, column)[left], lists.ids(RIGHT, column)[right]);
    if a == 0 || b == 0 {
        return UNKNOWN;
    }
    if a == b {
        return lists.dictionary(column).level(a, b);
    }
    if let Some(crossed) = crossed(lists, column, left, right) {
        return crossed;
    }
    lists.dictionary(column).level(a, b)
}

/// The level of values that stand in each other's columns. Of two such columns the first is enough with one value that
/// crossed, the second wants both, so that one crossing does not count twice.
#[inline]
fn crossed(lists: &Lists, column: usize, left: usize, right: usize) -> Option<u8> {
    let twin = lists.columns[column].twin?;
    let meets = |a: usize, b: usize| {
        let (a, b) = (lists.ids(LEFT, a)[left], lists.ids(RIGHT, b)[right]);
        a != 0 && a == b
    };
    let (there, back) = (meets(column, twin), meets(twin, column));
    let crossed = if column < twin { there || back } else { there && back };
    (crossed && lists.kind(column).levels().get(1)?.code == "crossed").then_some(1)
}

/// How a pair agrees in some columns.
pub(super) fn pattern(lists: &Lists, columns: &[usize], left: usize, right: usize) -> Pattern {
    let mut pattern = Pattern::default();
    columns.iter().for_each(|column| pattern.set(*column, level(lists, *column, left, right)));
    pattern
}
