//! The rows that are asked about, as a table that other rows stream past.

use crate::PackedName;
use crate::lists::{self, Lists, PART_BITS, PARTS, Place, Pool};
use crate::scatter::{place, scatter};
use crate::words::Words;
use doudi_kernel::IdKey;
use rayon::prelude::*;

/// Slots per ten rows: at seven tenths full, a key is found in two steps on average.
const SLOTS_PER_TEN: usize = 14;
/// Filter bits per row. With two bits set in one word, one key in twelve passes that is not there; more bits would pass
/// fewer, but six million rows would then need more than the few megabytes that stay in cache.
const FILTER_BITS: usize = 6;
/// How many slots are fetched before the first is looked at, so that their way from memory overlaps.
const AHEAD: usize = 32;

/// What one thread collects of the asked rows, before [`Asked::build`].
#[derive(Debug)]
pub struct AskedPart<'p> {
    lists: Lists<'p, 2>,
}

impl<'p> AskedPart<'p> {
    /// An empty part on memory of the pool.
    pub fn new(pool: &'p Pool) -> Self {
        Self { lists: Lists::new(pool) }
    }

    /// Adds a row of the current segment. A key may stand on several rows.
    #[inline]
    pub fn add(&mut self, key: IdKey, name: PackedName, row: u32) {
        self.lists.push(scatter(key.packed()), row, |more| more[0] = name.word());
    }

    /// Ends a segment: the rows since the last end are its.
    pub fn end_segment(&mut self, segment: u32) {
        self.lists.end_segment(segment);
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
    /// The position of its row.
    pub position: u32,
    /// Its place in the table.
    pub slot: Slot,
    /// The name of the only row with the key, and a mark when it is not the only one.
    name: u64,
}

impl Hit {
    /// The name of the only row with the key; `None` when several rows have it.
    #[inline]
    pub fn only_name(self) -> Option<PackedName> {
        (self.name & PackedName::FREE == 0).then(|| PackedName::from_word(self.name))
    }
}

/// Asked rows by key: open addressing in parts, 20 bytes a slot, behind a filter of six bits a row that keeps most of the
/// keys that nobody asks about away from memory.
#[derive(Debug)]
pub struct Asked {
    /// First slot and number of slots of each part.
    parts: Vec<(u32, u32)>,
    /// Key (scattered, plus one; zero is empty) and name, side by side.
    slots: Words,
    /// Two packed places a word.
    rows: Words,
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
    part: usize,
}

impl Asked {
    /// Builds the table on all threads of the pool of threads; the collected rows go back to the pool of memory.
    ///
    /// # Panics
    /// With more than 3 × 10⁹ rows, which a slot number cannot count.
    pub fn build(collected: Vec<AskedPart<'_>>) -> Self {
        Self::with_filter(collected, FILTER_BITS)
    }

    /// The same for few rows that hardly any key meets: with more bits a row in the filter, fewer keys come to the table.
    pub fn build_small(collected: Vec<AskedPart<'_>>) -> Self {
        Self::with_filter(collected, 2 * FILTER_BITS)
    }

    fn with_filter(collected: Vec<AskedPart<'_>>, filter_bits: usize) -> Self {
        let len = |part| collected.iter().map(|rows| rows.lists.len(part)).sum::<usize>();
        let mut parts = Vec::with_capacity(PARTS);
        let (mut rows, mut total) = (0, 0u32);
        for part in 0..PARTS {
            rows += len(part);
            // Even, so that the rows of a part begin at a word.
            let slots = u32::try_from((len(part) * SLOTS_PER_TEN / 10 + 8) & !1).expect("fewer than 3 × 10⁹ rows");
            parts.push((total, slots));
            total = total.checked_add(slots).expect("fewer than 3 × 10⁹ rows");
        }
        let filter_part = (rows * filter_bits / 64 / PARTS + 1) as u32;
        let mut asked = Self {
            parts,
            slots: Words::zeroed(total as usize * 2),
            rows: Words::zeroed(total as usize / 2),
            filter: Words::zeroed(filter_part as usize * PARTS),
            filter_part,
            further: Vec::new(),
            keys: 0,
        };
        asked.fill(&collected);
        asked
    }

