//! The rows that are asked about, as a table that other rows stream past.

use crate::PackedName;
use crate::scatter::{BITS, place, scatter};
use crate::words::Words;
use doudi_kernel::IdKey;
use rayon::prelude::*;

/// The table is built and probed in this many parts by the upper bits of the key: while one is filled it stays in cache.
const PART_BITS: u32 = 8;
const PARTS: usize = 1 << PART_BITS;
/// Slots per ten rows: at seven tenths full, a key is found in two steps on average.
const SLOTS_PER_TEN: usize = 14;
/// Filter bits per row. With three bits set in one word, two or three keys in a hundred pass that are not there.
const FILTER_BITS: usize = 12;
/// How many slots are fetched before the first is looked at, so that their way from memory overlaps.
const AHEAD: usize = 32;

#[derive(Clone, Copy, Debug)]
struct Entry {
    scattered: u64,
    name: u64,
    row: u32,
}

/// What one thread collects of the asked rows, before [`Asked::build`].
#[derive(Debug)]
pub struct AskedPart {
    lists: Vec<Vec<Entry>>,
}

impl AskedPart {
    /// Room for about so many rows.
    pub fn with_capacity(rows: usize) -> Self {
        let each = rows / PARTS + rows / PARTS / 16 + 4;
        Self { lists: (0..PARTS).map(|_| Vec::with_capacity(each)).collect() }
    }

    /// Adds a row. Rows are numbered by the caller; a key may stand on several.
    #[inline]
    pub fn add(&mut self, key: IdKey, name: PackedName, row: u32) {
        let scattered = scatter(key.packed());
        self.lists[(scattered >> (BITS - PART_BITS)) as usize].push(Entry { scattered, name: name.word(), row });
    }
}

/// A further row with a key that another row has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Further {
    slot: u32,
    row: u32,
    name: PackedName,
}

/// Where an asked key lies in the table. Slots of different keys differ; they are below [`Asked::slots`].
pub type Slot = u32;

/// A key of a batch that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its position in the batch.
    pub at: u32,
    /// Its place in the table.
    pub slot: Slot,
}

/// Asked rows by key: open addressing in parts, 20 bytes a slot, behind a filter of 12 bits a row that keeps most of the
/// keys that nobody asks about away from memory.
#[derive(Debug)]
pub struct Asked {
    /// First slot and number of slots of each part.
    parts: Vec<(u32, u32)>,
    /// Key (scattered, plus one; zero is empty) and name, side by side.
    slots: Words,
    rows: Vec<u32>,
    filter: Words,
    filter_part: u32,
    further: Vec<Further>,
    keys: usize,
}

/// The part of a table that one thread fills.
struct Filling<'a> {
    first: u32,
    slots: &'a mut [u64],
    rows: &'a mut [u32],
    filter: &'a mut [u64],
    entries: Vec<Vec<Entry>>,
}

impl Asked {
    /// Builds the table on all threads of the pool. The collected rows are freed as it grows.
    ///
    /// # Panics
    /// With more than 3 × 10⁹ rows, which a slot number cannot count.
    pub fn build(collected: Vec<AskedPart>) -> Self {
        let mut by_part: Vec<Vec<Vec<Entry>>> = (0..PARTS).map(|_| Vec::new()).collect();
        for part in collected {
            for (lists, list) in by_part.iter_mut().zip(part.lists) {
                lists.push(list);
            }
        }
        let rows: usize = by_part.iter().flatten().map(Vec::len).sum();
        let lens = by_part.iter().map(|lists| lists.iter().map(Vec::len).sum::<usize>() * SLOTS_PER_TEN / 10 + 8);
        let mut parts = Vec::with_capacity(PARTS);
        let mut total = 0u32;
        for len in lens {
            let len = u32::try_from(len).expect("fewer than 3 × 10⁹ rows");
            parts.push((total, len));
            total = total.checked_add(len).expect("fewer than 3 × 10⁹ rows");
        }
        let filter_part = (rows * FILTER_BITS / 64 / PARTS + 1) as u32;
        let mut asked = Self {
            parts,
            slots: Words::zeroed(total as usize * 2),
            rows: vec![0; total as usize],
            filter: Words::zeroed(filter_part as usize * PARTS),
            filter_part,
            further: Vec::new(),
            keys: 0,
        };
        asked.fill(by_part);
        asked
    }

    fn fill(&mut self, by_part: Vec<Vec<Vec<Entry>>>) {
        let (mut slots, mut rows) = (&mut self.slots[..], &mut self.rows[..]);
        let mut fillings = Vec::with_capacity(PARTS);
        let filters = self.filter.chunks_exact_mut(self.filter_part as usize);
        for ((&(first, len), entries), filter) in self.parts.iter().zip(by_part).zip(filters) {
            let (these, others) = slots.split_at_mut(len as usize * 2);
            let (these_rows, other_rows) = rows.split_at_mut(len as usize);
            (slots, rows) = (others, other_rows);
            fillings.push(Filling { first, slots: these, rows: these_rows, filter, entries });
        }
        let filled: Vec<(usize, Vec<Further>)> = fillings.into_par_iter().map(Filling::fill).collect();
        self.keys = filled.iter().map(|part| part.0).sum();
        self.further = filled.into_iter().flat_map(|part| part.1).collect();
        self.further.sort_unstable();
    }

