//! How much memory an xls or ods will take, found out before its reader takes it.
//!
//! The reader of both lays out the whole rectangle around the cells of every sheet, and believes what a file says about
//! its size. A few hundred bytes can so ask for all the memory there is, and running out of it ends the process without a
//! sentence. These two walks count the cells first and hold next to nothing.

use super::{Limits, Unreadable};
use quick_xml::events::{BytesStart, Event};
use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
};
use zip::ZipArchive;

/// Columns and rows that OpenDocument readers go to at most.
const ODS_COLUMNS: u64 = 16_384;
const ODS_ROWS: u64 = 1_048_576;
/// The rectangle of Excel 97: 65,536 rows of 256 columns.
const XLS_RECTANGLE: u64 = 16_777_216;

/// Counts the cells of the rectangles in a binary workbook.
pub(super) fn check_xls(file: &File, limits: &Limits) -> Result<(), Unreadable> {
    let stream = workbook_stream(file, limits)?;
    let (mut sheets, mut total) = (0, 0u64);
    // BoundSheet8, MS-XLS 2.4.28: the sheet's place in the stream comes first.
    for (_, data) in records(&stream).take_while(|(kind, _)| *kind != EOF).filter(|(kind, _)| *kind == 0x0085) {
        sheets += 1;
        let at = data.first_chunk().map_or(0, |at| u32::from_le_bytes(*at) as usize);
        let sheet = stream.get(at..).ok_or(Unreadable::Truncated)?;
        total = total.saturating_add(rectangle(sheet, limits)?);
        if total > limits.grid_cells {
            return Err(Unreadable::TooSparse { limit: limits.grid_cells });
        }
        if sheets > limits.sheets {
            return Err(Unreadable::TooManySheets { found: sheets, limit: limits.sheets });
        }
    }
    Ok(())
}

fn workbook_stream(file: &File, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    let mut book = cfb::CompoundFile::open(BufReader::new(file))?;
    let name = if book.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let stream = book.open_stream(name)?;
    let mut bytes = Vec::new();
    stream.take(limits.workbook_bytes).read_to_end(&mut bytes)?;
    Ok(bytes)
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;

/// The records of a stream: kind, length, data (MS-XLS 2.1.4).
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (head, rest) = stream.split_first_chunk::<4>()?;
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, rest) = rest.split_at_checked(length)?;
        stream = rest;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    })
}

/// Cells of the rectangle around the cells of one sheet, whose substream this begins with.
fn rectangle(sheet: &[u8], limits: &Limits) -> Result<u64, Unreadable> {
    let mut seen = Seen::default();
    let (mut begun, mut depth) = (false, 0u32);
    for (kind, data) in records(sheet) {
        match kind {
            BOF if depth > 0 || begun => depth += 1,
            BOF => begun = true,
            EOF if depth == 0 => break,
            EOF => depth -= 1,
            _ if depth > 0 => {}
            0x0200 => check_dimensions(data, limits)?,
            // Number, Label, RString, BoolErr, RK, LabelSst, Formula: row and column come first.
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x0006 => seen.cell(data, 0),
            // MulRk: six bytes for each column between the first and the last, which comes at the end.
            0x00bd => seen.cell(data, data.len().saturating_sub(6) / 6),
            _ => {}
        }
    }
    Ok(seen.cells())
}

/// The rectangle that a sheet claims: the reader asks for room for all of it at once.
fn check_dimensions(data: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let word = |at: usize| data.get(at..at + 2).map_or(0, |w| u64::from(u16::from_le_bytes([w[0], w[1]])));
    let double = |at: usize| word(at) | word(at + 2) << 16;
    let (rows, columns) = match data.len() {
        10 => ((word(0), word(2)), (word(4), word(6))),
        _ => ((double(0), double(4)), (word(8), word(10))),
    };
    let bound = limits.grid_cells.max(XLS_RECTANGLE);
    let backwards = rows.1 < rows.0 && rows.1 > 0;
    // Columns that make no sense are taken from zero by the reader.
    let claimed = rows.1.saturating_sub(rows.0).saturating_mul(columns.1.max(1));
    if backwards || claimed > bound { Err(Unreadable::TooSparse { limit: bound }) } else { Ok(()) }
}

