//! Parquet: the schema's names are row 1, records follow from row 2, as if it had been a sheet.

use super::{Cell, Limits, Unreadable};
use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, Date32Type, Float64Type, TimeUnit, TimestampMillisecondType},
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::{fs::File, ops::ControlFlow};

/// Checks that the footer is there and that no column is nested, which no cell can show.
pub(super) fn check(file: &File, limits: &Limits) -> Result<(), Unreadable> {
    let reader = builder(file)?;
    let fields = reader.schema().fields();
    if fields.len() > limits.columns {
        return Err(Unreadable::TooManyColumns { row: 0, limit: limits.columns });
    }
    match fields.iter().any(|field| field.data_type().is_nested()) {
        true => Err(Unreadable::OtherSpreadsheet("Parquet (nested)")),
        false => Ok(()),
    }
}

fn builder(file: &File) -> Result<ParquetRecordBatchReaderBuilder<File>, Unreadable> {
    ParquetRecordBatchReaderBuilder::try_new(file.try_clone()?).map_err(|error| failed(&error))
}

pub(super) fn for_each_row(
    file: &File,
    limits: &Limits,
    each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>,
) -> Result<(), Unreadable> {
    let reader = builder(file)?;
    let mut cells: Vec<Cell> = reader.schema().fields().iter().map(|field| Cell::Text(field.name().clone())).collect();
    if each(1, &cells).is_break() {
        return Ok(());
    }
    let mut row = 1u32;
    for batch in reader.with_batch_size(4096).build().map_err(|error| failed(&error))? {
        let batch = batch.map_err(|_| Unreadable::Damaged)?;
        let columns = plain(&batch)?;
        for at in 0..batch.num_rows() {
            row = row.saturating_add(1);
            for (cell, column) in cells.iter_mut().zip(&columns) {
                put(cell, column, at);
                if cell.as_text().is_some_and(|text| text.len() > limits.cell_bytes) {
                    return Err(Unreadable::CellTooLong { row, limit: limits.cell_bytes });
                }
            }
            if cells.iter().any(|cell| !cell.is_blank()) && each(row, &cells).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Columns as one of the five types that a cell is made from. Whole numbers go by way of text, so that an eighteen-digit
/// one keeps its digits.
fn plain(batch: &RecordBatch) -> Result<Vec<ArrayRef>, Unreadable> {
    let target = |from: &DataType| match from {
        DataType::Boolean => DataType::Boolean,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => DataType::Float64,
        DataType::Date32 | DataType::Date64 => DataType::Date32,
        DataType::Timestamp(..) => DataType::Timestamp(TimeUnit::Millisecond, None),
        _ => DataType::Utf8,
    };
    let columns = batch.columns().iter();
    columns.map(|column| cast(column, &target(column.data_type())).map_err(|_| Unreadable::Damaged)).collect()
}

fn put(cell: &mut Cell, column: &ArrayRef, at: usize) {
    if column.is_null(at) {
        *cell = Cell::Empty;
        return;
    }
    match column.data_type() {
        DataType::Boolean => *cell = Cell::Bool(column.as_boolean().value(at)),
        DataType::Float64 => *cell = Cell::Number(column.as_primitive::<Float64Type>().value(at)),
        DataType::Date32 => *cell = moment(i64::from(column.as_primitive::<Date32Type>().value(at)) * 86_400_000),
        DataType::Timestamp(..) => *cell = moment(column.as_primitive::<TimestampMillisecondType>().value(at)),
        _ => cell.set_text(column.as_string::<i32>().value(at)),
    }
}

/// Milliseconds since 1970 as a civil moment; a number where the calendar ends.
fn moment(milliseconds: i64) -> Cell {
    let at = jiff::Timestamp::from_millisecond(milliseconds);
    at.map_or(Cell::Number(milliseconds as f64), |at| Cell::DateTime(jiff::tz::Offset::UTC.to_datetime(at)))
}

fn failed(error: &parquet::errors::ParquetError) -> Unreadable {
    match error {
        parquet::errors::ParquetError::EOF(_) => Unreadable::Truncated,
        parquet::errors::ParquetError::General(text) if text.contains("Invalid Parquet file") => Unreadable::Truncated,
        _ => Unreadable::Damaged,
    }
}
