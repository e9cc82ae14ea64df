//! The asked rows, as they are read.

use super::PairOptions;
use super::counts::Counts;
use super::second::{Second, Suspect};
use doudi_compare::repair::{Counties, Described};
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
    /// Rows that get a second chance, and the counties that the others show.
    second: Option<(Vec<Suspect>, Counties)>,
}

/// An asked row whose number is not of the form of one: it agrees with the very same characters only.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Keyless {
    row: u32,
    text: Option<String>,
    name: PackedName,
}

impl<'p> AskedRows<'p> {
    pub(super) fn new(pool: &'p Pool, options: &PairOptions) -> Self {
        Self {
            part: AskedPart::new(pool),
            keyless: Vec::new(),
            forms: [0; Form::ALL.len()],
            counts: Counts::default(),
            second: options.repairs().then(Default::default),
        }
    }

    /// Adds a row. `describe` is asked only when the number is broken or missing.
    #[inline]
    pub(super) fn add(
        &mut self,
        id: &[u8],
        name: &[u8],
        place: Place,
        reading: Reading,
        describe: impl FnOnce() -> Described,
    ) {
        let name = PackedName::new(name);
        let Some((text, key)) = id.try_into().ok().and_then(|text| Some((text, IdKey::from_ascii(text)?))) else {
            return self.add_unusual(id, name, place, reading, describe);
        };
        self.forms[Form::Eighteen as usize] += 1;
        self.part.add(key, name, u32::from(place.row));
        self.look_at(key, text, place, describe);
    }

    /// Learns the county of a number that is right; a broken one is remembered.
    #[inline]
    fn look_at(&mut self, key: IdKey, text: &[u8; 18], place: Place, describe: impl FnOnce() -> Described) {
        let Some((suspects, counties)) = &mut self.second else { return };
        if IdKey::check_agrees(text) {
            counties.learn((key.packed() / (100_000_000_000 << 4)) as u32);
        } else {
            let text = String::from_utf8_lossy(text).to_ascii_uppercase();
            suspects.push(Suspect { row: place.packed(), text, said: describe() });
        }
    }

    pub(super) fn end_segment(&mut self, segment: u32) {
        self.part.end_segment(segment);
    }

    #[cold]
    fn add_unusual(
        &mut self,
        id: &[u8],
        name: PackedName,
        place: Place,
        reading: Reading,
        describe: impl FnOnce() -> Described,
    ) {
        let row = place.packed();
        let (id, form) = read_id(id, reading);
        self.forms[form as usize] += 1;
        let text = match id {
            IdText::Key(key) => {
                self.part.add(key, name, u32::from(place.row));
                return self.look_at(key, &key.characters(), place, describe);
            }
            IdText::Other(text) => Some(text),
            IdText::Blank => None,
        };
        if let Some((suspects, _)) = &mut self.second {
            suspects.push(Suspect { row, text: text.clone().unwrap_or_default(), said: describe() });
        }
        self.keyless.push(Keyless { row, text, name });
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
    pub(super) second: Option<Second>,
}

impl AskedTable {
    pub(super) fn build(collected: Vec<AskedRows<'_>>, pool: &Pool) -> Self {
        let (mut parts, mut others, mut blank) = (Vec::new(), BTreeMap::<String, Vec<_>>::new(), Vec::new());
        let (mut forms, mut counts) = ([0; Form::ALL.len()], Counts::default());
        let mut second: Option<(Vec<Suspect>, Counties)> = None;
        for rows in collected {
            if let Some((suspects, counties)) = rows.second {
                let all = second.get_or_insert_default();
                all.0.extend(suspects);
                all.1.merge(&counties);
            }
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
        let second = second.map(|(suspects, counties)| Second::build(suspects, counties, pool));
        Self { keys: Asked::build(parts), others, blank, forms, counts, second }
    }
}
