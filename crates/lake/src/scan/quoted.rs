//! Records with quotation marks, by `csv-core`.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use memchr::memchr;
use std::cell::RefCell;

/// A tokeniser with its buffers. Building one costs more than a record, so every thread keeps its own.
struct Careful {
    delimiter: u8,
    core: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

thread_local! {
    static CAREFUL: RefCell<Option<Careful>> = const { RefCell::new(None) };
}

fn careful<T>(delimiter: u8, then: impl FnOnce(&mut Careful) -> T) -> T {
    CAREFUL.with_borrow_mut(|slot| {
        let held = slot.take().filter(|held| held.delimiter == delimiter);
        let held = slot.insert(held.unwrap_or_else(|| Careful::new(delimiter)));
        held.core.reset();
        then(held)
    })
}

/// The fields of one record.
pub(crate) struct Fields<'a> {
    text: &'a [u8],
    ends: &'a [usize],
}

impl Fields<'_> {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field, unquoted; empty when the record is too short.
    pub(crate) fn get(&self, column: usize) -> &[u8] {
        let start = if column == 0 { 0 } else { self.ends.get(column - 1).copied().unwrap_or(0) };
        self.ends.get(column).map_or(&[], |&end| &self.text[start..end])
    }
}

/// Reads the fields of a line, which has no line end outside quotation marks.
pub(crate) fn with_fields<T>(line: &[u8], delimiter: u8, then: impl FnOnce(Fields<'_>) -> T) -> T {
    careful(delimiter, |careful| {
        let (_, text, ends) = careful.read(line);
        then(Fields { text: &careful.text[..text], ends: &careful.ends[..ends] })
    })
}

/// Calls `each` with the start and the end of every record; blank lines may stand before a record.
///
/// A line without quotation marks, reached outside of any, is a record: only the others are tokenised.
pub(crate) fn each_record(bytes: &[u8], delimiter: u8, mut each: impl FnMut(usize, usize)) {
    careful(delimiter, |careful| {
        let mut start = 0;
        while start < bytes.len() {
            let rest = &bytes[start..];
            let line = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let len = if memchr(b'"', &rest[..line]).is_none() { line } else { careful.record_len(rest) };
            each(start, start + len);
            start += len;
        }
    });
}

impl Careful {
    fn new(delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { delimiter, core, text: Vec::new(), ends: Vec::new() }
    }

    /// How many bytes the first record takes, its line end included.
    fn record_len(&mut self, bytes: &[u8]) -> usize {
        self.core.reset();
        self.read(bytes).0
    }

    /// Reads one record; gives the bytes taken, the bytes of its fields, and their number.
    fn read(&mut self, bytes: &[u8]) -> (usize, usize, usize) {
        self.text.resize(self.text.len().max(256), 0);
        self.ends.resize(self.ends.len().max(64), 0);
        let (mut taken, mut text, mut ends) = (0, 0, 0);
        loop {
            let (result, read, wrote, ended) =
                self.core.read_record(&bytes[taken..], &mut self.text[text..], &mut self.ends[ends..]);
            (taken, text, ends) = (taken + read, text + wrote, ends + ended);
            match result {
                // Once more with nothing left tells the tokeniser that the text ends here.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return (taken, text, ends),
            }
        }
    }
}
