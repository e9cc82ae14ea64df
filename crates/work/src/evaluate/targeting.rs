//! Who is reached, against the truth: 漏保 (entitled and not covered) and 错保 (covered and not entitled).

use arrow::{
    array::{ArrayRef, AsArray},
    datatypes::{Int64Type, UInt64Type},
};
use doudi_kernel::Ratio;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    path::Path,
};

/// The programmes that support the living of whoever is below the line, by the names of the rules and of the registers.
pub const SUPPORT: [&str; 2] = ["dibao", "tekun"];

/// What is true of the people of a synthetic county (`truth/means.parquet`).
#[derive(Clone, Default)]
pub struct TargetingTruth {
    /// Sorted by packed number.
    people: Vec<(u64, True)>,
}

/// What is true of a person and the household that counts the person.
#[derive(Clone, Copy, Debug, Default)]
struct True {
    /// Six digits.
    county: u32,
    urban: bool,
    /// Looked up by a verification.
    verified: bool,
    /// Below the line, and property fits.
    entitled: bool,
    /// Whom the household counts.
    members: i64,
    /// Its counted income, fen a month.
    income: i64,
    /// Its savings, fen.
    savings: i64,
    /// Neither a second dwelling nor a shop, car or company.
    plain: bool,
}

impl True {
    /// By another line, fen a month and head: the truth's own rule, an income below it and savings of two years of it.
    fn by(&self, line: i64) -> bool {
        let line = line * self.members;
        self.members > 0 && self.income < line && self.savings <= 24 * line && self.plain
    }
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
        let mask = ProjectionMask::columns(reader.parquet_schema(), COLUMNS);
        let mut people = Vec::new();
        for batch in reader.with_projection(mask).build().map_err(|why| wrong(&why))? {
            let batch = batch.map_err(|why| wrong(&why))?;
            let column = |name: &&str| batch.column_by_name(name).cloned().ok_or_else(|| wrong(name));
            let columns = COLUMNS.iter().map(column).collect::<Result<Vec<ArrayRef>, _>>()?;
            people.extend((0..batch.num_rows()).filter_map(|row| person(&columns, row)));
        }
        people.sort_unstable_by_key(|(key, _)| *key);
        Ok(Self { people })
    }

    /// The same people by other lines: `line` gives fen a month and head for a county (six digits) and whether in town;
    /// where it has none, what the file says stays.
    pub fn by_lines(&self, line: &dyn Fn(u32, bool) -> Option<i64>) -> Self {
        let mut lines = BTreeMap::new();
        let mut people = self.people.clone();
        for (_, person) in &mut people {
            let (county, urban) = (person.county, person.urban);
            if let Some(line) = lines.entry((county, urban)).or_insert_with(|| line(county, urban)) {
                person.entitled = person.by(*line);
            }
        }
        Self { people }
    }
}

/// The columns that are read.
const COLUMNS: [&str; 13] = [
    "resident_id",
    "division",
    "counted_members",
    "counted_income",
    "financial_asset",
    "dwellings",
    "vehicle_value",
    "urban",
    "counted",
    "verified",
    "entitled",
    "non_residential_property",
    "owns_company",
];

/// A row of [`COLUMNS`]; none of who does not count.
fn person(columns: &[ArrayRef], row: usize) -> Option<(u64, True)> {
    let number = |at: usize| columns[at].as_primitive::<Int64Type>().value(row);
    let [urban, counted, verified, entitled, shop, company] =
        [7, 8, 9, 10, 11, 12].map(|at: usize| columns[at].as_boolean().value(row));
    let county = columns[1].as_string::<i32>().value(row).get(..6)?.parse().ok()?;
    let key = columns[0].as_primitive::<UInt64Type>().value(row);
    let plain = number(5) <= 1 && number(6) == 0 && !shop && !company;
    let (members, income, savings) = (number(2), number(3), number(4));
    counted.then_some((key, True { county, urban, verified, entitled, members, income, savings, plain }))
}

/// Holds a list of packed numbers against the truth. Who is not in the truth (dead, gone, not counted) is left out.
pub fn targeting(listed: &BTreeSet<u64>, truth: &TargetingTruth) -> Targeting {
    let mut found = Targeting::default();
    for (key, True { urban, entitled, verified, .. }) in &truth.people {
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
impl TargetingTruth {
    /// Rural people who live alone in 419901 and own nothing, by packed number and income in fen a month; whether entitled
    /// is still to be said by lines.
    pub(crate) fn alone(people: &[(u64, i64)]) -> Self {
        let person =
            |income| True { county: 419_901, verified: true, members: 1, income, plain: true, ..True::default() };
        Self { people: people.iter().map(|(key, income)| (*key, person(*income))).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_entitled_and_not_listed_is_excluded_and_who_is_listed_and_not_entitled_included() {
        let person = |urban, entitled, verified| True { urban, entitled, verified, ..True::default() };
        let people =
            vec![(1, person(false, true, true)), (2, person(false, true, false)), (3, person(true, false, true))];
        let found = targeting(&BTreeSet::from([1, 3, 9]), &TargetingTruth { people });
        assert_eq!(found.all, Cover { covered: 2, right: 1, entitled: 2 });
        assert_eq!(found.all.exclusion(), Ratio::new(1, 2));
        assert_eq!(found.all.inclusion(), Ratio::new(1, 2));
        assert_eq!(found.urban, Cover { covered: 1, right: 0, entitled: 0 });
        assert_eq!(found.urban.exclusion(), None);
        assert_eq!(found.verified.entitled, 1);
    }

    #[test]
    fn by_a_higher_line_more_are_entitled_and_the_line_holds_where_it_is_drawn() {
        let poor = |income| True { members: 2, income, plain: true, ..True::default() };
        let rich = True { plain: false, ..poor(0) };
        let people = vec![(1, poor(99_999)), (2, poor(100_000)), (3, True { urban: true, ..poor(0) }), (4, rich)];
        let truth = TargetingTruth { people };
        let entitled = |line: i64| {
            let by = truth.by_lines(&|_, urban| (!urban).then_some(line));
            by.people.iter().map(|(_, person)| person.entitled).collect::<Vec<_>>()
        };
        assert_eq!(entitled(50_000), [true, false, false, false]);
        assert_eq!(entitled(50_001), [true, true, false, false]);
    }
}
