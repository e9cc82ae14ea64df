//! The levels of a pair in all columns, as one word.

use super::{dictionary::Dictionary, lists::Lists};

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

/// Compares rows: each a value by column.
#[derive(Debug)]
pub(super) struct Comparer<'a> {
    columns: Vec<Comparing<'a>>,
}

#[derive(Debug)]
struct Comparing<'a> {
    dictionary: &'a Dictionary,
    /// The other column and whether this is the first of the two, where values stand in each other's columns and the kind
    /// has a level for it.
    twin: Option<(usize, bool)>,
}

/// The level of values that stand in each other's columns.
const CROSSED: u8 = 1;

impl<'a> Comparer<'a> {
    pub(super) fn new(lists: &'a Lists) -> Self {
        let comparing = |at: usize| {
            let crosses = lists.kind(at).levels()[usize::from(CROSSED)].code == "crossed";
            let twin = lists.columns[at].twin.filter(|_| crosses).map(|twin| (twin, at < twin));
            Comparing { dictionary: lists.dictionary(at), twin }
        };
        Self { columns: (0..lists.columns.len()).map(comparing).collect() }
    }

    /// How two rows agree in a column.
    #[inline]
    pub(super) fn level(&self, column: usize, left: &[u32], right: &[u32]) -> u8 {
        let (a, b) = (left[column], right[column]);
        match () {
            () if a == 0 || b == 0 => UNKNOWN,
            () if a != b && self.crossed(column, left, right) => CROSSED,
            () => self.columns[column].dictionary.level(a, b),
        }
    }

    /// Whether the values stand in each other's columns. Of two such columns the first is enough with one value that
    /// crossed, the second wants both, so that one crossing does not count twice.
    #[inline]
    fn crossed(&self, column: usize, left: &[u32], right: &[u32]) -> bool {
        let Some((twin, first)) = self.columns[column].twin else { return false };
        let meets = |a: usize, b: usize| left[a] != 0 && left[a] == right[b];
        let (there, back) = (meets(column, twin), meets(twin, column));
        if first { there || back } else { there && back }
    }

    /// How two rows agree in some columns.
    pub(super) fn pattern(&self, columns: &[usize], left: &[u32], right: &[u32]) -> Pattern {
        let mut pattern = Pattern::default();
        columns.iter().for_each(|column| pattern.set(*column, self.level(*column, left, right)));
        pattern
    }
}