    /// How many different keys are asked about.
    pub fn keys(&self) -> usize {
        self.keys
    }

    /// One more than the highest slot.
    pub fn slots(&self) -> usize {
        self.rows.len()
    }

    /// Finds which keys of a batch are asked about, in their order.
    pub fn probe(&self, batch: &Batch, scratch: &mut Vec<u32>, hits: &mut Vec<Hit>) {
        let scattered = &batch.scattered[..];
        hits.clear();
        scratch.resize(scattered.len(), 0);
        let passed = self.pass_filter(scattered, scratch);
        for group in scratch[..passed].chunks(AHEAD) {
            let mut slots = [0u32; AHEAD];
            let mut touched = 0;
            for (slot, &at) in slots.iter_mut().zip(group) {
                *slot = self.first_slot(scattered[at as usize]);
                touched |= self.slots[*slot as usize * 2];
            }
            // Keeps the loads above, whose only purpose is to be under way together.
            std::hint::black_box(touched);
            for (&slot, &at) in slots.iter().zip(group) {
                if let Some(slot) = self.find_from(slot, scattered[at as usize]) {
                    hits.push(Hit { at, slot });
                }
            }
        }
    }

    /// Writes the positions that pass to the front of `positions` and tells how many.
    fn pass_filter(&self, scattered: &[u64], positions: &mut [u32]) -> usize {
        let mut passed = 0;
        let filter = &self.filter[..];
        for (at, &key) in scattered.iter().enumerate() {
            let (word, bits) = filter_bits(key, self.filter_part);
            positions[passed] = at as u32;
            passed += usize::from(filter[word as usize] & bits == bits);
        }
        passed
    }

    #[inline]
    fn first_slot(&self, scattered: u64) -> u32 {
        let (first, len) = self.parts[(scattered >> (BITS - PART_BITS)) as usize];
        first + place(scattered, PART_BITS, len)
    }

    #[inline]
    fn find_from(&self, mut slot: u32, scattered: u64) -> Option<Slot> {
        let slots = &self.slots[..];
        loop {
            let found = slots[slot as usize * 2];
            if found == scattered + 1 {
                return Some(slot);
            }
            if found == 0 {
                return None;
            }
            slot += 1;
            let (first, len) = self.parts[(scattered >> (BITS - PART_BITS)) as usize];
            if slot == first + len {
                slot = first;
            }
        }
    }

    /// The rows with the key of a slot, each with its name.
    #[inline]
    pub fn rows(&self, slot: Slot) -> impl Iterator<Item = (u32, PackedName)> {
        let word = self.slots[slot as usize * 2 + 1];
        let further = if word & PackedName::FREE == 0 { &[] } else { self.further_rows(slot) };
        let first = std::iter::once_with(move || (self.rows[slot as usize], PackedName::from_word(word)));
        first.chain(further.iter().map(|further| (further.row, further.name)))
    }

    /// The name of the only row with the key of a slot; `None` when several rows have the key.
    #[inline]
    pub fn only_name(&self, slot: Slot) -> Option<PackedName> {
        let word = self.slots[slot as usize * 2 + 1];
        (word & PackedName::FREE == 0).then(|| PackedName::from_word(word))
    }

    #[cold]
    fn further_rows(&self, slot: Slot) -> &[Further] {
        let start = self.further.partition_point(|further| further.slot < slot);
        let len = self.further[start..].partition_point(|further| further.slot == slot);
        &self.further[start..start + len]
    }

    /// The slots that hold a key.
    pub fn filled(&self) -> impl Iterator<Item = Slot> {
        self.slots.chunks_exact(2).zip(0..).filter(|(slot, _)| slot[0] != 0).map(|(_, at)| at)
    }
}

impl Filling<'_> {
    fn fill(mut self) -> (usize, Vec<Further>) {
        let mut further = Vec::new();
        let mut keys = 0;
        for list in std::mem::take(&mut self.entries) {
            for entry in list {
                let slot = self.slot_of(entry.scattered);
                if self.slots[slot * 2] == 0 {
                    self.slots[slot * 2] = entry.scattered + 1;
                    self.slots[slot * 2 + 1] = entry.name;
                    self.rows[slot] = entry.row;
                    let (word, bits) = filter_bits(entry.scattered, self.filter.len() as u32);
                    self.filter[word as usize % self.filter.len()] |= bits;
                    keys += 1;
                } else {
                    self.slots[slot * 2 + 1] |= PackedName::FREE;
                    let (slot, name) = (self.first + slot as u32, PackedName::from_word(entry.name));
                    further.push(Further { slot, row: entry.row, name });
                }
            }
        }
        (keys, further)
    }

    /// The slot that holds the key, or the empty one where it belongs. There is always an empty one.
    fn slot_of(&self, scattered: u64) -> usize {
        let len = self.rows.len();
        let mut slot = place(scattered, PART_BITS, len as u32) as usize;
        while self.slots[slot * 2] != 0 && self.slots[slot * 2] != scattered + 1 {
            slot = if slot + 1 == len { 0 } else { slot + 1 };
        }
        slot
    }
}

