//! Blocking rules: which pairs are looked at at all.

use super::lists::{LEFT, Lists, RIGHT};
use crate::levels::key::key as mixed;
use doudi_kernel::Lang;

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

    /// The key of a row on one side; 0 when there is none.
    #[inline]
    pub(super) fn key(&self, lists: &Lists, side: usize, row: usize) -> u64 {
        let (column, slot) = self.sides[side];
        lists.dictionary(column).keys[slot][lists.ids(side, column)[row] as usize]
    }

    /// Whether a left and a right row meet.
    #[inline]
    pub(super) fn meets(&self, lists: &Lists, left: usize, right: usize) -> bool {
        let key = self.key(lists, LEFT, left);
        key != 0 && key == self.key(lists, RIGHT, right)
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

/// Atoms that all hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub(super) atoms: Vec<Atom>,
}

impl Rule {
    /// The key of a row on one side, of all atoms together; 0 when one is missing.
    #[inline]
    pub(super) fn key(&self, lists: &Lists, side: usize, row: usize) -> u64 {
        let mut hash = 0;
        for atom in &self.atoms {
            let key = atom.key(lists, side, row);
            if key == 0 {
                return 0;
            }
            hash = mixed([hash, key]);
        }
        hash.max(1)
    }

    #[inline]
    pub(super) fn meets(&self, lists: &Lists, left: usize, right: usize) -> bool {
        self.atoms.iter().all(|atom| atom.meets(lists, left, right))
    }

    /// Whether it covers a pair, within one list in either order.
    #[inline]
    pub(super) fn covers(&self, lists: &Lists, left: usize, right: usize) -> bool {
        self.meets(lists, left, right) || (lists.within && !self.symmetric() && self.meets(lists, right, left))
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
