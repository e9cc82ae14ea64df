//! Two kept lists against each other.

use super::counts::DivisionCount;
use super::keep::KeepError;
use doudi_compare::{PackedName, runs, walk};
use doudi_lake::keys::KeyFile;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Source entries of a piece that one thread compares at a time: what it reads of them stays in cache.
const PIECE: usize = 1 << 16;

/// What comparing two kept lists found, by row numbers of the lists, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// Asked rows whose number the source does not have, or that have none.
    pub missing: Vec<u32>,
    /// Asked row and source row with one number and different names.
    pub mismatch: Vec<(u32, u32)>,
    /// Asked row and source row with one number, dead by the source.
    pub dead: Vec<(u32, u32)>,
    /// Source rows whose number stands on more than one, those of one number together.
    pub repeated: Vec<Vec<u32>>,
    /// Counts by division of the asked row; rows without a number are in none.
    pub divisions: Vec<DivisionCount>,
}

/// Compares two kept lists; `dead` are the states of the source that mean *dead*.
///
/// # Errors
/// [`KeepError::Keys`]: a file was damaged since it was opened.
pub fn pair_again(asked: &KeyFile, source: &KeyFile, dead: &[String], threads: usize) -> Result<Again, KeepError> {
    let pieces = pieces(asked, source)?;
    let dead: Vec<bool> = source.header().states.iter().map(|state| dead.contains(state)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut seen = Seen::new(asked, source, &dead);
        while let Some((asked, source)) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            seen.compare(asked, source)?;
        }
        Ok::<_, KeepError>((seen.found, seen.counts))
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        running.into_iter().map(join).collect()
    });
    let mut found = Again { missing: asked.header().keyless.clone(), ..Again::default() };
    let mut counts = vec![[0u64; 5]; asked.header().divisions.len()];
    for part in done {
        let (part, part_counts): (Again, Vec<[u64; 5]>) = part?;
        found.missing.extend(part.missing);
        found.mismatch.extend(part.mismatch);
        found.dead.extend(part.dead);
        found.repeated.extend(part.repeated);
        counts.iter_mut().flatten().zip(part_counts.iter().flatten()).for_each(|(sum, count)| *sum += count);
    }
    found.missing.sort_unstable();
    found.mismatch.sort_unstable();
    found.dead.sort_unstable();
    found.repeated.sort_unstable();
    found.divisions = divisions(asked, &counts);
    Ok(found)
}

fn divisions(asked: &KeyFile, counts: &[[u64; 5]]) -> Vec<DivisionCount> {
    let count = |(division, &[asked, further_pairs, missing, mismatch, dead]): (&String, &[u64; 5])| DivisionCount {
        division: division.clone(),
        asked,
        further_pairs,
        repaired: 0,
        look: 0,
        missing,
        mismatch,
        dead,
    };
    let mut list: Vec<DivisionCount> = asked.header().divisions.iter().zip(counts).map(count).collect();
    list.sort_by(|a, b| a.division.cmp(&b.division));
    list
}

/// Ranges of asked and of source entries with the same keys.
type Share = (Range<usize>, Range<usize>);

/// Cuts both lists where a key begins.
fn pieces(asked: &KeyFile, source: &KeyFile) -> Result<Vec<Share>, KeepError> {
    let mut cuts = vec![(0, 0)];
    let mut key = Vec::new();
    for at in (PIECE..source.entries()).step_by(PIECE) {
        source.keys(&(at..at + 1), &mut key)?;
        cuts.push((asked.position(key[0])?, source.position(key[0])?));
    }
    cuts.push((asked.entries(), source.entries()));
    Ok(cuts.windows(2).map(|cut| (cut[0].0..cut[1].0, cut[0].1..cut[1].1)).collect())
}

/// What one thread has read and found.
struct Seen<'a> {
    asked: &'a KeyFile,
    source: &'a KeyFile,
    dead: &'a [bool],
    asked_columns: Piece,
    source_columns: Piece,
    found: Again,
    /// By division: asked, further pairs, missing, mismatch, dead.
    counts: Vec<[u64; 5]>,
}

#[derive(Default)]
struct Piece {
    keys: Vec<u64>,
    names: Vec<u64>,
    rows: Vec<u32>,
    /// States of the source, divisions of the asked list.
    codes: Vec<u16>,
}

impl<'a> Seen<'a> {
    fn new(asked: &'a KeyFile, source: &'a KeyFile, dead: &'a [bool]) -> Self {
        Self {
            asked,
            source,
            dead,
            asked_columns: Piece::default(),
            source_columns: Piece::default(),
            found: Again::default(),
            counts: vec![[0; 5]; asked.header().divisions.len()],
        }
    }

    fn read(&mut self, asked: &Range<usize>, source: &Range<usize>) -> Result<(), KeepError> {
        let piece = &mut self.asked_columns;
        self.asked.keys(asked, &mut piece.keys)?;
        self.asked.names(asked, &mut piece.names)?;
        self.asked.rows(asked, &mut piece.rows)?;
        self.asked.divisions(asked, &mut piece.codes)?;
        let piece = &mut self.source_columns;
        self.source.keys(source, &mut piece.keys)?;
        self.source.names(source, &mut piece.names)?;
        self.source.rows(source, &mut piece.rows)?;
        self.source.states(source, &mut piece.codes)?;
        Ok(())
    }

    fn compare(&mut self, asked_range: &Range<usize>, source_range: &Range<usize>) -> Result<(), KeepError> {
        self.read(asked_range, source_range)?;
        let (asked, source) = (&self.asked_columns, &self.source_columns);
        let (found, counts) = (&mut self.found, &mut self.counts);
        let differ = |a: usize, s: usize| {
            let (ours, theirs) = (PackedName::from_word(asked.names[a]), PackedName::from_word(source.names[s]));
            let unknown = ours == PackedName::EMPTY || theirs == PackedName::EMPTY;
            !unknown && !ours.proves_same(theirs) && {
                let ours = long_name(self.asked, asked_range.start + a);
                ours.is_none() || ours != long_name(self.source, source_range.start + s)
            }
        };
        walk(&asked.keys, &source.keys, |a, range| {
            let (row, count) = (asked.rows[a], &mut counts[usize::from(asked.codes[a])]);
            count[0] += 1;
            if range.is_empty() {
                count[2] += 1;
                found.missing.push(row);
                return;
            }
            count[1] += range.len() as u64 - 1;
            for s in range {
                if differ(a, s) {
                    count[3] += 1;
                    found.mismatch.push((row, source.rows[s]));
                }
                if self.dead[usize::from(source.codes[s])] {
                    count[4] += 1;
                    found.dead.push((row, source.rows[s]));
                }
            }
        });
        runs(&source.keys, |range| found.repeated.push(source.rows[range].to_vec()));
        Ok(())
    }
}

#[cold]
fn long_name(file: &KeyFile, entry: usize) -> Option<&str> {
    let names = &file.header().long_names;
    let at = names.binary_search_by_key(&(entry as u32), |name| name.0).ok()?;
    Some(&names[at].1)
}
