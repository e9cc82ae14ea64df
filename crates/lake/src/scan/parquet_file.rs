//! A Parquet file, scanned by columns.

use super::{ScanError, Segments};
use arrow::array::{Array, Date32Array, RecordBatch, StringViewArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A Parquet file: the footer is read, columns are read when asked for.
#[derive(Debug)]
pub struct ParquetFile {
    /// Opened again for every row group: a cloned file would share its position with other threads.
    path: PathBuf,
    plain: ArrowReaderMetadata,
    /// The same file with its texts as views into the pages, so that none is copied.
    views: ArrowReaderMetadata,
    headings: Vec<String>,
    bytes: u64,
    /// Before each row group: its first row and its first segment.
    firsts: Vec<(u64, u32)>,
}

/// Some columns of consecutive rows.
#[derive(Debug)]
pub struct TextColumns<'a> {
    /// Unique in the file, ascending in its order.
    pub segment: u32,
    /// How many rows there are.
    pub rows: usize,
    columns: Vec<Cells<'a>>,
    /// About how many bytes of the file these rows take.
    pub bytes: u64,
}

/// The values of a column.
#[derive(Clone, Copy, Debug)]
enum Cells<'a> {
    Texts(&'a StringViewArray),
    Days(&'a Date32Array),
    /// The file has no such column.
    None,
}

impl<'a> TextColumns<'a> {
    /// The text of a row in the n-th asked column; empty when it is null, the file has no such column, or it holds days.
    #[inline]
    pub fn text(&self, column: usize, row: usize) -> &'a [u8] {
        match self.columns[column] {
            Cells::Texts(texts) if !texts.is_null(row) => texts.value(row).as_bytes(),
            _ => &[],
        }
    }

    /// The day of a row in a column of days, counted from 1970-01-01.
    pub fn day(&self, column: usize, row: usize) -> Option<i32> {
        match self.columns[column] {
            Cells::Days(days) if !days.is_null(row) => Some(days.value(row)),
            _ => None,
        }
    }
}

