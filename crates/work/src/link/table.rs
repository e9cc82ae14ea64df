//! A list as text columns, whatever file it comes in.

use super::{LinkRefused, language::Language};
use arrow::array::{Array, StringArray};
use doudi_kernel::Month;
use doudi_lake::Limits;
use std::path::Path;

/// A list that was read: the columns that may tell who somebody is, and where each record stands.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file's name, or the roster's with its month.
    pub name: String,
    /// The feed of a roster of the lake.
    pub feed: Option<String>,
    /// The month of the roster, where it comes from the lake.
    pub month: Option<Month>,
    /// How many records there are.
    pub rows: usize,
    /// All headings, as they stand.
    pub headings: Vec<String>,
    /// The columns that were read.
    pub(super) columns: Vec<Column>,
    pub(super) at: Rows,
}

/// A column as written.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) heading: String,
    pub(super) texts: Texts,
}

/// A column's values, batch by batch; blank is *unknown*.
#[derive(Clone, Debug, Default)]
pub struct Texts(pub(super) Vec<StringArray>);

/// Where records stand.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    /// One after the other below a header in row 1.
    Dense,
    /// Sheet, row (from 1, as a spreadsheet shows it), and the header's last row.
    Listed { sheets: Vec<String>, rows: Vec<(u16, u32)>, headers: Vec<u32> },
}

impl Texts {
    /// The values by row.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> + Send {
        self.0.iter().flat_map(|batch| batch.iter()).map(|text| text.filter(|text| !text.trim().is_empty()))
    }

    /// The value of a row.
    pub fn get(&self, mut row: usize) -> Option<&str> {
        for batch in &self.0 {
            if row < batch.len() {
                return batch.is_valid(row).then(|| batch.value(row)).filter(|text| !text.trim().is_empty());
            }
            row -= batch.len();
        }
        None
    }

    pub(super) fn of(values: impl Iterator<Item = Option<String>>) -> Self {
        Self(vec![values.collect()])
    }
}

/// What is asked of a reader besides the file: which headings are wanted.
pub(super) struct Wanted<'a> {
    pub(super) languages: &'a [Language; 2],
    /// Headings that `--as` names.
    pub(super) also: &'a [String],
}

impl Wanted<'_> {
    pub(super) fn takes(&self, heading: &str) -> bool {
        let named = |wanted: &String| super::language::plain(wanted) == super::language::plain(heading);
        self.also.iter().any(named) || self.languages.iter().any(|language| language.headed(heading).is_some())
    }
}

impl Table {
    /// Reads a file of any kind: Parquet column by column, everything else row by row under the header that is found.
    pub(super) fn read(path: &Path, wanted: &Wanted<'_>, limits: &Limits) -> Result<Self, LinkRefused> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if super::parquet::is_parquet(path) {
            return super::parquet::read(path, name, wanted);
        }
        super::sheets::read(path, wanted, limits).map_err(|why| LinkRefused::Unreadable(name, why))
    }

    /// What the truth about a synthetic county calls the list: feed and month of a roster, else the file's name.
    pub fn list(&self) -> String {
        match (&self.feed, self.month) {
            (Some(feed), Some(month)) => format!("{feed} {month}"),
            _ => self.name.clone(),
        }
    }

    /// The sheet and the row (from 1, as a spreadsheet shows it) of a record.
    pub fn place(&self, row: usize) -> (&str, u32) {
        match &self.at {
            Rows::Dense => ("", row as u32 + 2),
            Rows::Listed { sheets, rows, .. } => {
                let (sheet, row) = rows[row];
                (sheets.get(usize::from(sheet)).map_or("", String::as_str), row)
            }
        }
    }

    /// How many rows below its sheet's header a record stands, from 0: the record's number for programs.
    pub fn index(&self, row: usize) -> u32 {
        match &self.at {
            Rows::Dense => row as u32,
            Rows::Listed { rows, headers, .. } => {
                let (sheet, at) = rows[row];
                at - headers.get(usize::from(sheet)).copied().unwrap_or(1) - 1
            }
        }
    }

    /// The identity numbers of the records as far as they are valid, when the list has such a column; for holding results
    /// against the truth, whatever was compared.
    pub fn numbers(&self) -> Option<Vec<Option<String>>> {
        let is_number = |column: &&Column| {
            let known = super::language::plain(&column.heading);
            ["residentid", "身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证"].contains(&known.as_str())
        };
        let column = self.columns.iter().find(is_number)?;
        let valid = |text: &str| match doudi_compare::read_id(text.as_bytes(), doudi_compare::Reading::Clean).0 {
            doudi_compare::IdText::Key(key) if key.resident().is_ok() => Some(key.reveal()),
            _ => None,
        };
        Some(column.texts.iter().map(|text| text.and_then(valid)).collect())
    }

    /// The record in a row of a sheet, or in that row of the only sheet that has it.
    pub fn record(&self, sheet: Option<&str>, row: u32) -> Option<usize> {
        let here = |at: &usize| {
            let (name, number) = self.place(*at);
            number == row && sheet.is_none_or(|sheet| sheet == name)
        };
        match &self.at {
            Rows::Dense => (row as usize).checked_sub(2).filter(|at| *at < self.rows),
            Rows::Listed { .. } => (0..self.rows).find(here),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_truth_knows_a_roster_by_feed_and_month_whatever_an_office_calls_it() {
        let file = Table {
            name: "土地承包_2026.xlsx".into(),
            feed: None,
            month: None,
            rows: 0,
            headings: vec![],
            columns: vec![],
            at: Rows::Dense,
        };
        assert_eq!(file.list(), "土地承包_2026.xlsx");
        let month = "2026-07".parse().ok();
        let roster = Table { name: "土地承包 2026-07".into(), feed: Some("land_contract".into()), month, ..file };
        assert_eq!(roster.list(), "land_contract 2026-07");
    }
}
