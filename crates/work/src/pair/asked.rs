//! The asked rows, as they are read.

use super::counts::Counts;
use doudi_compare::{Asked, AskedPart, Form, IdText, PackedName, Place, Pool, Reading, read_id};
use doudi_kernel::IdKey;
use std::collections::BTreeMap;

/// What one thread collects of the asked rows.
#[derive(Debug)]
pub(super) struct AskedRows<'p> {
    part: AskedPart<'p>,
    keyless: Vec<Keyless>,
    pub(super) forms: [u64; Form::ALL.len()],
    pub(super) counts: Counts,
}

/// An asked row whose number is not of the form of one: it agrees with the very same characters only.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Keyless {
    row: u32,
    text: Option<String>,
    name: PackedName,
}

impl<'p> AskedRows<'p> {
    pub(super) fn new(pool: &'p Pool) -> Self {
        Self { part: AskedPart::new(pool), keyless: Vec::new(), forms: [0; Form::ALL.len()], counts: Counts::default() }
    }

    #[inline]
    pub(super) fn add(&mut self, id: &[u8], name: &[u8], place: Place, reading: Reading) {
        let name = PackedName::new(name);
        match id.try_into().ok().and_then(IdKey::from_ascii) {
            Some(key) => {
                self.forms[Form::Eighteen as usize] += 1;
                self.part.add(key, name, u32::from(place.row));
            }
            None => self.add_unusual(id, name, place, reading),
        }
    }

    pub(super) fn end_segment(&mut self, segment: u32) {
        self.part.end_segment(segment);
    }

    #[cold]
    fn add_unusual(&mut self, id: &[u8], name: PackedName, place: Place, reading: Reading) {
        let row = place.packed();
        let (id, form) = read_id(id, reading);
        self.forms[form as usize] += 1;
        match id {
            IdText::Key(key) => self.part.add(key, name, u32::from(place.row)),
            IdText::Other(text) => self.keyless.push(Keyless { row, text: Some(text), name }),
            IdText::Blank => self.keyless.push(Keyless { row, text: None, name }),
        }
    }
}

/// All asked rows: those with a key in a table, the few others by their text.
#[derive(Debug)]
pub(super) struct AskedTable {
    pub(super) keys: Asked,
    /// Rows by a text that is not a key.
    pub(super) others: BTreeMap<String, Vec<(u32, PackedName)>>,
    /// Rows without a number.
    pub(super) blank: Vec<u32>,
    pub(super) forms: [u64; Form::ALL.len()],
    pub(super) counts: Counts,
}

impl AskedTable {
    pub(super) fn build(collected: Vec<AskedRows<'_>>) -> Self {
        let (mut parts, mut others, mut blank) = (Vec::new(), BTreeMap::<String, Vec<_>>::new(), Vec::new());
        let (mut forms, mut counts) = ([0; Form::ALL.len()], Counts::default());
        for rows in collected {
            parts.push(rows.part);
            forms.iter_mut().zip(rows.forms).for_each(|(sum, count)| *sum += count);
            counts.merge(&rows.counts);
            for Keyless { row, text, name } in rows.keyless {
                match text {
                    Some(text) => others.entry(text).or_default().push((row, name)),
                    None => blank.push(row),
                }
            }
        }
        Self { keys: Asked::build(parts), others, blank, forms, counts }
    }
}
