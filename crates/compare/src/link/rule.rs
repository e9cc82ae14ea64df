//! Blocking rules: which pairs are looked at at all.

use super::lists::{LEFT, Lists, RIGHT};
use doudi_kernel::Lang;
use std::ops::Range;

/// Left and right rows meet when the key of one column's value is the key of the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Atom {
    /// Column and slot on the left and on the right.
    pub(super) sides: [(usize, usize); 2],
}

impl Atom {
    /// Every atom of the lists.
    pub(super) fn all(lists: &Lists) -> Vec<Self> {
        let mut atoms = Vec::new();
        for (at, column) in lists.columns.iter().enumerate() {
            let meets = lists.kind(at).key_plan().meets;
            atoms.extend(meets.iter().map(|(left, right)| Self { sides: [(at, *left), (at, *right)] }));
            atoms.extend(column.twin.map(|twin| Self { sides: [(at, 0), (twin, 0)] }));
        }
        atoms
    }

    /// The same key on both sides: then the order of the two rows does not matter.
    pub(super) fn symmetric(&self) -> bool {
        self.sides[LEFT] == self.sides[RIGHT]
    }

    pub(super) fn uses(&self, column: usize) -> bool {
        self.sides.iter().any(|side| side.0 == column)
    }

    fn say(&self, lists: &Lists, lang: Lang) -> String {
        let name = |(column, slot): (usize, usize)| {
            let key = lists.kind(column).key_plan().keys[slot];
            let name = &lists.columns[column].name;
            if slot == 0 {
                name.clone()
            } else {
                lang.pick(format!("{name}（{}）", key.zh), format!("{name} ({})", key.en))
            }
        };
        let [left, right] = self.sides.map(name);
        if self.symmetric() { left } else { format!("{left} = {right}") }
    }
}

/// Atoms that all hold, the one with the most values first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub(super) atoms: Vec<Atom>,
}

impl Rule {
    pub(super) fn new(lists: &Lists, mut atoms: Vec<Atom>) -> Self {
        let values = |atom: &Atom| lists.dictionary(atom.sides[LEFT].0).len();
        atoms.sort_by_key(|atom| (std::cmp::Reverse(values(atom)), *atom));
        Self { atoms }
    }

    /// The rule with everything that it looks up at hand.
    pub(super) fn ready<'a>(&self, lists: &'a Lists) -> Ready<'a> {
        let side = |atom: &Atom, side: usize| {
            let (column, slot) = atom.sides[side];
            // Values are numbered by their whole keys: the number does as well, and is at hand.
            let whole = atom.sides[LEFT].1 == 0 && atom.sides[RIGHT].1 == 0;
            let keys = (!whole).then(|| &*lists.dictionary(column).classes[slot].of);
            Keyed { column, ids: lists.ids(side, column), keys }
        };
        let atoms = self.atoms.iter().map(|atom| [side(atom, LEFT), side(atom, RIGHT)]).collect();
        Ready { atoms, both_ways: lists.within && !self.symmetric() }
    }

    pub(super) fn symmetric(&self) -> bool {
        self.atoms.iter().all(Atom::symmetric)
    }

    pub(super) fn uses(&self, column: usize) -> bool {
        self.atoms.iter().any(|atom| atom.uses(column))
    }

    /// In words.
    pub(super) fn say(&self, lists: &Lists, lang: Lang) -> String {
        let atoms: Vec<String> = self.atoms.iter().map(|atom| atom.say(lists, lang)).collect();
        atoms.join(lang.pick(" 且 ", " and "))
    }
}

/// The keys of a column's rows under one slot.
#[derive(Clone, Copy, Debug)]
struct Keyed<'a> {
    column: usize,
    ids: &'a [u32],
    /// By value; `None` where the values themselves are compared.
    keys: Option<&'a [u32]>,
}

impl Keyed<'_> {
    #[inline]
    fn key(self, row: usize) -> u64 {
        self.of_value(self.ids[row])
    }

    #[inline]
    fn of_value(self, value: u32) -> u64 {
        u64::from(self.keys.map_or(value, |keys| keys[value as usize]))
    }

    /// The key of a row of which all values are at hand.
    #[inline]
    fn of(self, row: &[u32]) -> u64 {
        self.of_value(row[self.column])
    }
}

/// A rule to be asked about many rows.
#[derive(Clone, Debug)]
pub(super) struct Ready<'a> {
    atoms: Vec<[Keyed<'a>; 2]>,
    /// Within one list, under different keys on both sides, two rows may meet in either order.
    both_ways: bool,
}

impl Ready<'_> {
    /// Calls `each` with the key of every row of a range that has all atoms, and its number.
    ///
    /// Of all rows, or of the one in `1 << thin` whose key of the first atom says so: rows that meet are looked at together
    /// or not at all.
    #[inline]
    pub(super) fn keys(&self, side: usize, rows: Range<u32>, thin: u32, mut each: impl FnMut(u64, u32)) {
        let (first, others) = self.atoms.split_first().expect("a rule has an atom");
        let mask = (1 << thin) - 1;
        for row in rows {
            let key = first[side].key(row as usize);
            if key == 0 || (mask != 0 && spread(key) & mask != 0) {
                continue;
            }
            let mut hash = step(0, key);
            let all = others.iter().all(|atom| {
                let key = atom[side].key(row as usize);
                hash = step(hash, key);
                key != 0
            });
            if all {
                each(spread(hash).max(1), row);
            }
        }
    }

    #[inline]
    pub(super) fn meets(&self, left: &[u32], right: &[u32]) -> bool {
        self.atoms.iter().all(|[at_left, at_right]| {
            let key = at_left.of(left);
            key != 0 && key == at_right.of(right)
        })
    }

    /// Whether it covers a pair, within one list in either order.
    #[inline]
    pub(super) fn covers(&self, left: &[u32], right: &[u32]) -> bool {
        self.meets(left, right) || (self.both_ways && self.meets(right, left))
    }
}

/// Takes another key into a hash.
#[inline]
fn step(hash: u64, key: u64) -> u64 {
    (hash ^ key).wrapping_mul(0x9FB2_1C65_1E98_DF25).rotate_left(29)
}

/// Spreads the bits of a word over all of it (the finaliser of MurmurHash3).
#[inline]
fn spread(word: u64) -> u64 {
    let word = (word ^ (word >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let word = (word ^ (word >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    word ^ (word >> 33)
}
