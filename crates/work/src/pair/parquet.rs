//! A list as Parquet.

use super::PairOptions;
use super::asked::{AskedRows, AskedTable};
use super::columns::Columns;
use super::counts::What;
use super::found::Found;
use super::outputs::{Failed, Judge, Row, outputs};
use super::source::{Said, SourceRows, Telling};
use arrow::array::{Array, ArrayRef, RecordBatch, StringArray, StringViewArray, UInt32Array};
use arrow::compute::{cast, concat_batches, take_record_batch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use doudi_compare::repair::Described;
use doudi_compare::{Place, Pool};
use doudi_kernel::{Date, IdKey};
use doudi_lake::scan::{ParquetFile, ScanError, Segments, TextColumns};
use jiff::ToSpan;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A Parquet file with its columns.
#[derive(Debug)]
pub(super) struct List {
    pub(super) file: ParquetFile,
    pub(super) columns: Columns,
}

impl List {
    pub(super) fn open(path: &Path, options: &PairOptions) -> Result<Self, ScanError> {
        let find = |headings: &[String]| Columns::find(headings, &options.headings);
        let file = ParquetFile::open(path, "身份证号码", &|headings| find(headings).is_some())?;
        let columns = find(file.headings()).ok_or(ScanError::NoHeader("身份证号码"))?;
        Ok(Self { file, columns })
    }

    /// Reads rows again, by ascending numbers that are all different.
    pub(super) fn described_rows(&self, options: &PairOptions, numbers: &[u64]) -> Result<Vec<Described>, ScanError> {
        let mut all = Vec::with_capacity(numbers.len());
        let Columns { name, birth, sex, division, .. } = self.columns;
        self.file.rows::<ScanError>(options.threads, numbers, |_, batch| {
            let columns = [name, birth, sex, division].map(|column| texts(&batch, column));
            for row in 0..batch.num_rows() {
                let said = [0, 1, 2, 3].map(|at| String::from_utf8_lossy(text(&columns[at], row)));
                all.push(Described::read(&said[0], &said[1], &said[2], &said[3]));
            }
            Ok(())
        })?;
        Ok(all)
    }
}

/// What the columns name, birth date, sex and division of a row say.
fn described(rows: &TextColumns<'_>, columns: [usize; 4], row: usize) -> Described {
    let said = columns.map(|column| String::from_utf8_lossy(rows.text(column, row)));
    let read = Described::read(&said[0], &said[1], &said[2], &said[3]);
    let day = |days: i32| Date::constant(1970, 1, 1).checked_add(days.days()).ok();
    Described { birth: read.birth.or_else(|| rows.day(columns[1], row).and_then(day)), ..read }
}

pub(super) fn read_asked<'p>(
    list: &List,
    pool: &'p Pool,
    options: &PairOptions,
    step: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<AskedRows<'p>>, Segments), ScanError> {
    let Columns { id, name, division, birth, sex, .. } = list.columns;
    let more = if options.repairs() { [birth, sex] } else { [usize::MAX; 2] };
    let columns = [id, name, division, more[0], more[1]];
    list.file.scan(
        options.threads,
        &columns,
        || AskedRows::new(pool, options),
        |collected, rows| {
            for row in 0..rows.rows {
                let place = Place { segment: rows.segment, row: row as u16 };
                let describe = || described(rows, [1, 3, 4, 2], row);
                collected.add(rows.text(0, row), rows.text(1, row), place, options.reading, describe);
                collected.counts.add(rows.text(2, row), What::Asked, 1);
            }
            collected.end_segment(rows.segment);
            step(rows.bytes);
        },
    )
}

pub(super) fn read_source<'p>(
    list: &List,
    asked: &AskedTable,
    pool: &'p Pool,
    options: &PairOptions,
    step: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<SourceRows<'p>>, Segments), ScanError> {
    let Columns { id, name, status, division, .. } = list.columns;
    let columns = [id, name, status, if asked.second.is_some() { division } else { usize::MAX }];
    list.file.scan(
        options.threads,
        &columns,
        || SourceRows::new(asked, pool),
        |seen, rows| {
            seen.begin();
            let others = seen.met.others.len();
            let piece = Piece { rows, options };
            for row in 0..rows.rows {
                let id = rows.text(0, row);
                match id.try_into().ok().and_then(|text| Some((text, IdKey::from_ascii(text)?))) {
                    Some((text, key)) => seen.add_key(asked, key, text, row),
                    None => seen.add_unusual(asked, id, row, piece.pack(row as u32), options.reading),
                }
            }
            seen.end(asked, rows.segment, &piece);
            seen.meet_others(asked, others, |packed| piece.said(packed as usize % Segments::ROWS));
            step(rows.bytes);
        },
    )
}

/// A segment: the columns id, name, state, division.
struct Piece<'a> {
    rows: &'a TextColumns<'a>,
    options: &'a PairOptions,
}

impl Telling for Piece<'_> {
    fn pack(&self, row: u32) -> u32 {
        Segments::pack(self.rows.segment, row)
    }

    #[inline]
    fn said(&self, row: usize) -> Said<'_> {
        let status = self.rows.text(2, row);
        let is = |dead: &String| !status.is_empty() && dead.as_bytes() == status;
        let dead = self.options.dead.iter().position(is).map(|at| at as u8);
        Said { name: Cow::Borrowed(self.rows.text(1, row)), dead }
    }

    fn division(&self, row: usize) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.rows.text(3, row))
    }
}

