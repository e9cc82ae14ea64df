//! The current snapshots of one feed as one table of columns.

use arrow::{
    array::{
        Array, ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray, UInt16Array,
        UInt32Array, UInt64Array, new_null_array,
    },
    compute::concat,
    datatypes::DataType,
};
use doudi_kernel::{Date, DisabilityCertificate, FeedId, Lang, Money, Month, Say, SnapshotId};
use std::collections::BTreeMap;

/// A snapshot that makes part of a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// The snapshot.
    pub snapshot: SnapshotId,
    /// The month that it is about.
    pub month: Month,
    /// Which part of the county: empty for all of it.
    pub part: String,
    /// The name of the file that it came from.
    pub file: String,
    /// The names of the file's sheets, by the records' `source_sheet`.
    pub sheets: Vec<String>,
    /// How many records it holds.
    pub rows: u64,
    /// Whether the totals that the file states are what was found in it; if not, absence from it says little.
    pub controls_agree: bool,
}

/// All current records of a feed, in columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// The feed.
    pub feed: FeedId,
    /// The snapshots, in the order of their rows.
    pub parts: Vec<Part>,
    /// The first row of each part.
    starts: Vec<usize>,
    rows: usize,
    columns: BTreeMap<String, Column>,
}

#[derive(Clone, Debug)]
enum Column {
    Text(StringArray),
    Key(UInt64Array),
    Day(Date32Array),
    Flag(BooleanArray),
    Long(Int64Array),
    Month(Int32Array),
    Row(UInt32Array),
    Sheet(UInt16Array),
}

impl Column {
    fn of(array: &ArrayRef) -> Option<Self> {
        let any = array.as_any();
        Some(match array.data_type() {
            DataType::Utf8 => Self::Text(any.downcast_ref::<StringArray>()?.clone()),
            DataType::UInt64 => Self::Key(any.downcast_ref::<UInt64Array>()?.clone()),
            DataType::Date32 => Self::Day(any.downcast_ref::<Date32Array>()?.clone()),
            DataType::Boolean => Self::Flag(any.downcast_ref::<BooleanArray>()?.clone()),
            DataType::Int64 => Self::Long(any.downcast_ref::<Int64Array>()?.clone()),
            DataType::Int32 => Self::Month(any.downcast_ref::<Int32Array>()?.clone()),
            DataType::UInt32 => Self::Row(any.downcast_ref::<UInt32Array>()?.clone()),
            DataType::UInt16 => Self::Sheet(any.downcast_ref::<UInt16Array>()?.clone()),
            _ => return None,
        })
    }
}

