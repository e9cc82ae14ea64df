//! The distinct values of one or two columns: what they say, and under which keys they meet.

use super::lists::Written;
use crate::levels::{Forms, Kind, Places, hash_chars};
use hashbrown::HashMap;

/// The values of a column, or of two columns that are written into each other. Value 0 is *unknown*.
///
/// Values are numbered by what they say, so that nothing depends on the order of rows.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) kind: Kind,
    forms: Forms,
    /// By value: how it agrees with itself. Two equal county codes say no more than *same county*, and a name with a blot
    /// is not known to be equal even to itself.
    own: Vec<u8>,
    /// By slot: the values that share a key.
    pub(super) classes: Vec<Classes>,
}

/// Values by the class that they are in: those that share a key. Slots whose keys may meet each other number alike.
#[derive(Debug)]
pub(super) struct Classes {
    /// By value; 0 is in no class.
    pub(super) of: Vec<u32>,
    /// How many there are, the 0 counted.
    pub(super) count: usize,
}

impl Classes {
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
    pub(super) fn read(kind: Kind, columns: Vec<Written<'_>>, places: &Places) -> (Self, Vec<Ids>) {
        let (texts, mut rows) = distinct(columns);
        let mut order: Vec<(u64, u32)> =
            texts.iter().zip(0..).map(|(text, at)| (hash_chars(text.chars()), at)).collect();
        order.sort_unstable();
        let mut known = Vec::with_capacity(texts.len());
        let ordered = order.iter().map(|(_, at)| texts[*at as usize]);
        let forms = Forms::read(kind, ordered, places, |says| known.push(says));
        let (classes, first) = classes(kind, &forms);
        let mut values = vec![0; texts.len() + 1];
        let said = order.iter().zip(&known).filter(|(_, says)| **says).map(|(text, _)| text.1);
        said.zip(&first).for_each(|(text, value)| values[text as usize + 1] = *value);
        rows.iter_mut().flatten().flatten().for_each(|id| *id = values[*id as usize]);
        let own = [0].into_iter().chain((0..forms.len()).map(|form| forms.level(form, form))).collect();
        (Self { kind, forms, own, classes }, rows)
    }

    /// How two known values agree.
    #[inline]
    pub(super) fn level(&self, a: u32, b: u32) -> u8 {
        if a == b { self.own[a as usize] } else { self.forms.level(a as usize - 1, b as usize - 1) }
    }

    /// How many values there are, *unknown* counted.
    pub(super) fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether a value is a number that only its owner has.
    pub(super) fn valid_number(&self, id: u32) -> bool {
        id > 0 && self.forms.valid_number(id as usize - 1)
    }
}

/// The distinct texts, and for each column and side the number of each row's text, counted from 1; 0 is none.
fn distinct(columns: Vec<Written<'_>>) -> (Vec<&str>, Vec<Ids>) {
    // Looked up only; its order never shows.
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut texts = Vec::new();
    let mut rows: Vec<Ids> = Vec::with_capacity(columns.len());
    for column in columns {
        rows.push(column.values.map(|side| {
            let mut numbers = Vec::new();
            for text in side.into_iter().flatten() {
                numbers.push(text.map_or(0, |text| {
                    *seen.entry(text).or_insert_with(|| {
                        texts.push(text);
                        texts.len() as u32
                    })
                }));
            }
            numbers
        }));
    }
    (texts, rows)
}

/// The classes by slot, and for each form the first value that is the same whole: two writings of one name are one value.
fn classes(kind: Kind, forms: &Forms) -> (Vec<Classes>, Vec<u32>) {
    let plan = kind.key_plan();
    let count = forms.len();
    let mut first: Vec<u32> = (1..=count as u32).collect();
    let mut classes: Vec<Classes> = Vec::with_capacity(plan.keys.len());
    // Looked up only; classes are numbered as their values come.
    let mut seen: Vec<HashMap<u64, u32>> = vec![HashMap::new(); plan.keys.len()];
    let mut of: Vec<Vec<u32>> = vec![vec![0; count + 1]; plan.keys.len()];
    let mut keys = Vec::with_capacity(plan.keys.len());
    for form in 0..count {
        forms.keys(form, &mut keys);
        for (slot, key) in keys.iter().enumerate().filter(|(_, key)| **key != 0) {
            let seen = &mut seen[plan.numbered_with(slot)];
            let next = seen.len() as u32 + 1;
            of[slot][form + 1] = *seen.entry(*key).or_insert(next);
        }
    }
    let mut values = vec![0; seen.first().map_or(0, HashMap::len) + 1];
    for (value, class) in of[0].iter().enumerate().skip(1).filter(|(_, class)| **class != 0) {
        let known = &mut values[*class as usize];
        if *known == 0 {
            *known = value as u32;
        }
        first[value - 1] = *known;
    }
    for (slot, of) in of.into_iter().enumerate() {
        classes.push(Classes { of, count: seen[plan.numbered_with(slot)].len() + 1 });
    }
    (classes, first)
}
