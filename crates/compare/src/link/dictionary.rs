//! The distinct values of one or two columns: what they say, how often they stand, under which keys they meet.

use super::lists::Written;
use crate::levels::{Forms, Kind, Places, hash_chars};
use hashbrown::HashMap;

/// The values of a column, or of two columns that are written into each other. Value 0 is *unknown*.
///
/// Values are numbered in the order of their keys, so that nothing depends on the order of rows.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) kind: Kind,
    forms: Forms,
    /// By value: how it agrees with itself. Two equal county codes say no more than *same county*, and a name with a blot
    /// is not known to be equal even to itself.
    own: Vec<u8>,
    /// By slot, then by value; 0 is no key.
    pub(super) keys: Vec<Vec<u64>>,
    /// By slot: the values that share a key.
    pub(super) classes: Vec<Classes>,
}

/// Values by the class that they are in: those that share a key.
#[derive(Debug)]
pub(super) struct Classes {
    /// By value; 0 is in no class.
    pub(super) of: Vec<u32>,
    /// How many there are, the 0 counted.
    pub(super) count: usize,
}

impl Classes {
    fn new(keys: &[u64]) -> Self {
        // Looked up only; classes are numbered as their values come.
        let mut seen: HashMap<u64, u32> = HashMap::with_capacity(keys.len() / 2);
        let number = |key: &u64| match key {
            0 => 0,
            key => {
                let next = seen.len() as u32 + 1;
                *seen.entry(*key).or_insert(next)
            }
        };
        let of = keys.iter().map(number).collect();
        Self { of, count: seen.len() + 1 }
    }

    /// What values have, summed up by class.
    pub(super) fn sums(&self, of_values: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        self.of.iter().zip(of_values).for_each(|(class, value)| sums[*class as usize] += value);
        sums
    }
}

/// Numbers by row of a column's two sides.
pub(super) type Ids = [Vec<u32>; 2];

impl Dictionary {
    /// Reads columns that share values.
    pub(super) fn read<'a>(kind: Kind, columns: Vec<Written<'a>>, places: &Places) -> (Self, Vec<Ids>) {
        // Looked up only; its order never shows.
        let mut seen: HashMap<&'a str, u32> = HashMap::new();
        let mut texts: Vec<&'a str> = Vec::new();
        let mut rows: Vec<Ids> = Vec::with_capacity(columns.len());
        for column in columns {
            rows.push(column.values.map(|side| {
                let number = |text: Option<&'a str>| match text {
                    None => 0,
                    Some(text) => *seen.entry(text).or_insert_with(|| {
                        texts.push(text);
                        texts.len() as u32
                    }),
                };
                side.map(|side| side.map(number).collect()).unwrap_or_default()
            }));
        }
        drop(seen);
        let (forms, known) = read_forms(kind, &texts, places);
        let said = texts.iter().zip(&known).filter(|(_, says)| **says).map(|(text, _)| hash_chars(text.chars()));
        let (forms, keys, numbers) = number_by_key(kind, forms, said.collect());
        let values = renumber(&known, &numbers);
        rows.iter_mut().flatten().flatten().for_each(|id| *id = values[*id as usize]);
        let own = [0].into_iter().chain((0..forms.len()).map(|form| forms.level(form, form))).collect();
        let classes = keys.iter().map(|slot| Classes::new(slot)).collect();
        (Self { kind, forms, own, keys, classes }, rows)
    }

    /// How two known values agree.
    #[inline]
    pub(super) fn level(&self, a: u32, b: u32) -> u8 {
        if a == b { self.own[a as usize] } else { self.forms.level(a as usize - 1, b as usize - 1) }
    }

    /// How many values there are, *unknown* counted.
    pub(super) fn len(&self) -> usize {
        self.keys[0].len()
    }

    /// Whether a value is a number that only its owner has.
    pub(super) fn valid_number(&self, id: u32) -> bool {
        id > 0 && self.forms.valid_number(id as usize - 1)
    }
}

/// The forms of the texts that say anything, and for each text whether it does.
fn read_forms(kind: Kind, texts: &[&str], places: &Places) -> (Forms, Vec<bool>) {
    let mut known = Vec::with_capacity(texts.len());
    let forms = Forms::read(kind, texts.iter().copied(), places, |says| known.push(says));
    (forms, known)
}

/// Forms in the order of their first keys, or of their texts where they have none, each once; their keys by slot, with *unknown* first; and the value of each
/// form as it was numbered.
fn number_by_key(kind: Kind, forms: Forms, texts: Vec<u64>) -> (Forms, Vec<Vec<u64>>, Vec<u32>) {
    let slots = kind.key_plan().keys.len();
    let count = forms.len();
    let mut all = vec![Vec::with_capacity(count); slots];
    let mut keys = Vec::with_capacity(slots);
    for form in 0..count {
        forms.keys(form, &mut keys);
        all.iter_mut().zip(&keys).for_each(|(slot, key)| slot.push(*key));
    }
    let mut order: Vec<usize> = (0..count).collect();
    let own = |form: usize| (all[0][form], if all[0][form] == 0 { texts[form] } else { 0 });
    order.sort_unstable_by_key(|form| (own(*form), *form));
    let mut numbers = vec![0; count];
    let mut kept: Vec<usize> = Vec::with_capacity(count);
    for form in order {
        if kept.last().is_none_or(|last| own(*last) != own(form)) {
            kept.push(form);
        }
        numbers[form] = kept.len() as u32;
    }
    let keys = all.iter().map(|slot| [0].into_iter().chain(kept.iter().map(|form| slot[*form])).collect()).collect();
    (forms.take(&kept), keys, numbers)
}

/// From the number of a text (0 for none) to the number of its value.
fn renumber(known: &[bool], numbers: &[u32]) -> Vec<u32> {
    let mut forms = numbers.iter();
    let value = |says: &bool| if *says { *forms.next().expect("a text that says something has a form") } else { 0 };
    [0].into_iter().chain(known.iter().map(value)).collect()
}
