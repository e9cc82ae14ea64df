//! A list in any of the formats that are read.

use super::asked::{AskedRows, AskedTable};
use super::source::SourceRows;
use super::{PairError, PairOptions, parquet, text};
use doudi_compare::Pool;
use doudi_compare::repair::Described;
use doudi_lake::scan::{ScanError, Segments};
use std::path::Path;

/// A list, opened, with its columns found.
#[derive(Debug)]
pub(super) enum List {
    Text(text::List),
    Parquet(parquet::List),
}

impl List {
    pub(super) fn open(
        path: &Path,
        options: &PairOptions,
        whose: fn(ScanError) -> PairError,
    ) -> Result<Self, PairError> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        match extension.as_str() {
            "parquet" => parquet::List::open(path, options).map(Self::Parquet).map_err(whose),
            "xlsx" | "xls" | "ods" | "et" | "xlsm" | "xlsb" => {
                Err(PairError::Format(path.file_name().unwrap_or_default().to_string_lossy().into_owned()))
            }
            _ => text::List::open(path, options).map(Self::Text).map_err(whose),
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        match self {
            Self::Text(list) => list.file.bytes(),
            Self::Parquet(list) => list.file.bytes(),
        }
    }

    pub(super) fn read_asked<'p>(
        &self,
        pool: &'p Pool,
        options: &PairOptions,
        step: &(dyn Fn(u64) + Sync),
    ) -> Result<(Vec<AskedRows<'p>>, Segments), ScanError> {
        match self {
            Self::Text(list) => text::read_asked(list, pool, options, step),
            Self::Parquet(list) => parquet::read_asked(list, pool, options, step),
        }
    }

    /// What some rows say about people, by ascending row numbers that are all different.
    pub(super) fn described_rows(
        &self,
        segments: &Segments,
        options: &PairOptions,
        numbers: &[u64],
    ) -> Result<Vec<Described>, ScanError> {
        match self {
            Self::Text(list) => list.described_rows(segments, numbers),
            Self::Parquet(list) => list.described_rows(options, numbers),
        }
    }

    pub(super) fn read_source<'p>(
        &self,
        asked: &AskedTable,
        pool: &'p Pool,
        options: &PairOptions,
        step: &(dyn Fn(u64) + Sync),
    ) -> Result<(Vec<SourceRows<'p>>, Segments), ScanError> {
        match self {
            Self::Text(list) => text::read_source(list, asked, pool, options, step),
            Self::Parquet(list) => parquet::read_source(list, asked, pool, options, step),
        }
    }
}
