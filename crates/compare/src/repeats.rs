//! Which keys stand twice among tens of millions.
//!
//! Every key costs one word: after a scattering without loss, ten bits choose one of 1024 lists, and the remaining 51
//! share a word with the row's number in its segment (up to 8192 rows read together). Which segment a word belongs to
//! follows from its position, because lists grow in the order of segments and remember how long they were at the end of
//! each. A list then fits the cache, where two bit maps single out the few words worth sorting.

use crate::Batch;
use crate::scatter::BITS;
use crate::words::Words;
use rayon::prelude::*;

const PART_BITS: u32 = 10;
const PARTS: usize = 1 << PART_BITS;
/// Rows of a segment are numbered with so many bits.
const ROW_BITS: u32 = 64 - (BITS - PART_BITS);
/// How many rows a segment may have.
pub const SEGMENT_ROWS: usize = 1 << ROW_BITS;
const REST: u64 = (1 << (BITS - PART_BITS)) - 1;
/// Words of a chunk of a list, and of a region that chunks are cut from.
const CHUNK: usize = 512;
const REGION: usize = 1 << 21;

/// Where a row stands: its segment, and its number in the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The number that the caller gave to the segment.
    pub segment: u32,
    /// Below [`SEGMENT_ROWS`].
    pub row: u16,
}

/// Keys that one thread has seen.
#[derive(Debug)]
pub struct Sieve {
    regions: Vec<Words>,
    used: usize,
    /// The next word of each list; at a multiple of [`CHUNK`], a new chunk is due.
    heads: Vec<u32>,
    chunks: Vec<Vec<u32>>,
    segments: Vec<u32>,
    /// The lower 16 bits of the length of every list at the end of every segment.
    marks: Vec<u16>,
}

impl Default for Sieve {
    fn default() -> Self {
        Self {
            regions: Vec::new(),
            used: 0,
            heads: vec![0; PARTS],
            chunks: vec![Vec::new(); PARTS],
            segments: Vec::new(),
            marks: Vec::new(),
        }
    }
}

impl Sieve {
    /// Adds the keys of a segment's rows; batch positions are row numbers in the segment. A segment is added once.
    pub fn add(&mut self, segment: u32, batch: &Batch) {
        for (&scattered, &row) in batch.scattered.iter().zip(batch.positions()) {
            debug_assert!((row as usize) < SEGMENT_ROWS);
            let part = (scattered >> (BITS - PART_BITS)) as usize;
            let mut at = self.heads[part] as usize;
            if at.is_multiple_of(CHUNK) {
                at = self.new_chunk(part);
            }
            self.regions[at / REGION][at % REGION] = (scattered & REST) << ROW_BITS | u64::from(row);
            self.heads[part] = at as u32 + 1;
        }
        self.segments.push(segment);
        for part in 0..PARTS {
            self.marks.push(self.len(part) as u16);
        }
    }

    #[cold]
    fn new_chunk(&mut self, part: usize) -> usize {
        if self.used.is_multiple_of(REGION) {
            self.regions.push(Words::zeroed(REGION));
        }
        let at = self.used;
        self.used += CHUNK;
        self.chunks[part].push((at / CHUNK) as u32);
        at
    }

    fn len(&self, part: usize) -> usize {
        let last = match self.heads[part] as usize % CHUNK {
            0 => CHUNK,
            some => some,
        };
        (self.chunks[part].len() * CHUNK + last).saturating_sub(CHUNK)
    }

    /// The words of a list in the order in which they came.
    fn words(&self, part: usize) -> impl Iterator<Item = u64> {
        let chunks = self.chunks[part].iter().map(|&chunk| chunk as usize * CHUNK);
        let mut left = self.len(part);
        chunks.flat_map(move |at| {
            let take = left.min(CHUNK);
            left -= take;
            let start = at % REGION;
            self.regions[at / REGION][start..start + take].iter().copied()
        })
    }

    /// The segments of the words at ascending positions of a list.
    fn segments_of(&self, part: usize, positions: &[u32], mut each: impl FnMut(usize, u32)) {
        let mut wanted = positions.iter().enumerate();
        let Some(mut next) = wanted.next() else { return };
        let mut end = 0usize;
        for (segment, marks) in self.segments.iter().zip(self.marks.chunks_exact(PARTS)) {
            end += usize::from(marks[part].wrapping_sub(end as u16));
            while (*next.1 as usize) < end {
                each(next.0, *segment);
                match wanted.next() {
                    Some(more) => next = more,
                    None => return,
                }
            }
        }
    }
}

/// The rows whose key stands on more than one row, together by key; the keys in no particular but a reproducible order.
///
/// ```
/// use doudi_compare::{Batch, Place, Sieve, repeats};
/// use doudi_kernel::IdKey;
/// let key = |text: &[u8; 18]| IdKey::from_ascii(text).unwrap();
/// let mut batch = Batch::default();
/// batch.add(key(b"419901199003070014"), 0);
/// batch.add(key(b"419901196501010028"), 1);
/// batch.add(key(b"419901199003070014"), 2);
/// let mut sieve = Sieve::default();
/// sieve.add(7, &batch);
/// let twice = repeats(&[sieve]);
/// assert_eq!(twice, [vec![Place { segment: 7, row: 0 }, Place { segment: 7, row: 2 }]]);
/// ```
pub fn repeats(sieves: &[Sieve]) -> Vec<Vec<Place>> {
    (0..PARTS)
        .into_par_iter()
        .map_init(Maps::default, |maps, part| repeats_of(sieves, part, maps))
        .flatten_iter()
        .collect()
}

