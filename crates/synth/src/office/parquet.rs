//! A feed as Parquet with the canonical columns, for counties too large for workbooks.

use super::{Column, Feed, Kind, Row, Value};
use crate::{SynthError, plan::Places};
use ::parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use arrow::{
    array::{
        ArrayRef, BooleanBuilder, Date32Builder, Int32Builder, Int64Builder, RecordBatch, StringBuilder, UInt64Builder,
    },
    datatypes::{DataType, Field, Schema},
};
use doudi_kernel::Date;
use std::{fs::File, path::Path, sync::Arc};

/// Rows that wait in memory before they are encoded.
const WAITING: usize = 4_096;
/// Rows of a row group. Every file holds one in memory; with a hundred files open, larger ones would need gigabytes.
const ROW_GROUP: usize = 32_768;

/// A builder for one column.
enum Builder {
    U64(UInt64Builder),
    Text(StringBuilder),
    Date(Date32Builder),
    I32(Int32Builder),
    I64(Int64Builder),
    Flag(BooleanBuilder),
}

impl Builder {
    fn data_type(&self) -> DataType {
        match self {
            Self::U64(_) => DataType::UInt64,
            Self::Text(_) => DataType::Utf8,
            Self::Date(_) => DataType::Date32,
            Self::I32(_) => DataType::Int32,
            Self::I64(_) => DataType::Int64,
            Self::Flag(_) => DataType::Boolean,
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::U64(b) => Arc::new(b.finish()),
            Self::Text(b) => Arc::new(b.finish()),
            Self::Date(b) => Arc::new(b.finish()),
            Self::I32(b) => Arc::new(b.finish()),
            Self::I64(b) => Arc::new(b.finish()),
            Self::Flag(b) => Arc::new(b.finish()),
        }
    }
}

/// A Parquet file of a feed that is being written.
pub(crate) struct ParquetFile {
    columns: Vec<(usize, Kind, Builder)>,
    /// Beside an id, the text that stood where an id should.
    raws: Vec<(usize, StringBuilder)>,
    schema: Arc<Schema>,
    out: ArrowWriter<File>,
    waiting: usize,
    pub(crate) rows: u64,
}

impl ParquetFile {
    pub(crate) fn new(feed: &Feed, path: &Path) -> Result<Self, SynthError> {
        Self::with_columns(feed.columns, path)
    }

    pub(crate) fn with_columns(columns: &[Column], path: &Path) -> Result<Self, SynthError> {
        let kept = || columns.iter().enumerate().filter(|(_, column)| !column.field.is_empty());
        let mut builders: Vec<(usize, Kind, Builder)> =
            kept().map(|(at, column)| (at, column.kind, builder(column.kind))).collect();
        let coded = place_column(columns);
        let ids = || kept().filter(|(_, column)| matches!(column.kind, Kind::Key | Kind::Id));
        let mut fields: Vec<Field> =
            builders.iter().map(|(at, _, b)| Field::new(columns[*at].field, b.data_type(), true)).collect();
        if let Some(at) = coded {
            // Names are for people: the canonical columns say the place in twelve digits as well.
            builders.push((at, Kind::Division, builder(Kind::Division)));
            fields.push(Field::new("division_code", DataType::Utf8, true));
        }
        fields.extend(ids().map(|(_, column)| Field::new(format!("{}_raw", column.field), DataType::Utf8, true)));
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .build();
        let file = File::create(path).map_err(SynthError::io(path))?;
        let out = ArrowWriter::try_new(file, schema.clone(), Some(properties))?;
        let raws = ids().map(|(at, _)| (at, StringBuilder::new())).collect();
        Ok(Self { columns: builders, raws, schema, out, waiting: 0, rows: 0 })
    }

    pub(crate) fn take(&mut self, rows: &[Row], places: &Places) -> Result<(), SynthError> {
        for row in rows {
            for (at, kind, builder) in &mut self.columns {
                append(builder, *kind, &row.values[*at], places);
            }
            for (at, raw) in &mut self.raws {
                match &row.values[*at] {
                    Value::Broken(text) => raw.append_value(text.trim_start_matches('=')),
                    _ => raw.append_null(),
                }
            }
            self.waiting += 1;
            if self.waiting >= WAITING {
                self.flush()?;
            }
        }
        self.rows += rows.len() as u64;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), SynthError> {
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(|(_, _, builder)| builder.finish()).collect();
        arrays.extend(self.raws.iter_mut().map(|(_, raw)| Arc::new(raw.finish()) as ArrayRef));
        self.out.write(&RecordBatch::try_new(self.schema.clone(), arrays)?)?;
        self.waiting = 0;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<u64, SynthError> {
        self.flush()?;
        self.out.close()?;
        Ok(self.rows)
    }
}

/// The column that names the smallest place, in a feed that gives no code.
fn place_column(columns: &[Column]) -> Option<usize> {
    let of = |kind: Kind| columns.iter().position(|column| column.kind == kind && !column.field.is_empty());
    if of(Kind::Division).is_some() { None } else { of(Kind::Place).or_else(|| of(Kind::Town)) }
}

fn builder(kind: Kind) -> Builder {
    match kind {
        Kind::Key | Kind::Id => Builder::U64(UInt64Builder::new()),
        Kind::Date(_) => Builder::Date(Date32Builder::new()),
        Kind::Month(_) => Builder::I32(Int32Builder::new()),
        Kind::Money(_) | Kind::Count | Kind::Area | Kind::Serial => Builder::I64(Int64Builder::new()),
        Kind::Flag(_) => Builder::Flag(BooleanBuilder::new()),
        _ => Builder::Text(StringBuilder::new()),
    }
}

fn append(builder: &mut Builder, kind: Kind, value: &Value, places: &Places) {
    match (builder, value) {
        (Builder::U64(b), Value::Id(id)) => b.append_value(id.packed()),
        // A certificate where an id belongs begins with the id.
        (Builder::U64(b), Value::Certificate(certificate)) => b.append_value(certificate.holder().packed()),
        (Builder::U64(b), _) => b.append_null(),
        (Builder::Date(b), Value::Date(date)) => b.append_value(days(*date)),
        (Builder::Date(b), _) => b.append_null(),
        (Builder::I32(b), Value::Month(month)) => b.append_value(month.compact()),
        (Builder::I32(b), _) => b.append_null(),
        (Builder::I64(b), Value::Money(n) | Value::Count(n)) => b.append_value(*n),
        // Areas are kept in hundredths of a mu.
        (Builder::I64(b), Value::Area(tenths)) => b.append_value(i64::from(*tenths) * 10),
        (Builder::I64(b), _) => b.append_null(),
        (Builder::Flag(b), Value::Flag(flag)) => b.append_value(*flag),
        (Builder::Flag(b), _) => b.append_null(),
        (Builder::Text(b), Value::Text(text)) => b.append_value(text),
        (Builder::Text(b), Value::Code(code, _)) if !code.is_empty() => b.append_value(code),
        (Builder::Text(b), Value::Certificate(certificate)) => b.append_value(certificate.reveal()),
        (Builder::Text(b), Value::Division(it)) if kind == Kind::Division => b.append_value(it.twelve()),
        (Builder::Text(b), Value::Division(it)) => b.append_value(places.name(*it)),
        (Builder::Text(b), _) => b.append_null(),
    }
}

/// Days since 1970-01-01.
fn days(date: Date) -> i32 {
    Date::constant(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
}
