//! A list as Parquet.

use super::PairOptions;
use super::asked::{AskedRows, AskedTable};
use super::columns::Columns;
use super::counts::What;
use super::found::Found;
use super::outputs::{ADDED, Failed, Judge, Row, flagged_paths};
use super::source::{Said, SourceRows};
use arrow::array::{Array, ArrayRef, RecordBatch, StringArray, StringViewArray, UInt32Array};
use arrow::compute::{cast, concat_batches, take_record_batch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use doudi_compare::{Place, Pool};
use doudi_kernel::IdKey;
use doudi_lake::scan::{ParquetFile, ScanError, Segments};
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
}

pub(super) fn read_asked<'p>(
    list: &List,
    pool: &'p Pool,
    options: &PairOptions,
    step: &(dyn Fn(u64) + Sync),
) -> Result<(Vec<AskedRows<'p>>, Segments), ScanError> {
    let columns = [list.columns.id, list.columns.name, list.columns.division];
    list.file.scan(
        options.threads,
        &columns,
        || AskedRows::new(pool),
        |collected, rows| {
            for row in 0..rows.rows {
                let place = Place { segment: rows.segment, row: row as u16 };
                collected.add(rows.text(0, row), rows.text(1, row), place, options.reading);
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
    let columns = [list.columns.id, list.columns.name, list.columns.status];
    let dead = |status: &[u8]| {
        options.dead.iter().position(|dead| !status.is_empty() && dead.as_bytes() == status).map(|at| at as u8)
    };
    list.file.scan(
        options.threads,
        &columns,
        || SourceRows::new(asked, pool),
        |seen, rows| {
            seen.begin();
            let others = seen.met.others.len();
            let pack = |row: u32| Segments::pack(rows.segment, row);
            for row in 0..rows.rows {
                let id = rows.text(0, row);
                match id.try_into().ok().and_then(IdKey::from_ascii) {
                    Some(key) => seen.add_key(key, row),
                    None => seen.add_unusual(id, row, pack(row as u32), options.reading),
                }
            }
            let say = |row: usize| Said { name: Cow::Borrowed(rows.text(1, row)), dead: dead(rows.text(2, row)) };
            seen.end(asked, rows.segment, pack, say);
            seen.meet_others(asked, others, |packed| say(packed as usize % Segments::ROWS));
            step(rows.bytes);
        },
    )
}

pub(super) fn write_flagged(
    list: &List,
    judge: &mut Judge<'_>,
    out: &Path,
    options: &PairOptions,
) -> Result<Vec<PathBuf>, Failed> {
    let paths = flagged_paths(out, "parquet");
    let create = |at: usize| Rows::create(&paths[at], list.file.schema(), ADDED[at]);
    let mut files = [create(0)?, create(1)?, create(2)?];
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
                let verdict = judge.verdict(why, &row);
                if verdict.missing {
                    files[0].add(at, None);
                }
                if let Some(theirs) = verdict.mismatch {
                    files[1].add(at, Some(theirs));
                }
                if let Some(state) = verdict.dead {
                    files[2].add(at, Some(state));
                }
                next += 1;
            }
        }
        files.iter_mut().try_for_each(|file| file.write(&batch))
    })?;
    files.into_iter().try_for_each(Rows::finish)?;
    Ok(paths.into())
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
    let mut rows = Rows::create(&path, list.file.schema(), None)?;
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

/// A Parquet file that takes rows of a list, with one more column or none.
struct Rows {
    writer: ArrowWriter<File>,
    schema: SchemaRef,
    taken: Vec<u32>,
    added: Option<Vec<String>>,
}

impl Rows {
    fn create(path: &Path, schema: &SchemaRef, added: Option<&str>) -> io::Result<Self> {
        let mut fields: Vec<_> = schema.fields().iter().cloned().collect();
        fields.extend(added.map(|heading| Arc::new(Field::new(heading, DataType::Utf8, true))));
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let writer = ArrowWriter::try_new(File::create(path)?, Arc::clone(&schema), Some(properties));
        let writer = writer.map_err(io::Error::other)?;
        Ok(Self { writer, schema, taken: Vec::new(), added: added.map(|_| Vec::new()) })
    }

    fn add(&mut self, row: usize, more: Option<&str>) {
        self.taken.push(row as u32);
        if let (Some(added), Some(more)) = (&mut self.added, more) {
            added.push(more.to_owned());
        }
    }

    /// Writes the rows that were added from this batch.
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Failed> {
        if self.taken.is_empty() {
            return Ok(());
        }
        let taken = take_record_batch(batch, &UInt32Array::from(std::mem::take(&mut self.taken)));
        let mut columns = taken.map_err(io::Error::other)?.columns().to_vec();
        if let Some(added) = &mut self.added {
            columns.push(Arc::new(StringArray::from(std::mem::take(added))) as ArrayRef);
        }
        let rows = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(io::Error::other)?;
        self.writer.write(&rows).map_err(io::Error::other)?;
        Ok(())
    }

    fn finish(self) -> Result<(), Failed> {
        self.writer.close().map_err(io::Error::other)?;
        Ok(())
    }
}
