//! Who is reached, against the truth: 漏保 (entitled and not covered) and 错保 (covered and not entitled).

use arrow::array::AsArray;
use arrow::datatypes::UInt64Type;
use doudi_kernel::Ratio;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use std::{collections::BTreeSet, fs::File, path::Path};

/// What is true of the people of a synthetic county (`truth/means.parquet`).
#[derive(Clone, Default)]
pub struct TargetingTruth {
    /// Sorted by packed number: urban, entitled in truth, looked up by a verification.
    people: Vec<(u64, [bool; 3])>,
}

impl std::fmt::Debug for TargetingTruth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TargetingTruth of {} people", self.people.len())
    }
}

/// How many a list covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// People on the list.
    pub covered: u64,
    /// Of them, entitled in truth.
    pub right: u64,
    /// Entitled in truth, on the list or not.
    pub entitled: u64,
}

impl Cover {
    /// 漏保率: of those entitled, the share not covered.
    pub fn exclusion(&self) -> Option<Ratio> {
        Ratio::new((self.entitled - self.right) as i64, self.entitled as i64)
    }

    /// 错保率: of those covered, the share not entitled.
    pub fn inclusion(&self) -> Option<Ratio> {
        Ratio::new((self.covered - self.right) as i64, self.covered as i64)
    }
}

/// A list against the truth, for several groups of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Targeting {
    /// Everybody.
    pub all: Cover,
    /// Those whom a verification looked up.
    pub verified: Cover,
    /// In the country.
    pub rural: Cover,
    /// In town.
    pub urban: Cover,
}

impl TargetingTruth {
    /// Reads `truth/means.parquet`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let wrong = |why: &dyn std::fmt::Display| format!("truth/means.parquet: {why}");
        let file = File::open(path).map_err(|why| wrong(&why))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|why| wrong(&why))?;
        let columns = ["resident_id", "urban", "counted", "verified", "entitled"];
        let mask = ProjectionMask::columns(reader.parquet_schema(), columns);
        let mut people = Vec::new();
        for batch in reader.with_projection(mask).build().map_err(|why| wrong(&why))? {
            let batch = batch.map_err(|why| wrong(&why))?;
            let column = |name: &str| batch.column_by_name(name).ok_or_else(|| wrong(&name));
            let keys = column("resident_id")?.as_primitive::<UInt64Type>();
            let flags = ["urban", "entitled", "verified", "counted"].map(|name| Ok(column(name)?.as_boolean().clone()));
            let [urban, entitled, verified, counted] = flags.map(|flag: Result<_, String>| flag);
            let (urban, entitled, verified, counted) = (urban?, entitled?, verified?, counted?);
            let rows = (0..batch.num_rows()).filter(|row| counted.value(*row));
            people.extend(
                rows.map(|row| (keys.value(row), [urban.value(row), entitled.value(row), verified.value(row)])),
            );
        }
        people.sort_unstable();
        Ok(Self { people })
    }
}

/// Holds a list of packed numbers against the truth. Who is not in the truth (dead, gone, not counted) is left out.
pub fn targeting(listed: &BTreeSet<u64>, truth: &TargetingTruth) -> Targeting {
    let mut found = Targeting::default();
    for (key, [urban, entitled, verified]) in &truth.people {
        let on = listed.contains(key);
        let count = |cover: &mut Cover| {
            cover.covered += u64::from(on);
            cover.right += u64::from(on && *entitled);
            cover.entitled += u64::from(*entitled);
        };
        count(&mut found.all);
        if *verified {
            count(&mut found.verified);
        }
        count(if *urban { &mut found.urban } else { &mut found.rural });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_entitled_and_not_listed_is_excluded_and_who_is_listed_and_not_entitled_included() {
        let people = vec![(1, [false, true, true]), (2, [false, true, false]), (3, [true, false, true])];
        let found = targeting(&BTreeSet::from([1, 3, 9]), &TargetingTruth { people });
        assert_eq!(found.all, Cover { covered: 2, right: 1, entitled: 2 });
        assert_eq!(found.all.exclusion(), Ratio::new(1, 2));
        assert_eq!(found.all.inclusion(), Ratio::new(1, 2));
        assert_eq!(found.urban, Cover { covered: 1, right: 0, entitled: 0 });
        assert_eq!(found.urban.exclusion(), None);
        assert_eq!(found.verified.entitled, 1);
    }
}
