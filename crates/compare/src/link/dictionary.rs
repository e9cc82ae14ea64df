//! The distinct values of one or two columns: what they say, how often they stand, under which keys they meet.

use super::lists::Written;
use crate::levels::{Forms, Kind, hash_chars};
use hashbrown::HashMap;

/// The values of a column, or of two columns that are written into each other. Value 0 is *unknown*.
///
/// Values are numbered in the order of their keys, so that nothing depends on the order of rows.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) kind: Kind,
    forms: Forms,
    /// By slot, then by value; 0 is no key.
    pub(super) keys: Vec<Vec<u64>>,
}

/// Numbers by row of a column's two sides.
pub(super) type Ids = [Vec<u32>; 2];

impl Dictionary {
    /// Reads columns that share values.
    pub(super) fn read<'a>(kind: Kind, columns: Vec<Written<'a>>) -> (Self, Vec<Ids>) {
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
        let (forms, known) = read_forms(kind, &texts);
        let said = texts.iter().zip(&known).filter(|(_, says)| **says).map(|(text, _)| hash_chars(text.chars()));
        let (forms, keys, numbers) = number_by_key(kind, forms, said.collect());
        let values = renumber(&known, &numbers);
        rows.iter_mut().flatten().flatten().for_each(|id| *id = values[*id as usize]);
        (Self { kind, forms, keys }, rows)
    }

    /// How two known values agree.
    #[inline]
    pub(super) fn level(&self, a: u32, b: u32) -> u8 {
        // A name with a blot is not known to be equal even to itself.
        if a == b && self.keys[0][a as usize] != 0 { 0 } else { self.forms.level(a as usize - 1, b as usize - 1) }
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
fn read_forms(kind: Kind, texts: &[&str]) -> (Forms, Vec<bool>) {
    let mut known = Vec::with_capacity(texts.len());
    let forms = Forms::read(kind, texts.iter().copied(), |says| known.push(says));
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
