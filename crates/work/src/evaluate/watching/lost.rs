//! `truth/errors.csv` of a synthetic county: whose row lost its number in which file.

use doudi_kernel::{Month, ResidentId};
use std::{collections::BTreeSet, path::Path};

/// What a file can lose of a number, as the truth calls it.
const LOST: [&str; 5] = ["id_check_character", "scientific_notation", "id_placeholder", "id_missing", "id_form"];

/// People whom a month's list names without their number: whoever looks for them there does not find them.
#[derive(Clone, Default)]
pub struct Lost(BTreeSet<(Month, String, u64)>);

impl std::fmt::Debug for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lost of {} rows", self.0.len())
    }
}

impl Lost {
    /// Reads it from the folder `truth`: kind, month, feed, file, sheet, row, column, resident_id and more.
    ///
    /// # Errors
    /// Which line is wrong.
    pub fn read(folder: &Path) -> Result<Self, String> {
        const NAME: &str = "truth/errors.csv";
        let mut reader = csv::Reader::from_path(folder.join("errors.csv")).map_err(|why| format!("{NAME}: {why}"))?;
        let mut found = BTreeSet::new();
        for (line, record) in (2..).zip(reader.records()) {
            let record = record.map_err(|why| format!("{NAME}:{line}: {why}"))?;
            if record.get(0).is_some_and(|kind| LOST.contains(&kind)) {
                found.insert(one(&record).ok_or_else(|| format!("{NAME}:{line}"))?);
            }
        }
        Ok(Self(found))
    }

    /// Whether a month's list of a feed names somebody without the number.
    pub fn holds(&self, month: Month, feed: &str, person: u64) -> bool {
        self.0.contains(&(month, feed.to_owned(), person))
    }
}

fn one(record: &csv::StringRecord) -> Option<(Month, String, u64)> {
    let person = record.get(7)?.parse::<ResidentId>().ok()?.packed();
    Some((record.get(1)?.parse().ok()?, record.get(2)?.to_owned(), person))
}
