//! Delimited text in the encoding that the sender's system writes.

use super::dress::Cell;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

/// A text file that is being written.
pub(crate) struct TextFile {
    out: BufWriter<File>,
    gb18030: bool,
    delimiter: char,
}

impl TextFile {
    pub(crate) fn new(path: &Path, gb18030: bool, bom: bool, delimiter: u8) -> std::io::Result<Self> {
        let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
        if bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(Self { out, gb18030, delimiter: char::from(delimiter) })
    }

    /// Writes a row, quoting where the delimiter, a quote or a line break demands it.
    pub(crate) fn put(&mut self, cells: &[Cell]) -> std::io::Result<()> {
        let mut line = String::with_capacity(cells.len() * 12);
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                line.push(self.delimiter);
            }
            quote(&cell.printed(), self.delimiter, &mut line);
        }
        line.push_str("\r\n");
        if self.gb18030 {
            let (bytes, _, _) = encoding_rs::GB18030.encode(&line);
            self.out.write_all(&bytes)
        } else {
            self.out.write_all(line.as_bytes())
        }
    }

    pub(crate) fn finish(mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn quote(text: &str, delimiter: char, line: &mut String) {
    if text.contains([delimiter, '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}