pub(super) fn write_flagged(
    list: &List,
    judge: &mut Judge<'_>,
    out: &Path,
    options: &PairOptions,
) -> Result<Vec<PathBuf>, Failed> {
    let (paths, added): (Vec<PathBuf>, Vec<_>) = outputs(out, "parquet", options).unzip();
    let create = |(path, added): (&PathBuf, &&[&str])| Rows::create(path, list.file.schema(), added);
    let mut files = paths.iter().zip(&added).map(create).collect::<io::Result<Vec<_>>>()?;
    let wanted = judge.wanted();
    let mut numbers: Vec<u64> = wanted.iter().map(|row| row.0).collect();
    numbers.dedup();
    let mut next = 0;
    list.file.rows::<Failed>(options.threads, &numbers, |position, batch| {
        let [ids, names, divisions] =
            [list.columns.id, list.columns.name, list.columns.division].map(|c| texts(&batch, c));
        for at in 0..batch.num_rows() {
            let number = numbers[position + at];
            let row = Row { id: text(&ids, at), name: text(&names, at), division: text(&divisions, at) };
            while let Some(&(_, why)) = wanted.get(next).filter(|row| row.0 == number) {
                for (file, more) in files.iter_mut().zip(judge.verdict(number, why, &row)) {
                    if let Some(more) = more {
                        file.add(at, more);
                    }
                }
                next += 1;
            }
        }
        files.iter_mut().try_for_each(|file| file.write(&batch))
    })?;
    files.into_iter().try_for_each(Rows::finish)?;
    Ok(paths)
}

/// The rows of repeated numbers, those of one number together.
pub(super) fn write_repeated(list: &List, found: &Found, out: &Path, options: &PairOptions) -> Result<PathBuf, Failed> {
    let mut wanted: Vec<(u64, u32)> = found.repeated.iter().flatten().copied().zip(0..).collect();
    wanted.sort_unstable();
    let numbers: Vec<u64> = wanted.iter().map(|row| row.0).collect();
    let mut batches = Vec::new();
    list.file.rows::<Failed>(options.threads, &numbers, |_, batch| {
        batches.push(batch);
        Ok(())
    })?;
    let path = out.join("repeated.parquet");
    let mut rows = Rows::create(&path, list.file.schema(), &[])?;
    let all = concat_batches(list.file.schema(), &batches).map_err(io::Error::other)?;
    drop(batches);
    // Where each row of a group was read.
    let mut order = vec![0; wanted.len()];
    wanted.iter().zip(0..).for_each(|(&(_, group), read)| order[group as usize] = read);
    let grouped = take_record_batch(&all, &UInt32Array::from(order)).map_err(io::Error::other)?;
    rows.writer.write(&grouped).map_err(io::Error::other)?;
    rows.finish()?;
    Ok(path)
}

fn texts(batch: &RecordBatch, column: usize) -> Option<StringViewArray> {
    let column = batch.columns().get(column)?;
    let views = cast(column, &DataType::Utf8View).ok()?;
    views.as_any().downcast_ref().cloned()
}

fn text(texts: &Option<StringViewArray>, row: usize) -> &[u8] {
    texts.as_ref().filter(|texts| !texts.is_null(row)).map_or(&[], |texts| texts.value(row).as_bytes())
}

/// A Parquet file that takes rows of a list, with more columns or none.
struct Rows {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    taken: Vec<u32>,
    /// The values of each added column.
    added: Vec<Vec<String>>,
}

impl Rows {
    fn create(path: &Path, schema: &SchemaRef, added: &[&str]) -> io::Result<Self> {
        let mut fields: Vec<_> = schema.fields().iter().cloned().collect();
        fields.extend(added.iter().map(|heading| Arc::new(Field::new(*heading, DataType::Utf8, true))));
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let writer = ArrowWriter::try_new(File::create(path)?, Arc::clone(&schema), Some(properties));
        let writer = writer.map_err(io::Error::other)?;
        Ok(Self { writer, schema, taken: Vec::new(), added: vec![Vec::new(); added.len()] })
    }

    fn add(&mut self, row: usize, more: Vec<String>) {
        self.taken.push(row as u32);
        self.added.iter_mut().zip(more).for_each(|(column, value)| column.push(value));
    }

    /// Writes the rows that were added from this batch.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Failed> {
        if self.taken.is_empty() {
            return Ok(());
        }
        let taken = take_record_batch(batch, &UInt32Array::from(std::mem::take(&mut self.taken)));
        let mut columns = taken.map_err(io::Error::other)?.columns().to_vec();
        let added = self.added.iter_mut().map(std::mem::take);
        columns.extend(added.map(|values| Arc::new(StringArray::from(values)) as ArrayRef));
        let rows = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(io::Error::other)?;
        self.writer.write(&rows).map_err(io::Error::other)?;
        Ok(())
    }

    fn finish(self) -> Result<(), Failed> {
        self.writer.close().map_err(io::Error::other)?;
        Ok(())
    }
}
