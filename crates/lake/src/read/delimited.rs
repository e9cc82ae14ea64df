//! Delimited text: the delimiter by consistency, rows as a spreadsheet numbers them.

use super::{Cell, Encoding, Limits, Unreadable, decode::Decoded};
use std::{cell::Cell as Slot, collections::BTreeMap, fs::File, io::Read, ops::ControlFlow, rc::Rc};

/// Delimiters that offices use, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Characters looked at to choose between them.
const SAMPLE_BYTES: u64 = 256 << 10;

/// What was decided about a text file.
pub(super) struct Delimited {
    pub(super) file: File,
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    /// Whether the file ends inside quotation marks: an odd number of them in all.
    unclosed: bool,
}

impl Delimited {
    /// Surveys the whole file once: validity of the encoding, quotation marks, whether there is anything at all.
    pub(super) fn survey(mut file: File, head: &[u8]) -> Result<Self, Unreadable> {
        let encoding = super::decode::decide(&mut file, head)?;
        let mut text = Decoded::new(file.try_clone()?, encoding)?;
        let (mut quotes, mut ink) = (0u64, false);
        let mut buffer = vec![0u8; 64 << 10];
        loop {
            let read = text.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            quotes += memchr::memchr_iter(b'"', &buffer[..read]).count() as u64;
            ink = ink || buffer[..read].iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0x1a);
        }
        if !ink {
            return Err(Unreadable::Empty);
        }
        let mut sample = Vec::new();
        Decoded::new(file.try_clone()?, encoding)?.take(SAMPLE_BYTES).read_to_end(&mut sample)?;
        Ok(Self { file, encoding, delimiter: delimiter(&sample), unclosed: quotes % 2 == 1 })
    }

    pub(super) fn for_each_row(
        &self,
        limits: &Limits,
        each: &mut dyn FnMut(u32, &[Cell]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        let fuel = Rc::new(Slot::new(0));
        let record_bytes = limits.row_bytes;
        let text = Fueled { from: Decoded::new(self.file.try_clone()?, self.encoding)?, fuel: fuel.clone() };
        let mut reader = builder(self.delimiter).from_reader(text);
        let mut record = csv::ByteRecord::new();
        let (mut row, mut cells) = (0u32, Vec::new());
        let mut runs_on = false;
        loop {
            fuel.set(record_bytes);
            let line = reader.position().line();
            let more = reader.read_byte_record(&mut record).map_err(|error| failed(&error, row + 1, limits))?;
            if !more {
                // A cell that runs over lines to the end of a file with an odd number of quotation marks.
                return if self.unclosed && runs_on { Err(Unreadable::UnclosedQuote { row }) } else { Ok(()) };
            }
            let inside: u64 = record.iter().map(|field| memchr::memchr_iter(b'\n', field).count() as u64).sum();
            runs_on = record.iter().next_back().is_some_and(|field| field.contains(&b'\n'));
            row = row.saturating_add(rows_taken(reader.position().line() - line, inside));
            if fill_cells(&record, row, limits, &mut cells)? && each(row, &cells[..record.len()]).is_break() {
                return Ok(());
            }
        }
    }
}

/// How many rows a spreadsheet counts for a record: itself and the blank lines before it, which the tokeniser skips. The
/// last record of a file may lack its line break.
fn rows_taken(lines: u64, inside: u64) -> u32 {
    lines.saturating_sub(inside).clamp(1, u64::from(u32::MAX)) as u32
}

/// Puts a record into cells; whether any of them holds anything.
fn fill_cells(record: &csv::ByteRecord, row: u32, limits: &Limits, cells: &mut Vec<Cell>) -> Result<bool, Unreadable> {
    if record.len() > limits.columns {
        return Err(Unreadable::TooManyColumns { row, limit: limits.columns });
    }
    if cells.len() < record.len() {
        cells.resize(record.len(), Cell::Empty);
    }
    let mut any = false;
    for (cell, field) in cells.iter_mut().zip(record) {
        if field.len() > limits.cell_bytes {
            return Err(Unreadable::CellTooLong { row, limit: limits.cell_bytes });
        }
        cell.set_text(std::str::from_utf8(field).map_err(|_| Unreadable::Damaged)?);
        any = any || !cell.is_blank();
    }
    Ok(any)
}

fn failed(error: &csv::Error, row: u32, limits: &Limits) -> Unreadable {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            Unreadable::RowTooLong { row, limit: limits.row_bytes }
        }
        csv::ErrorKind::Io(error) => std::io::Error::from(error.kind()).into(),
        _ => Unreadable::Damaged,
    }
}

fn builder(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).buffer_capacity(64 << 10);
    builder
}

/// The delimiter under which most records have the same number of fields, more than one; a comma when none divides
/// anything.
fn delimiter(sample: &[u8]) -> u8 {
    let agreeing = |delimiter: u8| -> (usize, usize) {
        let mut widths = BTreeMap::<usize, usize>::new();
        for record in builder(delimiter).from_reader(sample).byte_records().map_while(Result::ok) {
            *widths.entry(record.len()).or_default() += 1;
        }
        // A cut last record and title rows do not outvote the rows of the table.
        widths.into_iter().filter(|(width, _)| *width > 1).map(|(width, rows)| (rows, width)).max().unwrap_or_default()
    };
    let best = DELIMITERS.into_iter().rev().max_by_key(|&delimiter| agreeing(delimiter));
    best.filter(|&delimiter| agreeing(delimiter).0 > 0).unwrap_or(b',')
}

/// Stops a record that would fill the memory: an opening quotation mark may swallow the whole file.
struct Fueled<R> {
    from: R,
    fuel: Rc<Slot<u64>>,
}

impl<R: Read> Read for Fueled<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into)?;
        match self.fuel.get().checked_sub(read as u64) {
            Some(left) => self.fuel.set(left),
            None => return Err(std::io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}
