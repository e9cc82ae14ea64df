//! The snapshot that a file is compared with: who joined, left, changed.

use super::{columns::UNTAKEN, ledger::Census, shape::Shape};
use doudi_kernel::{FeedId, Month};
use doudi_lake::{Coverage, Lake, LakeError, Manifest};

/// The snapshot before, and the columns whose change counts.
pub(super) struct Previous {
    /// The snapshot.
    pub(super) manifest: Manifest,
    /// Columns that both have: a column that a department added is no change of anybody.
    pub(super) tracked: Vec<String>,
}

impl Previous {
    /// The newest snapshot of the same feed and part up to this month that is not this very file.
    ///
    /// # Errors
    /// The lake cannot be read.
    pub(super) fn find(
        lake: &Lake,
        (feed, month, part, source): (&FeedId, Month, &str, &str),
        shape: &Shape<'_>,
    ) -> Result<Option<Self>, LakeError> {
        let of_these = |it: &Manifest| {
            it.about.feed == *feed
                && it.about.part == part
                && it.about.month <= month
                && it.about.source.blake3 != source
                && it.about.coverage == Coverage::Full
        };
        let found = lake.snapshots()?.into_iter().filter(of_these);
        let newest = found.max_by_key(|manifest| (manifest.about.month, manifest.sequence));
        Ok(newest.map(|manifest| Self { tracked: tracked(shape, &manifest.columns), manifest }))
    }

    /// Its keys and what its rows hold.
    ///
    /// # Errors
    /// The lake cannot be read.
    pub(super) fn census(&self, lake: &Lake, key: &str) -> Result<Census, LakeError> {
        let mut census = Census::default();
        if !self.manifest.columns.iter().any(|column| column == key) {
            return Ok(census);
        }
        let mut columns: Vec<&str> = vec![key];
        columns.extend(self.tracked.iter().map(String::as_str).filter(|column| *column != key));
        for batch in lake.records(&self.manifest.id, &columns)? {
            census.add(&batch, key, &self.tracked);
        }
        Ok(census)
    }
}

/// Columns that both have, but not where a row stands, nor an age, nor what no field takes.
fn tracked(shape: &Shape<'_>, columns: &[String]) -> Vec<String> {
    let counts = |name: &str| !name.starts_with("source_") && !name.starts_with(UNTAKEN) && name != "age";
    let in_shape =
        |name: &str| shape.slot(name).is_some() || shape.slot(name.strip_suffix("_raw").unwrap_or(name)).is_some();
    columns.iter().filter(|name| counts(name) && in_shape(name)).cloned().collect()
}
