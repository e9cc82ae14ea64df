//! The source rows, as they stream past the asked table.

use super::asked::AskedTable;
use super::second::{Hunt, Mirrored, Trail, Word};
use doudi_compare::{Batch, Form, Hit, IdText, PackedName, Pool, Reading, Sieve, Slot, SlotSet, read_id};
use doudi_kernel::IdKey;
use std::borrow::Cow;
use std::ops::Range;

/// A pair that may have to be reported.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// The asked row, packed with its segment.
    pub(super) asked: u32,
    /// The source row, packed with its segment.
    pub(super) source: u32,
    /// The source's name, in the texts of the thread.
    pub(super) name: Range<u32>,
    /// The packed names are no proof of one name: look at both.
    pub(super) look: bool,
    /// The value of the state column that means *dead*, by its number in the options.
    pub(super) dead: Option<u8>,
}

/// A source row whose number is not of the form of one.
#[derive(Debug)]
pub(super) struct OtherRow {
    pub(super) text: String,
    pub(super) row: u32,
}

/// What one thread finds among the source rows that it sees.
#[derive(Debug)]
pub(super) struct SourceRows<'p> {
    sieve: Sieve<'p>,
    pub(super) met: Met,
    batch: Batch,
    scratch: Vec<u32>,
    hits: Vec<Hit>,
    hunt: Hunt,
}

/// Which asked rows were met, and what is to be said about them.
#[derive(Debug)]
pub(super) struct Met {
    pub(super) matched: SlotSet,
    /// Slots that were met again after their first match, once for every time.
    pub(super) again: Vec<Slot>,
    pub(super) pairs: Vec<Pair>,
    /// Asked rows without a key that were met, once for every time.
    pub(super) matched_others: Vec<u32>,
    /// Names that pairs point into.
    pub(super) names: Vec<u8>,
    pub(super) others: Vec<OtherRow>,
    /// How the unusual numbers are written; the usual ones are not counted.
    pub(super) forms: [u64; Form::ALL.len()],
    /// Leads of the second chance.
    pub(super) trails: Vec<Trail>,
    pub(super) mirrored: Vec<Mirrored>,
}

/// What a source row says beside its number.
pub(super) struct Said<'a> {
    pub(super) name: Cow<'a, [u8]>,
    pub(super) dead: Option<u8>,
}

/// A segment of the source: how its rows are asked about what they say.
pub(super) trait Telling {
    /// A row, packed with its segment.
    fn pack(&self, row: u32) -> u32;
    /// Name and state, in UTF-8.
    fn said(&self, row: usize) -> Said<'_>;
    /// The division, in UTF-8.
    fn division(&self, row: usize) -> Cow<'_, [u8]>;
}

impl<'p> SourceRows<'p> {
    pub(super) fn new(asked: &AskedTable, pool: &'p Pool) -> Self {
        let met = Met {
            matched: SlotSet::new(asked.keys.slots()),
            again: Vec::new(),
            pairs: Vec::new(),
            matched_others: Vec::new(),
            names: Vec::new(),
            others: Vec::new(),
            forms: [0; Form::ALL.len()],
            trails: Vec::new(),
            mirrored: Vec::new(),
        };
        let (sieve, hunt) = (Sieve::new(pool), Hunt::default());
        Self { sieve, met, batch: Batch::default(), scratch: Vec::new(), hits: Vec::new(), hunt }
    }

    /// The keys seen, and what was met.
    pub(super) fn split(mut self) -> (Sieve<'p>, Met) {
        (self.met.trails, self.met.mirrored) = (self.hunt.trails, self.hunt.mirrored);
        (self.sieve, self.met)
    }

    /// Begins a segment.
    pub(super) fn begin(&mut self) {
        self.batch.clear();
        self.hunt.begin();
    }

    /// Adds the key of a row of the segment, written as `text`.
    #[inline]
    pub(super) fn add_key(&mut self, asked: &AskedTable, key: IdKey, text: &[u8; 18], row: usize) {
        self.batch.add(key, row as u32);
        if asked.second.is_some() {
            self.hunt.key(key, text, row as u32);
        }
    }

    /// Adds a row whose number is not simply eighteen characters. `packed` is the row with its segment.
    #[cold]
    pub(super) fn add_unusual(&mut self, asked: &AskedTable, id: &[u8], row: usize, packed: u32, reading: Reading) {
        let (id, form) = read_id(id, reading);
        self.met.forms[form as usize] += 1;
        if asked.second.is_some() {
            self.hunt.unusual(&id, row as u32);
        }
        match id {
            IdText::Key(key) => self.batch.add(key, row as u32),
            IdText::Other(text) => self.met.others.push(OtherRow { text, row: packed }),
            IdText::Blank => {}
        }
    }

    /// Ends a segment: all its keys against the asked table and into the sieve. Only matching rows are asked what they say.
    pub(super) fn end(&mut self, asked: &AskedTable, segment: u32, rows: &impl Telling) {
        self.sieve.add(segment, &self.batch);
        let mut hits = std::mem::take(&mut self.hits);
        asked.keys.probe(&self.batch, &mut self.scratch, &mut hits);
        // By itself, so that the ways to memory overlap.
        for hit in &hits {
            if !self.met.matched.insert(hit.slot) {
                self.met.again.push(hit.slot);
            }
        }
        for hit in &hits {
            let said = rows.said(hit.position as usize);
            let name = PackedName::new(&said.name);
            match hit.only_name() {
                Some(only) if said.dead.is_none() && only.proves_same(name) => {}
                _ => {
                    for met in asked.keys.rows(hit.slot) {
                        self.met.meet(met, rows.pack(hit.position), &said, name);
                    }
                }
            }
        }
        self.hits = hits;
        if let Some(second) = &asked.second {
            let text = |bytes: Cow<'_, [u8]>| String::from_utf8_lossy(&bytes).into_owned();
            let word = |row: u32| {
                let Said { name, dead } = rows.said(row as usize);
                Word { name: text(name), division: text(rows.division(row as usize)), dead }
            };
            let name = |row: u32| rows.said(row as usize).name;
            self.hunt.end(second, &asked.keys, &self.batch, |row| rows.pack(row), name, word);
        }
    }

    /// The rows without a key that this thread saw since `from`, against the asked rows without one.
    pub(super) fn meet_others<'a>(&mut self, asked: &AskedTable, from: usize, mut say: impl FnMut(u32) -> Said<'a>) {
        for at in from..self.met.others.len() {
            let Some(rows) = asked.others.get(&self.met.others[at].text) else { continue };
            let row = self.met.others[at].row;
            let said = say(row);
            let packed = PackedName::new(&said.name);
            for &met in rows {
                self.met.matched_others.push(met.0);
                self.met.meet(met, row, &said, packed);
            }
        }
    }
}

impl Met {
    fn meet(&mut self, (asked, asked_name): (u32, PackedName), source: u32, said: &Said<'_>, name: PackedName) {
        let unknown = name == PackedName::EMPTY || asked_name == PackedName::EMPTY;
        let look = !unknown && !asked_name.proves_same(name);
        if !look && said.dead.is_none() {
            return;
        }
        let start = self.names.len() as u32;
        if look {
            self.names.extend_from_slice(&said.name);
        }
        let name = start..self.names.len() as u32;
        self.pairs.push(Pair { asked, source, name, look, dead: said.dead });
    }
}
