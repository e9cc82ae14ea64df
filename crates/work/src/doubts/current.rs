//! Which snapshots count for a month.

use super::spec::Spec;
use doudi_kernel::{FeedId, Month, SnapshotId};
use doudi_lake::Manifest;
use std::collections::BTreeMap;

/// A snapshot as far as the choice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The order of arrival.
    pub sequence: u64,
    /// The feed.
    pub feed: FeedId,
    /// The month that it is about.
    pub month: Month,
    /// Which part of the county: empty for all of it.
    pub part: String,
}

impl Kept {
    /// Of a snapshot in the lake.
    pub fn of(manifest: &Manifest) -> Self {
        Self {
            snapshot: manifest.id.clone(),
            sequence: manifest.sequence,
            feed: manifest.about.feed.clone(),
            month: manifest.about.month,
            part: manifest.about.part.clone(),
        }
    }
}

/// How a feed's snapshots are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// How many months before the asked one still count; `None` is without end.
    pub months: Option<u32>,
    /// Whether all months count together.
    pub accumulates: bool,
}

/// The feeds that some comparisons need, each with the widest reach that any of them gives it.
pub fn needs<'s>(specs: impl IntoIterator<Item = &'s Spec>) -> BTreeMap<FeedId, Reach> {
    let mut needs: BTreeMap<FeedId, Reach> = BTreeMap::new();
    for source in specs.into_iter().flat_map(|spec| &spec.sources) {
        let wanted = Reach { months: source.reach_months, accumulates: source.accumulates };
        let reach = needs.entry(source.feed.clone()).or_insert(wanted);
        reach.months = reach.months.zip(wanted.months).map(|(a, b)| a.max(b));
        reach.accumulates |= wanted.accumulates;
    }
    needs
}

/// The snapshots of a feed that count for a month: of the latest month that is not later and within reach, and of each part
/// the one that came last. A roster of the whole county stands alone: parts that came beside it are the same people again.
/// A register that accumulates takes every month within reach.
pub fn current<'k>(kept: &'k [Kept], feed: &FeedId, month: Month, reach: Reach) -> Vec<&'k Kept> {
    let near = |k: &&Kept| {
        let age = month.since(k.month);
        &k.feed == feed && age >= 0 && reach.months.is_none_or(|months| age <= months as i32)
    };
    let latest = kept.iter().filter(near).map(|k| k.month).max();
    let mut last: BTreeMap<(Month, &str), &Kept> = BTreeMap::new();
    for one in kept.iter().filter(near).filter(|k| reach.accumulates || Some(k.month) == latest) {
        let slot = last.entry((one.month, &one.part)).or_insert(one);
        if one.sequence > slot.sequence {
            *slot = one;
        }
    }
    let whole: Vec<Month> = last.keys().filter(|(_, part)| part.is_empty()).map(|(month, _)| *month).collect();
    last.retain(|(month, part), _| part.is_empty() || !whole.contains(month));
    last.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(sequence: u64, month: &str, part: &str) -> Kept {
        let snapshot = SnapshotId::new(format!("s{sequence}"));
        Kept { snapshot, sequence, feed: "student".into(), month: month.parse().unwrap(), part: part.into() }
    }

    fn chosen(kept: &[Kept], month: &str, months: Option<u32>, accumulates: bool) -> Vec<String> {
        let reach = Reach { months, accumulates };
        let found = current(kept, &"student".into(), month.parse().unwrap(), reach);
        found.into_iter().map(|k| k.snapshot.to_string()).collect()
    }

    #[test]
    fn a_corrected_roster_replaces_the_one_of_its_month() {
        let all = [kept(1, "2026-09", ""), kept(2, "2026-09", "")];
        assert_eq!(chosen(&all, "2026-09", Some(0), false), ["s2"]);
    }

    #[test]
    fn an_earlier_month_counts_within_reach_and_a_later_one_never() {
        let all = [kept(1, "2026-06", ""), kept(2, "2026-10", "")];
        assert_eq!(chosen(&all, "2026-09", Some(3), false), ["s1"]);
        assert!(chosen(&all, "2026-09", Some(2), false).is_empty());
    }

    #[test]
    fn towns_that_send_their_own_parts_add_up_and_a_county_roster_stands_alone() {
        let parts = [kept(1, "2026-09", "柳河镇"), kept(2, "2026-09", "石桥镇")];
        assert_eq!(chosen(&parts, "2026-09", Some(0), false), ["s1", "s2"]);
        let both = [parts[0].clone(), kept(3, "2026-09", "")];
        assert_eq!(chosen(&both, "2026-09", Some(0), false), ["s3"]);
    }

    #[test]
    fn deaths_of_all_months_count_together() {
        let all = [kept(1, "2025-03", ""), kept(2, "2026-08", ""), kept(3, "2026-10", "")];
        assert_eq!(chosen(&all, "2026-09", None, true), ["s1", "s2"]);
    }
}
