//! What all threads found together, by row numbers of the files.

use super::asked::AskedTable;
use super::second::{Linked, Mirrored, Settled, Trail};
use super::source::{Met, Pair, SourceRows};
use doudi_compare::{Form, SlotSet, repeats};
use std::collections::BTreeMap;

/// Rows to be written, by their numbers in the files, ascending.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) missing: Vec<u64>,
    /// With the number of the thread whose texts hold the name.
    pub(super) pairs: Vec<(u64, u64, usize, Pair)>,
    /// Asked rows, once for every pair beyond their first.
    pub(super) further: Vec<u64>,
    /// Source rows, those of one number together.
    pub(super) repeated: Vec<Vec<u64>>,
    pub(super) source_forms: [u64; Form::ALL.len()],
    /// Names that pairs point into, by thread.
    pub(super) names: Vec<Vec<u8>>,
    pub(super) trails: Vec<Trail>,
    /// Leads to asked rows that were not met.
    pub(super) mirrored: Vec<Mirrored>,
    /// Rows that were linked without their number being met; they are not missing.
    pub(super) repaired: Settled,
    /// Missing rows that are to be looked at.
    pub(super) look: Settled,
}

impl Found {
    /// Puts the threads' findings together. `asked_row` and `source_row` turn a packed row into its number.
    pub(super) fn gather(
        asked: &AskedTable,
        threads: Vec<SourceRows<'_>>,
        asked_row: impl Fn(u32) -> u64,
        source_row: impl Fn(u32) -> u64,
    ) -> Self {
        let (sieves, threads): (Vec<_>, Vec<_>) = threads.into_iter().map(SourceRows::split).unzip();
        let places = repeats(&sieves);
        let number = |place: &doudi_compare::Place| source_row(place.packed());
        let mut repeated: Vec<Vec<u64>> = places.iter().map(|group| group.iter().map(number).collect()).collect();
        repeated.extend(repeated_others(&threads, &source_row));
        repeated.iter_mut().for_each(|group| group.sort_unstable());
        repeated.sort_unstable();

        let mut found = Self { repeated, ..Self::default() };
        let mut matched = SlotSet::new(asked.keys.slots());
        let mut others: Vec<u32> = Vec::new();
        for (number, thread) in threads.into_iter().enumerate() {
            let mut again = thread.again;
            matched.merge(&thread.matched, |slot| again.push(slot));
            found.further.extend(again.iter().flat_map(|&slot| asked.keys.rows(slot)).map(|(row, _)| asked_row(row)));
            found.pairs.extend(
                thread.pairs.into_iter().map(|pair| (asked_row(pair.asked), source_row(pair.source), number, pair)),
            );
            found.source_forms.iter_mut().zip(thread.forms).for_each(|(sum, count)| *sum += count);
            found.names.push(thread.names);
            found.trails.extend(thread.trails);
            found.mirrored.extend(thread.mirrored);
            others.extend(thread.matched_others);
        }
        found.mirrored.retain(|lead| !matched.contains(lead.slot));
        found.pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
        found.gather_missing(asked, &matched, others, &asked_row);
        found.further.sort_unstable();
        found
    }

    /// Takes what was settled: linked rows are no longer missing.
    pub(super) fn take(&mut self, settled: Settled) {
        (self.repaired, self.look) = settled.into_iter().partition(|one| matches!(one.1, Linked::Proven(..)));
        let repaired = &self.repaired;
        self.missing.retain(|row| repaired.binary_search_by_key(row, |one| one.0).is_err());
    }

    fn gather_missing(
        &mut self,
        asked: &AskedTable,
        matched: &SlotSet,
        mut others: Vec<u32>,
        asked_row: &impl Fn(u32) -> u64,
    ) {
        let unmatched = asked.keys.filled().filter(|&slot| !matched.contains(slot));
        self.missing.extend(unmatched.flat_map(|slot| asked.keys.rows(slot)).map(|(row, _)| asked_row(row)));
        others.sort_unstable();
        for (row, _) in asked.others.values().flatten() {
            let met = others.partition_point(|other| other <= row) - others.partition_point(|other| other < row);
            match met {
                0 => self.missing.push(asked_row(*row)),
                more => self.further.extend(std::iter::repeat_n(asked_row(*row), more - 1)),
            }
        }
        self.missing.extend(asked.blank.iter().map(|&row| asked_row(row)));
        self.missing.sort_unstable();
    }
}

fn repeated_others(threads: &[Met], source_row: &impl Fn(u32) -> u64) -> Vec<Vec<u64>> {
    let mut by_text: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for other in threads.iter().flat_map(|thread| &thread.others) {
        by_text.entry(&other.text).or_default().push(source_row(other.row));
    }
    by_text.into_values().filter(|rows| rows.len() > 1).collect()
}
