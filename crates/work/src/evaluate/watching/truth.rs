//! `truth/shocks.csv`, `truth/hardship.parquet` and `truth/persons.parquet` of a synthetic county.

use arrow::{
    array::{ArrayRef, AsArray},
    datatypes::{Int32Type, UInt64Type},
};
use doudi_kernel::{Date, Month, ResidentId};
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::Path,
};

/// Something that struck a household.
#[derive(Clone, PartialEq, Eq)]
pub struct Struck {
    /// The person, packed.
    pub person: u64,
    /// The household, by its place in the truth.
    pub household: u32,
    /// `job_lost`
    pub kind: String,
    /// The day.
    pub on: Date,
    /// The first month whose files can tell; none if that never is.
    pub shown: Option<Month>,
    /// The month from which it is as before.
    pub over: Option<Month>,
    /// It brought the household into hardship.
    pub hardship: bool,
}

impl std::fmt::Debug for Struck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Struck({} {} hardship {})", self.kind, self.on, self.hardship)
    }
}

impl Struck {
    /// Whether it is so in a month.
    pub fn lasts(&self, month: Month) -> bool {
        Month::of(self.on) <= month && self.over.is_none_or(|over| month < over)
    }
}

/// What is true of a synthetic county over its months.
#[derive(Clone, Default)]
pub struct WatchTruth {
    /// In the order of the file.
    pub shocks: Vec<Struck>,
    /// Who lives in a household in hardship, by month and packed number.
    pub hard: BTreeSet<(Month, u64)>,
    /// The town of each household in hardship, nine digits.
    pub towns: BTreeMap<u32, String>,
    households: BTreeMap<u64, u32>,
}

impl std::fmt::Debug for WatchTruth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WatchTruth of {} people and {} shocks", self.households.len(), self.shocks.len())
    }
}

impl WatchTruth {
    /// Reads the folder `truth` of a synthetic county.
    ///
    /// # Errors
    /// What is wrong with which file.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut truth = Self::default();
        let mut names = BTreeMap::<String, u32>::new();
        columns(folder, "persons.parquet", &["resident_id", "household"], &mut |of, row| {
            let next = names.len() as u32;
            let household = *names.entry(of[1].as_string::<i32>().value(row).to_owned()).or_insert(next);
            truth.households.insert(of[0].as_primitive::<UInt64Type>().value(row), household);
        })?;
        let wanted = ["month", "resident_id", "household", "division"];
        let (mut hard, mut towns) = (BTreeSet::new(), BTreeMap::new());
        columns(folder, "hardship.parquet", &wanted, &mut |of, row| {
            let month = of[wanted_at(&wanted, "month")].as_primitive::<Int32Type>().value(row);
            let text = |name| of[wanted_at(&wanted, name)].as_string::<i32>().value(row);
            let Some(month) = Month::new((month / 100) as i16, (month % 100) as i8) else { return };
            hard.insert((month, of[wanted_at(&wanted, "resident_id")].as_primitive::<UInt64Type>().value(row)));
            if let (Some(household), Some(town)) = (names.get(text("household")), text("division").get(..9)) {
                towns.entry(*household).or_insert_with(|| town.to_owned());
            }
        })?;
        (truth.hard, truth.towns) = (hard, towns);
        truth.shocks = shocks(folder, &names)?;
        Ok(truth)
    }

    /// The household of a person in the truth.
    pub fn household(&self, person: u64) -> Option<u32> {
        self.households.get(&person).copied()
    }

    #[cfg(test)]
    pub(super) fn of(
        households: &[(u64, u32)],
        shocks: Vec<Struck>,
        hard: &[(Month, u64)],
        towns: &[(u32, &str)],
    ) -> Self {
        Self {
            shocks,
            hard: hard.iter().copied().collect(),
            towns: towns.iter().map(|(of, town)| (*of, (*town).to_owned())).collect(),
            households: households.iter().copied().collect(),
        }
    }
}

fn wanted_at(wanted: &[&str], name: &str) -> usize {
    wanted.iter().position(|it| *it == name).unwrap_or(0)
}

/// Reads some columns of a file, row by row.
fn columns(folder: &Path, name: &str, wanted: &[&str], take: &mut dyn FnMut(&[ArrayRef], usize)) -> Result<(), String> {
    let wrong = |why: &dyn std::fmt::Display| format!("truth/{name}: {why}");
    let file = File::open(folder.join(name)).map_err(|why| wrong(&why))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|why| wrong(&why))?;
    let mask = ProjectionMask::columns(reader.parquet_schema(), wanted.iter().copied());
    for batch in reader.with_projection(mask).build().map_err(|why| wrong(&why))? {
        let batch = batch.map_err(|why| wrong(&why))?;
        let column = |name: &&str| batch.column_by_name(name).cloned().ok_or_else(|| wrong(name));
        let columns = wanted.iter().map(column).collect::<Result<Vec<ArrayRef>, _>>()?;
        (0..batch.num_rows()).for_each(|row| take(&columns, row));
    }
    Ok(())
}

fn shocks(folder: &Path, names: &BTreeMap<String, u32>) -> Result<Vec<Struck>, String> {
    const NAME: &str = "truth/shocks.csv";
    let mut reader = csv::Reader::from_path(folder.join("shocks.csv")).map_err(|why| format!("{NAME}: {why}"))?;
    let mut found = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|why| format!("{NAME}:{line}: {why}"))?;
        found.push(struck(&record, names).ok_or_else(|| format!("{NAME}:{line}"))?);
    }
    Ok(found)
}

/// person, resident_id, household, division, kind, struck_on, shown, over, hardship.
fn struck(record: &csv::StringRecord, names: &BTreeMap<String, u32>) -> Option<Struck> {
    let month = |at: usize| match record.get(at)? {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    Some(Struck {
        person: record.get(1)?.parse::<ResidentId>().ok()?.packed(),
        household: *names.get(record.get(2)?)?,
        kind: record.get(4)?.to_owned(),
        on: record.get(5)?.parse().ok()?,
        shown: month(6)?,
        over: month(7)?,
        hardship: record.get(8)? == "yes",
    })
}