    fn fill(&mut self, collected: &[AskedPart<'_>]) {
        let (mut slots, mut rows) = (&mut self.slots[..], bytemuck::cast_slice_mut(&mut self.rows));
        let mut fillings = Vec::with_capacity(PARTS);
        let filters = self.filter.chunks_exact_mut(self.filter_part as usize);
        for ((&(first, len), part), filter) in self.parts.iter().zip(0..).zip(filters) {
            let (these, others) = slots.split_at_mut(len as usize * 2);
            let (these_rows, other_rows) = rows.split_at_mut(len as usize);
            (slots, rows) = (others, other_rows);
            fillings.push(Filling { first, slots: these, rows: these_rows, filter, part });
        }
        let fill = |filling: Filling<'_>| filling.fill(collected);
        let filled: Vec<(usize, Vec<Further>)> = fillings.into_par_iter().map(fill).collect();
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
        self.rows.len() * 2
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
                    let name = self.slots[slot as usize * 2 + 1];
                    hits.push(Hit { position: batch.positions[at as usize], slot, name });
                }
            }
        }
    }

    /// Writes the positions that pass to the front of `positions` and tells how many.
    fn pass_filter(&self, scattered: &[u64], positions: &mut [u32]) -> usize {
        let mut passed = 0;
        let filter = &self.filter[..];
        for (at, &key) in scattered.iter().enumerate() {
            let word = lists::part(key) as u32 * self.filter_part + place(key, PART_BITS, self.filter_part);
            let bits = filter_bits(key);
            positions[passed] = at as u32;
            passed += usize::from(filter[word as usize] & bits == bits);
        }
        passed
    }

    #[inline]
    fn first_slot(&self, scattered: u64) -> u32 {
        let (first, len) = self.parts[lists::part(scattered)];
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
            let (first, len) = self.parts[lists::part(scattered)];
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
        let first = std::iter::once_with(move || (self.row(slot), PackedName::from_word(word)));
        first.chain(further.iter().map(|further| (further.row, further.name)))
    }

    #[inline]
    fn row(&self, slot: Slot) -> u32 {
        bytemuck::cast_slice::<u64, u32>(&self.rows)[slot as usize]
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
    fn fill(mut self, collected: &[AskedPart<'_>]) -> (usize, Vec<Further>) {
        let mut further = Vec::new();
        let mut keys = 0;
        for rows in collected {
            let mut items = rows.lists.items(self.part);
            for (segment, run) in rows.lists.runs(self.part) {
                for &[word, name] in items.by_ref().take(run) {
                    let row = Place { segment, row: lists::row(word) }.packed();
                    match self.insert(lists::scattered(self.part, word), name, row) {
                        None => keys += 1,
                        Some(slot) => further.push(Further { slot, row, name: PackedName::from_word(name) }),
                    }
                }
            }
        }
        (keys, further)
    }

    /// Inserts a row, or gives the slot where another row has the key.
    fn insert(&mut self, scattered: u64, name: u64, row: u32) -> Option<Slot> {
        let slot = self.slot_of(scattered);
        if self.slots[slot * 2] != 0 {
            self.slots[slot * 2 + 1] |= PackedName::FREE;
            return Some(self.first + slot as u32);
        }
        self.slots[slot * 2] = scattered + 1;
        self.slots[slot * 2 + 1] = name;
        self.rows[slot] = row;
        let len = self.filter.len() as u32;
        self.filter[place(scattered, PART_BITS, len) as usize] |= filter_bits(scattered);
        None
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

/// The two bits that a key sets in its word of the filter.
#[inline]
fn filter_bits(scattered: u64) -> u64 {
    1 << (scattered & 63) | 1 << (scattered >> 6 & 63)
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
            let pool = Pool::default();
            let mut parts = [AskedPart::new(&pool), AskedPart::new(&pool)];
            for (segment, rows) in (0u32..).zip(asked.chunks(7)) {
                let part = &mut parts[segment as usize % 2];
                for (row, (number, name)) in (0u32..).zip(rows) {
                    part.add(key(*number), PackedName::new(name.as_bytes()), row);
                }
                part.end_segment(segment);
            }
            let table = Asked::build(parts.into());
            let mut batch = Batch::default();
            source.iter().zip(0..).for_each(|(&number, at)| batch.add(key(number), at));
            let (mut hits, mut scratch) = (Vec::new(), Vec::new());
            table.probe(&batch, &mut scratch, &mut hits);
            let mut found: Vec<(u32, u32, PackedName)> =
                hits.iter().flat_map(|hit| table.rows(hit.slot).map(|(row, name)| (hit.position, row, name))).collect();
            found.sort_unstable();
            let mut naive = Vec::new();
            for (at, number) in (0u32..).zip(&source) {
                for (row, (asked, name)) in (0u32..).zip(&asked) {
                    if asked == number {
                        let place = Place { segment: row / 7, row: (row % 7) as u16 };
                        naive.push((at, place.packed(), PackedName::new(name.as_bytes())));
                    }
                }
            }
            naive.sort_unstable();
            prop_assert_eq!(found, naive);
            prop_assert_eq!(table.filled().count(), table.keys());
        }
    }
}
