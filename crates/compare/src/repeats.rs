//! Which keys stand twice among tens of millions.
//!
//! Every key costs one word: after a scattering without loss, ten bits choose one of 1024 lists, and the remaining 51
//! share a word with the row's number in its segment (up to 8192 rows read together). Which segment a word belongs to
//! follows from its position, because lists grow in the order of segments and remember how long they were at the end of
//! each. A list then fits the cache, where two bit maps single out the few words worth sorting.

use crate::Batch;
use crate::lists::{Lists, PARTS, Place, Pool, ROW_BITS, row};
use rayon::prelude::*;

/// Keys that one thread has seen.
#[derive(Debug)]
pub struct Sieve<'p> {
    lists: Lists<'p, 1>,
}

impl<'p> Sieve<'p> {
    /// An empty sieve on memory of the pool.
    pub fn new(pool: &'p Pool) -> Self {
        Self { lists: Lists::new(pool) }
    }

    /// Adds the keys of a segment's rows; batch positions are row numbers in the segment. A segment is added once.
    pub fn add(&mut self, segment: u32, batch: &Batch) {
        for (&scattered, &row) in batch.scattered.iter().zip(batch.positions()) {
            self.lists.push(scattered, row, |_| {});
        }
        self.lists.end_segment(segment);
    }

    /// The segments of the items at ascending positions of a list.
    fn segments_of(&self, part: usize, positions: &[u32], mut each: impl FnMut(usize, u32)) {
        let mut wanted = positions.iter().enumerate().peekable();
        let mut end = 0usize;
        for (segment, run) in self.lists.runs(part) {
            end += run;
            while let Some((at, _)) = wanted.next_if(|(_, position)| (**position as usize) < end) {
                each(at, segment);
            }
            if wanted.peek().is_none() {
                return;
            }
        }
    }
}

/// The rows whose key stands on more than one row, together by key; the keys in no particular but a reproducible order.
///
/// ```
/// use doudi_compare::{Batch, Place, Pool, Sieve, repeats};
/// use doudi_kernel::IdKey;
/// let key = |text: &[u8; 18]| IdKey::from_ascii(text).unwrap();
/// let mut batch = Batch::default();
/// batch.add(key(b"419901199003070014"), 0);
/// batch.add(key(b"419901196501010028"), 1);
/// batch.add(key(b"419901199003070014"), 2);
/// let pool = Pool::default();
/// let mut sieve = Sieve::new(&pool);
/// sieve.add(7, &batch);
/// let twice = repeats(&[sieve]);
/// assert_eq!(twice, [vec![Place { segment: 7, row: 0 }, Place { segment: 7, row: 2 }]]);
/// ```
pub fn repeats(sieves: &[Sieve<'_>]) -> Vec<Vec<Place>> {
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
    fn mark(&mut self, sieves: &[Sieve<'_>], part: usize) -> u32 {
        let len: usize = sieves.iter().map(|sieve| sieve.lists.len(part)).sum();
        let bits = (len * 16).next_power_of_two().max(1 << 12).trailing_zeros();
        for map in [&mut self.once, &mut self.twice] {
            map.clear();
            map.resize(1 << (bits - 6), 0);
        }
        let (once, twice) = (&mut self.once[..], &mut self.twice[..]);
        for &[word] in sieves.iter().flat_map(|sieve| sieve.lists.items(part)) {
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

fn repeats_of(sieves: &[Sieve<'_>], part: usize, maps: &mut Maps) -> Vec<Vec<Place>> {
    let bits = maps.mark(sieves, part);
    let mut suspects: Vec<Suspect> = Vec::new();
    for (sieve, number) in sieves.iter().zip(0u32..) {
        for (&[word], position) in sieve.lists.items(part).zip(0u32..) {
            let (at, bit) = spot(word, bits);
            if maps.twice[at] & bit != 0 {
                suspects.push((word >> ROW_BITS, number, position, row(word)));
            }
        }
    }
    suspects.sort_unstable();
    let mut groups: Vec<Vec<Suspect>> =
        suspects.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).map(<[_]>::to_vec).collect();
    placed(sieves, part, &mut groups)
}

/// Finds the segments of all suspects of one list in one walk along the marks of each sieve.
fn placed(sieves: &[Sieve<'_>], part: usize, groups: &mut [Vec<Suspect>]) -> Vec<Vec<Place>> {
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
        let pool = Pool::default();
        let mut sieves: Vec<Sieve<'_>> = (0..threads).map(|_| Sieve::new(&pool)).collect();
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
