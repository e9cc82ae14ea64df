//! Which feed is there for which month, and since when one is missing.

use super::may;
use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::Action;
use doudi_kernel::{FeedId, Month, SnapshotId};
use doudi_lake::Manifest;
use std::collections::BTreeMap;

/// How many months stand side by side.
const MONTHS: i32 = 6;

/// The current snapshots of a feed and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The newest.
    pub snapshot: SnapshotId,
    /// Records of all parts.
    pub rows: u64,
    /// Complaints about all parts.
    pub complaints: u64,
    /// How many towns or statuses sent their own part; one for a roster of the whole county.
    pub parts: usize,
    /// Whether all stated totals were found.
    pub agrees: bool,
}

/// One feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// The feed.
    pub feed: FeedId,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Who sends it.
    pub department: String,
    /// What is there, month by month in the order of [`Overview::months`].
    pub cells: Vec<Option<Cell>>,
    /// The newest month that is there.
    pub last: Option<Month>,
}

impl FeedRow {
    /// How many months up to `now` are missing; none for a feed that never came.
    pub fn behind(&self, now: Month) -> Option<i32> {
        self.last.map(|last| now.since(last).max(0))
    }
}

/// All feeds by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The months, the oldest first; the last is the current one, or the newest in the lake.
    pub months: Vec<Month>,
    /// The feeds: those that came first, then those that never did.
    pub rows: Vec<FeedRow>,
}

/// What is there and what is missing.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`]; the lake's.
pub fn overview(bureau: &Bureau, who: &Who) -> Result<Overview, OfficeError> {
    may(bureau, who, Action::List)?;
    let manifests = bureau.lake()?.snapshots()?;
    let this = Month::of(who.today());
    let newest = manifests.iter().map(|it| it.about.month).max().map_or(this, |newest| newest.max(this));
    let months: Vec<Month> = (1 - MONTHS..=0).map(|back| newest.plus(back)).collect();
    let current = current(&manifests);
    let mut rows: Vec<FeedRow> = Vec::new();
    for known in bureau.catalogue()?.layouts {
        if rows.iter().any(|row| row.feed == known.layout.feed) {
            continue;
        }
        let of = current.get(&known.layout.feed);
        let cell = |month: &Month| of.and_then(|months| months.get(month)).map(|of| cell(of));
        rows.push(FeedRow {
            cells: months.iter().map(cell).collect(),
            last: of.and_then(|months| months.keys().next_back().copied()),
            feed: known.layout.feed,
            zh: known.layout.zh,
            en: known.layout.en,
            department: known.layout.department,
        });
    }
    rows.sort_by_key(|row| (row.last.is_none(), std::cmp::Reverse(row.last)));
    Ok(Overview { months, rows })
}

type Current<'m> = BTreeMap<FeedId, BTreeMap<Month, Vec<&'m Manifest>>>;

/// Of each feed, month and part the snapshot that came last; a whole county's stands alone, as comparisons take it.
fn current(manifests: &[Manifest]) -> Current<'_> {
    let mut last: BTreeMap<(&FeedId, Month, &str), &Manifest> = BTreeMap::new();
    for it in manifests {
        last.insert((&it.about.feed, it.about.month, &it.about.part), it);
    }
    let mut current = Current::new();
    for ((feed, month, part), it) in last {
        let of = current.entry(feed.clone()).or_default().entry(month).or_default();
        // The empty part comes first in order.
        if part.is_empty() || of.first().is_none_or(|first| !first.about.part.is_empty()) {
            of.push(it);
        }
    }
    current
}

fn cell(of: &Vec<&Manifest>) -> Cell {
    let newest = of.iter().max_by_key(|it| it.sequence).map(|it| it.id.clone());
    Cell {
        snapshot: newest.unwrap_or_else(|| SnapshotId::new("")),
        rows: of.iter().map(|it| it.rows).sum(),
        complaints: of.iter().map(|it| it.complaints).sum(),
        parts: of.len(),
        agrees: of.iter().all(|it| it.about.controls.iter().all(|control| control.agrees)),
    }
}