impl Table {
    /// Puts the records of several snapshots one after the other. A column that one of them lacks is unknown in its rows;
    /// a column that two of them type differently is left out of the later one.
    pub fn new(feed: FeedId, snapshots: Vec<(Part, Vec<RecordBatch>)>) -> Self {
        let batches: Vec<&RecordBatch> = snapshots.iter().flat_map(|(_, batches)| batches).collect();
        let mut types: BTreeMap<&str, &DataType> = BTreeMap::new();
        for field in batches.iter().flat_map(|batch| batch.schema_ref().fields()) {
            types.entry(field.name()).or_insert(field.data_type());
        }
        let columns = types
            .iter()
            .filter_map(|(name, kind)| {
                let pieces: Vec<ArrayRef> = batches.iter().map(|batch| piece(batch, name, kind)).collect();
                let whole = concat(&pieces.iter().map(AsRef::as_ref).collect::<Vec<_>>()).ok()?;
                Some(((*name).to_owned(), Column::of(&whole)?))
            })
            .collect();
        let mut starts = Vec::new();
        let mut rows = 0;
        for (_, batches) in &snapshots {
            starts.push(rows);
            rows += batches.iter().map(RecordBatch::num_rows).sum::<usize>();
        }
        Self { feed, parts: snapshots.into_iter().map(|(part, _)| part).collect(), starts, rows, columns }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The text of a row, `None` when unknown.
    pub(crate) fn text(&self, field: &str, row: u32) -> Option<&str> {
        match self.columns.get(field)? {
            Column::Text(values) => {
                (!values.is_null(row as usize)).then(|| values.value(row as usize)).filter(|text| !text.is_empty())
            }
            _ => None,
        }
    }

    pub(crate) fn key(&self, field: &str, row: u32) -> Option<u64> {
        match self.columns.get(field)? {
            Column::Key(values) => (!values.is_null(row as usize)).then(|| values.value(row as usize)),
            _ => None,
        }
    }

    pub(crate) fn day(&self, field: &str, row: u32) -> Option<Date> {
        match self.columns.get(field)? {
            Column::Day(values) => (!values.is_null(row as usize)).then(|| civil(values.value(row as usize)))?,
            _ => None,
        }
    }

    /// A number of a row: fen, a count.
    pub(crate) fn number(&self, field: &str, row: u32) -> Option<i64> {
        match self.columns.get(field)? {
            Column::Long(values) => (!values.is_null(row as usize)).then(|| values.value(row as usize)),
            _ => None,
        }
    }

    /// A yes or no of a row.
    pub(crate) fn flag(&self, field: &str, row: u32) -> Option<bool> {
        match self.columns.get(field)? {
            Column::Flag(values) => (!values.is_null(row as usize)).then(|| values.value(row as usize)),
            _ => None,
        }
    }

    /// A month of a row.
    pub(crate) fn month(&self, field: &str, row: u32) -> Option<Month> {
        match self.columns.get(field)? {
            Column::Month(values) if !values.is_null(row as usize) => Month::from_compact(values.value(row as usize)),
            _ => None,
        }
    }

    pub(super) fn certificate(&self, row: u32) -> Option<DisabilityCertificate> {
        self.text("disability_certificate", row)?.parse().ok()
    }

    /// The value of a field as specs and sheets write it: codes as they are, days as `2026-09-01`, money in yuan, flags as
    /// `yes` and `no`. A grade or kind of disability that the file does not give is read from the certificate.
    pub(super) fn value(&self, field: &str, row: u32) -> Option<String> {
        let at = row as usize;
        let known = match self.columns.get(field) {
            Some(Column::Text(_)) => self.text(field, row).map(str::to_owned),
            Some(Column::Day(_)) => self.day(field, row).map(|day| day.to_string()),
            Some(Column::Flag(v)) if !v.is_null(at) => Some(if v.value(at) { "yes" } else { "no" }.into()),
            Some(Column::Long(v)) if !v.is_null(at) => Some(match field.ends_with("amount") {
                true => Money::from_fen(v.value(at)).to_string(),
                false => v.value(at).to_string(),
            }),
            Some(Column::Month(v)) if !v.is_null(at) => Month::from_compact(v.value(at)).map(|month| month.to_string()),
            _ => None,
        };
        known.or_else(|| match field {
            "disability_grade" => self.certificate(row).map(|c| (c.grade() as u8).to_string()),
            "disability_kind" => self.certificate(row).map(|c| c.kind().say(Lang::Zh)),
            _ => None,
        })
    }

    /// The part that a row is of.
    pub fn part(&self, row: u32) -> &Part {
        let at = self.starts.partition_point(|start| *start <= row as usize).saturating_sub(1);
        &self.parts[at]
    }

    /// The row in the file, counted from 1 as a spreadsheet shows it.
    pub(crate) fn file_row(&self, row: u32) -> u32 {
        match self.columns.get("source_row") {
            Some(Column::Row(values)) => values.value(row as usize),
            _ => 0,
        }
    }

    pub(super) fn file_sheet(&self, row: u32) -> u16 {
        match self.columns.get("source_sheet") {
            Some(Column::Sheet(values)) => values.value(row as usize),
            _ => 0,
        }
    }

    /// What makes two records one row of a file: a household's line that names its head twice.
    pub(super) fn line(&self, row: u32) -> (usize, u16, u32) {
        let part = self.starts.partition_point(|start| *start <= row as usize);
        (part, self.file_sheet(row), self.file_row(row))
    }
}

fn piece(batch: &RecordBatch, name: &str, kind: &DataType) -> ArrayRef {
    match batch.column_by_name(name) {
        Some(column) if column.data_type() == kind => column.clone(),
        _ => new_null_array(kind, batch.num_rows()),
    }
}

/// A day counted from 1970-01-01.
fn civil(days: i32) -> Option<Date> {
    use jiff::ToSpan;
    Date::constant(1970, 1, 1).checked_add(days.days()).ok()
}