/// The word of the filter for a key, and the three bits that the key sets in it.
#[inline]
fn filter_bits(scattered: u64, part_words: u32) -> (u32, u64) {
    let part = (scattered >> (BITS - PART_BITS)) as u32;
    let bits = 1 << (scattered & 63) | 1 << (scattered >> 6 & 63) | 1 << (scattered >> 12 & 63);
    (part * part_words + place(scattered, PART_BITS, part_words), bits)
}

/// Keys of a run of rows that are compared together, with the position of each among the rows.
#[derive(Debug, Default)]
pub struct Batch {
    pub(crate) scattered: Vec<u64>,
    positions: Vec<u32>,
}

impl Batch {
    /// Empties the batch and keeps its memory.
    pub fn clear(&mut self) {
        self.scattered.clear();
        self.positions.clear();
    }

    /// Adds the key of the row at a position.
    #[inline]
    pub fn add(&mut self, key: IdKey, position: u32) {
        self.scattered.push(scatter(key.packed()));
        self.positions.push(position);
    }

    /// The row position of the key that a [`Hit`] points at.
    #[inline]
    pub fn position(&self, at: u32) -> u32 {
        self.positions[at as usize]
    }

    pub(crate) fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// How many keys the batch has.
    pub fn len(&self) -> usize {
        self.scattered.len()
    }

    /// Whether the batch has no key.
    pub fn is_empty(&self) -> bool {
        self.scattered.is_empty()
    }
}

/// A set of slots.
#[derive(Clone, Debug)]
pub struct SlotSet {
    words: Vec<u64>,
}

impl SlotSet {
    /// The empty set for slots below `slots`.
    pub fn new(slots: usize) -> Self {
        Self { words: vec![0; slots.div_ceil(64)] }
    }

    /// Adds a slot and tells whether it was new.
    #[inline]
    pub fn insert(&mut self, slot: Slot) -> bool {
        let word = &mut self.words[slot as usize / 64];
        let bit = 1 << (slot % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether the slot is in the set.
    #[inline]
    pub fn contains(&self, slot: Slot) -> bool {
        self.words[slot as usize / 64] >> (slot % 64) & 1 == 1
    }

    /// Adds the slots of another set of the same size; calls `both` for every slot that is in both.
    pub fn merge(&mut self, other: &Self, mut both: impl FnMut(Slot)) {
        for ((word, &other), at) in self.words.iter_mut().zip(&other.words).zip(0u32..) {
            let mut common = *word & other;
            while common != 0 {
                both(at * 64 + common.trailing_zeros());
                common &= common - 1;
            }
            *word |= other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(number: u64) -> IdKey {
        IdKey::from_packed((number << 4) | (number % 11)).unwrap()
    }

    proptest! {
        #[test]
        fn a_probe_finds_what_a_look_through_all_rows_finds(
            asked in prop::collection::vec((0u64..300, "[王李]{1,2}"), 0..200),
            source in prop::collection::vec(0u64..600, 0..300),
        ) {
            let mut parts = [AskedPart::with_capacity(8), AskedPart::with_capacity(0)];
            for (row, (number, name)) in (0u32..).zip(&asked) {
                parts[row as usize % 2].add(key(*number), PackedName::new(name.as_bytes()), row);
            }
            let table = Asked::build(parts.into());
            let mut batch = Batch::default();
            source.iter().zip(0..).for_each(|(&number, at)| batch.add(key(number), at));
            let (mut hits, mut scratch) = (Vec::new(), Vec::new());
            table.probe(&batch, &mut scratch, &mut hits);
            let mut found: Vec<(u32, u32, PackedName)> =
                hits.iter().flat_map(|hit| table.rows(hit.slot).map(|(row, name)| (batch.position(hit.at), row, name))).collect();
            found.sort_unstable();
            let mut naive = Vec::new();
            for (at, number) in (0u32..).zip(&source) {
                for (row, (asked, name)) in (0u32..).zip(&asked) {
                    if asked == number {
                        naive.push((at, row, PackedName::new(name.as_bytes())));
                    }
                }
            }
            naive.sort_unstable();
            prop_assert_eq!(found, naive);
            prop_assert_eq!(table.filled().count(), table.keys());
        }
    }
}
