//! Items in 1024 lists by the upper bits of a scattered key, on few large pieces of memory.

use crate::scatter::BITS;
use crate::words::Words;
use std::sync::Mutex;

/// The upper bits of a scattered key choose the list.
pub(crate) const PART_BITS: u32 = 10;
/// How many lists there are.
pub(crate) const PARTS: usize = 1 << PART_BITS;
/// The remaining 51 bits share a word with a row number of 13 bits.
pub(crate) const ROW_BITS: u32 = 64 - (BITS - PART_BITS);
/// How many rows a segment may have.
pub const SEGMENT_ROWS: usize = 1 << ROW_BITS;
const REST: u64 = (1 << (BITS - PART_BITS)) - 1;
/// Words of a chunk of a list, and of a region that chunks are cut from.
const CHUNK: usize = 512;
const REGION: usize = 1 << 21;

/// Where a row stands: its segment, and its number in the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The number that the caller gave to the segment, below 2¹⁹.
    pub segment: u32,
    /// Below [`SEGMENT_ROWS`].
    pub row: u16,
}

impl Place {
    /// Both in one number.
    #[inline]
    pub fn packed(self) -> u32 {
        debug_assert!(self.segment < 1 << (32 - ROW_BITS) && usize::from(self.row) < SEGMENT_ROWS);
        self.segment << ROW_BITS | u32::from(self.row)
    }
}

/// Memory that is used again: what the collected rows of one list leave is taken by the next.
///
/// Getting zeroed memory from the system costs up to a second a gibibyte, more than most of what is done with it.
#[derive(Debug, Default)]
pub struct Pool(Mutex<Vec<Words>>);

impl Pool {
    fn take(&self) -> Words {
        // Whoever panicked with the lock held did no more than push or pop.
        let used = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop();
        used.unwrap_or_else(|| Words::zeroed(REGION))
    }

    fn give(&self, regions: impl IntoIterator<Item = Words>) {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).extend(regions);
    }
}

/// Lists of items of `W` words; the first word of an item is a key without its upper bits and a row number.
#[derive(Debug)]
pub(crate) struct Lists<'p, const W: usize> {
    pool: &'p Pool,
    regions: Vec<Words>,
    used: usize,
    /// The next word of each list; at a multiple of [`CHUNK`], a new chunk is due.
    heads: Vec<u32>,
    chunks: Vec<Vec<u32>>,
    segments: Vec<u32>,
    /// The lower 16 bits of the length of every list at the end of every segment.
    marks: Vec<u16>,
}

impl<'p, const W: usize> Lists<'p, W> {
    pub(crate) fn new(pool: &'p Pool) -> Self {
        Self {
            pool,
            regions: Vec::new(),
            used: 0,
            heads: vec![0; PARTS],
            chunks: vec![Vec::new(); PARTS],
            segments: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Adds an item for a row of the current segment; `more` are its words after the first.
    #[inline]
    pub(crate) fn push(&mut self, scattered: u64, row: u32, more: impl FnOnce(&mut [u64])) {
        debug_assert!((row as usize) < SEGMENT_ROWS);
        let part = part(scattered);
        let mut at = self.heads[part] as usize;
        if at.is_multiple_of(CHUNK) {
            at = self.new_chunk(part);
        }
        let item = &mut self.regions[at / REGION][at % REGION..at % REGION + W];
        item[0] = (scattered & REST) << ROW_BITS | u64::from(row);
        more(&mut item[1..]);
        self.heads[part] = (at + W) as u32;
    }

    /// Ends a segment: the items since the last end are its rows'.
    pub(crate) fn end_segment(&mut self, segment: u32) {
        self.segments.push(segment);
        for part in 0..PARTS {
            self.marks.push(self.len(part) as u16);
        }
    }

    #[cold]
    fn new_chunk(&mut self, part: usize) -> usize {
        if self.used.is_multiple_of(REGION) {
            self.regions.push(self.pool.take());
        }
        let at = self.used;
        self.used += CHUNK;
        self.chunks[part].push((at / CHUNK) as u32);
        at
    }

    /// How many items a list has.
    pub(crate) fn len(&self, part: usize) -> usize {
        let last = match self.heads[part] as usize % CHUNK {
            0 => CHUNK,
            some => some,
        };
        (self.chunks[part].len() * CHUNK + last).saturating_sub(CHUNK) / W
    }

    /// The items of a list in the order in which they came.
    pub(crate) fn items(&self, part: usize) -> impl Iterator<Item = &[u64; W]> {
        let mut left = self.len(part) * W;
        self.chunks[part].iter().flat_map(move |&chunk| {
            let take = left.min(CHUNK);
            left -= take;
            let start = chunk as usize * CHUNK % REGION;
            self.regions[chunk as usize * CHUNK / REGION][start..start + take].as_chunks().0
        })
    }

    /// The segments of a list's items, in their order: each with how many items of it there are.
    pub(crate) fn runs(&self, part: usize) -> impl Iterator<Item = (u32, usize)> {
        let mut before = 0u16;
        self.segments.iter().zip(self.marks.chunks_exact(PARTS)).map(move |(&segment, marks)| {
            let run = marks[part].wrapping_sub(before);
            before = marks[part];
            (segment, usize::from(run))
        })
    }
}

impl<const W: usize> Drop for Lists<'_, W> {
    fn drop(&mut self) {
        self.pool.give(self.regions.drain(..));
    }
}

/// The list of a key.
#[inline]
pub(crate) fn part(scattered: u64) -> usize {
    (scattered >> (BITS - PART_BITS)) as usize
}

/// The scattered key of an item of a list.
#[inline]
pub(crate) fn scattered(part: usize, word: u64) -> u64 {
    (part as u64) << (BITS - PART_BITS) | word >> ROW_BITS
}

/// The row number of an item.
#[inline]
pub(crate) fn row(word: u64) -> u16 {
    (word & (SEGMENT_ROWS as u64 - 1)) as u16
}