impl ParquetFile {
    /// Opens a file whose column names `is_heading` accepts.
    ///
    /// # Errors
    /// [`ScanError`]: unreadable, not Parquet, or without such columns.
    pub fn open(path: &Path, wanted: &'static str, is_heading: &dyn Fn(&[String]) -> bool) -> Result<Self, ScanError> {
        let file = File::open(path)?;
        let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
        let options = ArrowReaderOptions::new().with_schema(with_views(plain.schema()));
        let views = ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options)?;
        let headings: Vec<String> =
            plain.schema().fields().iter().map(|field| field.name().trim().to_owned()).collect();
        if !is_heading(&headings) {
            return Err(ScanError::NoHeader(wanted));
        }
        let mut firsts = vec![(0, 0)];
        for group in plain.metadata().row_groups() {
            let rows = group.num_rows() as u64;
            let (row, segment) = firsts[firsts.len() - 1];
            firsts.push((row + rows, segment + rows.div_ceil(Segments::ROWS as u64) as u32));
        }
        let bytes = file.metadata()?.len();
        let path = path.to_owned();
        Ok(Self { path, plain, views, headings, bytes, firsts })
    }

    /// The column names, trimmed.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The columns as the file declares them.
    pub fn schema(&self) -> &SchemaRef {
        self.plain.schema()
    }

    /// Size of the file.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    fn groups(&self) -> usize {
        self.firsts.len() - 1
    }

    /// Hands the texts and days of some columns to `each`, up to [`Segments::ROWS`] rows at a time, on so many threads; every
    /// thread has a worker of its own. A column of `usize::MAX` is one that the file does not have.
    ///
    /// # Errors
    /// [`ScanError`]: a damaged page, or a column of neither texts nor days.
    pub fn scan<W: Send>(
        &self,
        threads: usize,
        columns: &[usize],
        worker: impl Fn() -> W + Sync,
        each: impl Fn(&mut W, &TextColumns<'_>) + Sync,
    ) -> Result<(Vec<W>, Segments), ScanError> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut worker = worker();
            loop {
                let group = next.fetch_add(1, Ordering::Relaxed);
                if group >= self.groups() {
                    return Ok::<_, ScanError>(worker);
                }
                self.scan_group(group, columns, &mut |rows| each(&mut worker, rows))?;
            }
        };
        let done: Vec<_> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        Ok((done.into_iter().collect::<Result<_, _>>()?, self.segments()))
    }

    fn scan_group(
        &self,
        group: usize,
        columns: &[usize],
        each: &mut dyn FnMut(&TextColumns<'_>),
    ) -> Result<(), ScanError> {
        let mut roots: Vec<usize> = columns.iter().copied().filter(|&column| column != usize::MAX).collect();
        roots.sort_unstable();
        roots.dedup();
        let group_bytes = self.plain.metadata().row_group(group).compressed_size() as u64;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(&self.path)?, self.views.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots.iter().copied());
        let reader =
            builder.with_row_groups(vec![group]).with_projection(mask).with_batch_size(Segments::ROWS).build()?;
        let group_rows = (self.firsts[group + 1].0 - self.firsts[group].0).max(1);
        for (batch, segment) in reader.zip(self.firsts[group].1..) {
            let batch = batch.map_err(parquet::errors::ParquetError::from)?;
            let text = |&column: &usize| match roots.binary_search(&column) {
                Ok(at) => cells(batch.column(at)).ok_or(column),
                Err(_) => Ok(Cells::None),
            };
            let columns = columns.iter().map(text).collect::<Result<_, _>>();
            let columns = columns.map_err(|column: usize| ScanError::NotTextColumn(self.headings[column].clone()))?;
            let bytes = group_bytes * batch.num_rows() as u64 / group_rows;
            each(&TextColumns { segment, rows: batch.num_rows(), columns, bytes });
        }
        Ok(())
    }

    /// The map of the rows, as [`ParquetFile::scan`] numbers them.
    fn segments(&self) -> Segments {
        let groups = self.firsts.windows(2).map(|firsts| firsts[1].0 - firsts[0].0);
        Segments::in_order(groups.flat_map(|rows| {
            let full = Segments::ROWS as u64;
            (0..rows.div_ceil(full)).map(move |at| (rows - at * full).min(full) as u32)
        }))
    }

    /// Reads whole rows again, by ascending numbers that are all different; calls `each` in their order with batches and
    /// the position of a batch's first row among `numbers`. Row groups are read by so many threads at a time.
    ///
    /// # Errors
    /// [`ScanError`]: a damaged page, or `each` failed.
    pub fn rows<E: From<ScanError>>(
        &self,
        threads: usize,
        numbers: &[u64],
        mut each: impl FnMut(usize, RecordBatch) -> Result<(), E>,
    ) -> Result<(), E> {
        let groups: Vec<usize> = (0..self.groups()).filter(|&group| !self.wanted(group, numbers).is_empty()).collect();
        for window in groups.chunks(threads.max(1)) {
            let read: Mutex<Vec<(usize, Vec<RecordBatch>)>> = Mutex::new(Vec::new());
            let done: Vec<Result<(), ScanError>> = std::thread::scope(|scope| {
                let read = &read;
                let spawn = |&group: &usize| {
                    scope.spawn(move || {
                        let rows = self.rows_of(group, &numbers[self.wanted(group, numbers)])?;
                        read.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((group, rows));
                        Ok(())
                    })
                };
                let running: Vec<_> = window.iter().map(spawn).collect();
                running
                    .into_iter()
                    .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            });
            done.into_iter().collect::<Result<(), _>>()?;
            let mut read = read.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
            read.sort_unstable_by_key(|group| group.0);
            for (group, batches) in read {
                let mut position = self.wanted(group, numbers).start;
                for batch in batches {
                    let rows = batch.num_rows();
                    each(position, batch)?;
                    position += rows;
                }
            }
        }
        Ok(())
    }

    /// The positions of the numbers that lie in a row group.
    fn wanted(&self, group: usize, numbers: &[u64]) -> std::ops::Range<usize> {
        let at = |row: u64| numbers.partition_point(|&number| number < row);
        at(self.firsts[group].0)..at(self.firsts[group + 1].0)
    }

    fn rows_of(&self, group: usize, numbers: &[u64]) -> Result<Vec<RecordBatch>, ScanError> {
        let mut selectors = Vec::with_capacity(numbers.len() * 2);
        let mut at = self.firsts[group].0;
        for run in numbers.chunk_by(|a, b| a + 1 == *b) {
            selectors.push(RowSelector::skip((run[0] - at) as usize));
            selectors.push(RowSelector::select(run.len()));
            at = run[run.len() - 1] + 1;
        }
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(&self.path)?, self.plain.clone());
        let reader = builder
            .with_row_groups(vec![group])
            .with_row_selection(RowSelection::from(selectors))
            .with_batch_size(Segments::ROWS)
            .build()?;
        let batches = reader.collect::<Result<_, _>>().map_err(parquet::errors::ParquetError::from)?;
        Ok(batches)
    }
}

fn cells(column: &dyn Array) -> Option<Cells<'_>> {
    let texts = column.as_any().downcast_ref().map(Cells::Texts);
    texts.or_else(|| column.as_any().downcast_ref().map(Cells::Days))
}

fn with_views(schema: &Schema) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => Arc::new(Field::clone(field).with_data_type(DataType::Utf8View)),
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()))
}