/// Two bit maps of a list: bits that some word set, and bits that a second word met.
#[derive(Default)]
struct Maps {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Maps {
    /// Marks every word; sixteen bits a word leave some six words in a hundred to be looked at again.
    fn mark(&mut self, sieves: &[Sieve], part: usize) -> u32 {
        let len: usize = sieves.iter().map(|sieve| sieve.len(part)).sum();
        let bits = (len * 16).next_power_of_two().max(1 << 12).trailing_zeros();
        for map in [&mut self.once, &mut self.twice] {
            map.clear();
            map.resize(1 << (bits - 6), 0);
        }
        let (once, twice) = (&mut self.once[..], &mut self.twice[..]);
        for word in sieves.iter().flat_map(|sieve| sieve.words(part)) {
            let (at, bit) = spot(word, bits);
            twice[at] |= once[at] & bit;
            once[at] |= bit;
        }
        bits
    }
}

#[inline]
fn spot(word: u64, bits: u32) -> (usize, u64) {
    let spot = word >> (64 - bits);
    ((spot >> 6) as usize, 1 << (spot & 63))
}

/// A word worth a second look: key rest, sieve, position in the list, row.
type Suspect = (u64, u32, u32, u16);

fn repeats_of(sieves: &[Sieve], part: usize, maps: &mut Maps) -> Vec<Vec<Place>> {
    let bits = maps.mark(sieves, part);
    let mut suspects: Vec<Suspect> = Vec::new();
    for (sieve, number) in sieves.iter().zip(0u32..) {
        for (word, position) in sieve.words(part).zip(0u32..) {
            let (at, bit) = spot(word, bits);
            if maps.twice[at] & bit != 0 {
                suspects.push((word >> ROW_BITS, number, position, (word & (SEGMENT_ROWS as u64 - 1)) as u16));
            }
        }
    }
    suspects.sort_unstable();
    let mut groups: Vec<Vec<Suspect>> =
        suspects.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).map(<[_]>::to_vec).collect();
    placed(sieves, part, &mut groups)
}

/// Finds the segments of all suspects of one list in one walk along the marks of each sieve.
fn placed(sieves: &[Sieve], part: usize, groups: &mut [Vec<Suspect>]) -> Vec<Vec<Place>> {
    let mut places: Vec<Vec<Place>> =
        groups.iter().map(|group| group.iter().map(|s| Place { segment: 0, row: s.3 }).collect()).collect();
    for (sieve, number) in sieves.iter().zip(0u32..) {
        let mut wanted: Vec<(u32, usize, usize)> = Vec::new();
        for (g, group) in groups.iter().enumerate() {
            wanted.extend(group.iter().enumerate().filter(|(_, s)| s.1 == number).map(|(i, s)| (s.2, g, i)));
        }
        wanted.sort_unstable();
        let positions: Vec<u32> = wanted.iter().map(|w| w.0).collect();
        sieve.segments_of(part, &positions, |at, segment| places[wanted[at].1][wanted[at].2].segment = segment);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use doudi_kernel::IdKey;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn check(segments: &[Vec<u64>], threads: usize) {
        let mut sieves: Vec<Sieve> = (0..threads).map(|_| Sieve::default()).collect();
        let mut naive: BTreeMap<u64, Vec<Place>> = BTreeMap::new();
        for (numbers, segment) in segments.iter().zip(0u32..) {
            let mut batch = Batch::default();
            for (&number, row) in numbers.iter().zip(0u16..) {
                batch.add(IdKey::from_packed(number << 4).unwrap(), u32::from(row));
                naive.entry(number).or_default().push(Place { segment, row });
            }
            sieves[segment as usize % threads].add(segment, &batch);
        }
        let mut found = repeats(&sieves);
        found.iter_mut().for_each(|group| group.sort_unstable());
        found.sort_unstable();
        let mut naive: Vec<Vec<Place>> = naive.into_values().filter(|rows| rows.len() > 1).collect();
        naive.sort_unstable();
        assert_eq!(found, naive);
    }

    #[test]
    fn one_key_on_every_row_is_found_on_every_row() {
        check(&vec![vec![5; 3000]; 40], 2);
    }

    #[test]
    fn many_rows_over_many_chunks_agree_with_counting() {
        let segment = |s: u64| (0..8192).map(|row| (s * 8192 + row) * 7919 % 150_000).collect();
        check(&(0..30).map(segment).collect::<Vec<_>>(), 3);
    }

    proptest! {
        #[test]
        fn repeats_agree_with_counting(segments in prop::collection::vec(prop::collection::vec(0u64..200, 0..40), 0..12), threads in 1usize..4) {
            check(&segments, threads);
        }
    }
}
