//! Parquet: only the columns that are wanted, as they lie in memory, no value copied one by one.

use super::{
    LinkRefused,
    table::{Column, Rows, Table, Texts, Wanted},
};
use arrow::{
    array::{Array, ArrayRef, AsArray},
    compute::cast,
    datatypes::DataType,
};
use doudi_lake::Unreadable;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use std::{fs::File, io::Read, path::Path};

/// Records in a batch: large, so that a value's way is a loop over memory.
const BATCH: usize = 1 << 16;

/// Whether a file begins as Parquet does.
pub(super) fn is_parquet(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && &head == b"PAR1"
}

pub(super) fn read(path: &Path, name: String, wanted: &Wanted<'_>) -> Result<Table, LinkRefused> {
    let damaged = |_| LinkRefused::Unreadable(name.clone(), Unreadable::Damaged);
    let file = File::open(path).map_err(|why| LinkRefused::Unreadable(name.clone(), why.into()))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(damaged)?;
    let headings: Vec<String> = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    let flat = |at: usize| !reader.schema().field(at).data_type().is_nested();
    let taken: Vec<usize> = (0..headings.len()).filter(|at| wanted.takes(&headings[*at]) && flat(*at)).collect();
    let mask = ProjectionMask::roots(reader.parquet_schema(), taken.iter().copied());
    let batches = reader.with_projection(mask).with_batch_size(BATCH).build().map_err(damaged)?;
    let mut texts = vec![Texts::default(); taken.len()];
    let mut rows = 0;
    for batch in batches {
        let batch = batch.map_err(|_| LinkRefused::Unreadable(name.clone(), Unreadable::Damaged))?;
        rows += batch.num_rows();
        for (texts, column) in texts.iter_mut().zip(batch.columns()) {
            let column = text(column).ok_or_else(|| LinkRefused::Unreadable(name.clone(), Unreadable::Damaged))?;
            texts.0.push(column.as_string::<i32>().clone());
        }
    }
    let columns = taken.iter().zip(texts).map(|(at, texts)| Column { heading: headings[*at].clone(), texts }).collect();
    Ok(Table { name, feed: None, month: None, rows, headings, columns, at: Rows::Dense })
}

/// A column as text; numbers that are whole lose the `.0` of a column that was once read as fractions because of gaps.
pub(super) fn text(column: &ArrayRef) -> Option<ArrayRef> {
    match column.data_type() {
        DataType::Utf8 => Some(column.clone()),
        DataType::Float32 | DataType::Float64 => {
            let whole = cast(column, &DataType::Int64).ok()?;
            cast(&whole, &DataType::Utf8).ok()
        }
        _ => cast(column, &DataType::Utf8).ok().filter(|text| text.len() == column.len()),
    }
}