/// The bounds of the cells seen so far, all inclusive.
#[derive(Default)]
struct Seen(Option<[u64; 4]>);

impl Seen {
    fn cell(&mut self, data: &[u8], more_columns: usize) {
        let Some(place) = data.first_chunk::<4>() else { return };
        let row = u64::from(u16::from_le_bytes([place[0], place[1]]));
        let column = u64::from(u16::from_le_bytes([place[2], place[3]]));
        let last = column + more_columns as u64;
        let [top, left, bottom, right] = self.0.unwrap_or([row, column, row, last]);
        self.0 = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, left, bottom, right]| (bottom - top + 1) * (right - left + 1))
    }
}

/// Counts the cells that an OpenDocument spreadsheet unfolds to: it writes repeated cells and rows once.
pub(super) fn check_ods(file: &File, limits: &Limits) -> Result<(), Unreadable> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| Unreadable::Damaged)?;
    let content = zip.by_name("content.xml").map_err(|_| Unreadable::Damaged)?;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(content));
    xml.config_mut().check_end_names = false;
    let (mut buffer, mut table) = (Vec::new(), Unfolding::default());
    let mut total = 0u64;
    loop {
        match xml.read_event_into(&mut buffer).map_err(|_| Unreadable::Damaged)? {
            Event::Eof => return Ok(()),
            Event::Start(tag) => table.tag(&tag, true),
            Event::Empty(tag) => table.tag(&tag, false),
            Event::End(tag) if tag.name().as_ref() == "table:table" => {
                table.end_row();
                total = total.saturating_add(std::mem::take(&mut table).cells());
            }
            _ => {}
        }
        if total.max(table.pushed) > limits.grid_cells {
            return Err(Unreadable::TooSparse { limit: limits.grid_cells });
        }
        buffer.clear();
    }
}

/// What one table unfolds to.
#[derive(Default)]
struct Unfolding {
    rows: u64,
    last_row: u64,
    width: u64,
    /// Cells that are laid out while reading, whatever stands in them.
    pushed: u64,
    /// Of the row being read: repetitions, columns so far, columns up to the last cell with a value, and empty cells that
    /// are laid out if another cell follows.
    repeats: u64,
    columns: u64,
    valued: u64,
    pending: u64,
}

impl Unfolding {
    fn tag(&mut self, tag: &BytesStart<'_>, has_content: bool) {
        match tag.name().as_ref() {
            "table:table-row" => {
                self.end_row();
                self.repeats = repeats(tag, "table:number-rows-repeated").min(ODS_ROWS);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                // An empty cell is laid out when another follows it; the last of a row is not.
                self.pushed += std::mem::take(&mut self.pending);
                let here = repeats(tag, "table:number-columns-repeated").min(ODS_COLUMNS);
                self.columns = (self.columns + here).min(ODS_COLUMNS);
                let says = |name: &str| attribute(tag, name).is_some();
                if has_content || says("office:value-type") || says("table:formula") {
                    self.pushed += here;
                    self.valued = self.columns;
                } else {
                    self.pending = here;
                }
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        self.rows = (self.rows + std::mem::take(&mut self.repeats)).min(ODS_ROWS);
        if self.valued > 0 {
            self.last_row = self.rows;
            self.width = self.width.max(self.valued);
        }
        (self.columns, self.valued, self.pending) = (0, 0, 0);
    }

    fn cells(self) -> u64 {
        self.last_row.saturating_mul(self.width).max(self.pushed)
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

/// A number of repetitions; one that cannot be read is the reader's to refuse.
fn repeats(tag: &BytesStart<'_>, name: &str) -> u64 {
    attribute(tag, name).map_or(1, |text| text.parse().unwrap_or(u64::MAX))
}
