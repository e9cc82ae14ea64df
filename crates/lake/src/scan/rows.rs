//! Rows and fields of a piece of delimited text.

use super::mask::{mask, positions};
use super::quoted::{each_record, with_fields};
use memchr::{memchr, memchr_iter, memrchr};
use std::borrow::Cow;

/// Consecutive rows of a file, as bytes.
#[derive(Debug)]
pub struct Rows<'a> {
    pub(crate) segment: u32,
    pub(crate) bytes: &'a [u8],
    pub(crate) starts: &'a [u32],
    pub(crate) delimiter: u8,
    pub(crate) quoted: bool,
}

impl<'a> Rows<'a> {
    /// The number of this piece: unique in the file, but not in its order.
    pub fn segment(&self) -> u32 {
        self.segment
    }

    /// How many rows there are; at most [`crate::scan::Segments::ROWS`].
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that these rows take in the file.
    pub fn bytes(&self) -> u64 {
        u64::from(self.starts[self.len()] - self.starts[0])
    }

    /// The field delimiter.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Whether no row holds a quotation mark, so that a field is what lies between delimiters.
    pub fn plain(&self) -> bool {
        !self.quoted
    }

    /// Where each row starts in its piece, and where the last one ends.
    pub fn starts(&self) -> &[u32] {
        self.starts
    }

    /// The piece from the start of a row on, to its own end and beyond.
    #[inline]
    pub fn from(&self, row: usize) -> &'a [u8] {
        &self.bytes[self.starts[row] as usize..]
    }

    /// A row without its line end.
    #[inline]
    pub fn line(&self, row: usize) -> &'a [u8] {
        trim_end(&self.bytes[self.starts[row] as usize..self.starts[row + 1] as usize])
    }

    /// A field of a row, unquoted; empty when the row is too short.
    #[inline]
    pub fn field(&self, row: usize, column: usize) -> Cow<'a, [u8]> {
        field(self.line(row), self.delimiter, column)
    }

    /// Several fields of a row in one walk along it. A column that the row is too short for (or `usize::MAX`: that the
    /// file does not have) is empty.
    #[inline]
    pub fn fields<const N: usize>(&self, row: usize, columns: [usize; N]) -> [Cow<'a, [u8]>; N] {
        let line = self.line(row);
        if self.quoted && memchr(b'"', line).is_some() {
            return columns.map(|column| quoted_field(line, self.delimiter, column));
        }
        match self.ends(row, line.len()) {
            Some(ends) => fields_by_mask(line, ends, columns).unwrap_or_else(|| self.fields_one_by_one(line, columns)),
            None => self.fields_one_by_one(line, columns),
        }
    }

    /// The delimiters among the first 64 bytes of a row; `None` at the end of the piece.
    #[inline]
    fn ends(&self, row: usize, len: usize) -> Option<u64> {
        let window = self.from(row).first_chunk::<64>()?;
        let within = if len < 64 { (1 << len) - 1 } else { u64::MAX };
        Some(mask(window, self.delimiter) & within)
    }

    #[inline(never)]
    fn fields_one_by_one<const N: usize>(&self, line: &'a [u8], columns: [usize; N]) -> [Cow<'a, [u8]>; N] {
        let last = columns.iter().copied().filter(|&column| column != usize::MAX).max().unwrap_or(0);
        let mut found = [&line[..0]; N];
        let mut start = 0;
        for (column, end) in memchr_iter(self.delimiter, line).chain([line.len()]).enumerate().take(last + 1) {
            for (field, wanted) in found.iter_mut().zip(columns) {
                if wanted == column {
                    *field = &line[start..end];
                }
            }
            start = end + 1;
        }
        found.map(Cow::Borrowed)
    }
}

/// The fields of a line by the ends of its fields among the first 64 bytes; `None` when one may end beyond them.
#[inline]
fn fields_by_mask<'a, const N: usize>(line: &'a [u8], ends: u64, columns: [usize; N]) -> Option<[Cow<'a, [u8]>; N]> {
    let mut found = [&line[..0]; N];
    for (field, column) in found.iter_mut().zip(columns) {
        if column == usize::MAX {
            continue;
        }
        let mut rest = ends;
        for _ in 1..column {
            rest &= rest.wrapping_sub(1);
        }
        let start = match column {
            0 => 0,
            _ if rest == 0 && line.len() > 64 => return None,
            // The line is too short for this column.
            _ if rest == 0 => continue,
            _ => rest.trailing_zeros() as usize + 1,
        };
        if column > 0 {
            rest &= rest - 1;
        }
        let end = match rest {
            0 if line.len() > 64 => return None,
            0 => line.len(),
            _ => rest.trailing_zeros() as usize,
        };
        *field = &line[start..end];
    }
    Some(found.map(Cow::Borrowed))
}

/// A field of a line, unquoted; empty when the line is too short.
///
/// ```
/// use doudi_lake::scan::field;
/// assert_eq!(field("1,419901,王芳".as_bytes(), b',', 2).as_ref(), "王芳".as_bytes());
/// assert_eq!(field(br#"1,"a ""b"", c",d"#, b',', 1).as_ref(), br#"a "b", c"#);
/// ```
#[inline]
pub fn field(line: &[u8], delimiter: u8, column: usize) -> Cow<'_, [u8]> {
    if memchr(b'"', line).is_some() {
        return quoted_field(line, delimiter, column);
    }
    let rest = from_field(line, delimiter, column);
    Cow::Borrowed(memchr(delimiter, rest).map_or(rest, |end| &rest[..end]))
}

/// A line without quotation marks from the start of a field on; empty when the line is too short.
#[inline]
pub fn from_field(line: &[u8], delimiter: u8, column: usize) -> &[u8] {
    let mut rest = line;
    for _ in 0..column {
        match memchr(delimiter, rest) {
            Some(end) => rest = &rest[end + 1..],
            None => return &[],
        }
    }
    rest
}

#[cold]
fn quoted_field(line: &[u8], delimiter: u8, column: usize) -> Cow<'_, [u8]> {
    Cow::Owned(with_fields(line, delimiter, |fields| fields.get(column).to_vec()))
}

/// All fields of a line, unquoted.
pub(crate) fn fields(line: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    with_fields(line, delimiter, |fields| (0..fields.len()).map(|column| fields.get(column).to_vec()).collect())
}

/// Collects where rows start, and at last where they end. Empty lines are no rows.
pub(crate) fn row_starts(bytes: &[u8], delimiter: u8, quoted: bool, starts: &mut Vec<u32>) {
    starts.clear();
    if quoted {
        each_record(bytes, delimiter, |start, end| {
            let blank = bytes[start..end].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if blank < end - start {
                starts.push((start + blank) as u32);
            }
        });
    } else {
        let mut start = 0;
        positions(bytes, b'\n', |end| {
            // A row is more than a line end: `\n` or `\r\n` alone is none.
            if end > start + 1 || (end == start + 1 && bytes[start] != b'\r') {
                starts.push(start as u32);
            }
            start = end + 1;
        });
        if !trim_end(&bytes[start..]).is_empty() {
            starts.push(start as u32);
        }
    }
    starts.push(bytes.len() as u32);
}

/// Where the last record begins, so that a block can end there: everything before it is whole.
pub(crate) fn last_start(bytes: &[u8], delimiter: u8) -> usize {
    let mut last = 0;
    each_record(bytes, delimiter, |start, _| last = start);
    last
}

/// Where the last whole line ends, when no field holds a line end.
pub(crate) fn last_line_end(bytes: &[u8]) -> usize {
    memrchr(b'\n', bytes).map_or(0, |end| end + 1)
}

#[inline]
pub(crate) fn trim_end(mut line: &[u8]) -> &[u8] {
    while let [rest @ .., b'\r' | b'\n'] = line {
        line = rest;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(bytes: &[u8], quoted: bool) -> Vec<&[u8]> {
        let mut starts = Vec::new();
        row_starts(bytes, b',', quoted, &mut starts);
        starts.windows(2).map(|s| trim_end(&bytes[s[0] as usize..s[1] as usize])).collect()
    }

    #[test]
    fn empty_lines_are_no_rows_and_a_missing_last_line_end_is_no_matter() {
        let text = b"\r\na,b\r\n\n\r\nc\n,\nd";
        assert_eq!(rows(text, false), [&b"a,b"[..], b"c", b",", b"d"]);
        assert_eq!(rows(text, true), rows(text, false));
    }

    #[test]
    fn a_line_end_between_quotation_marks_belongs_to_the_field() {
        let text = b"a,\"b\nc\"\nd,\"e";
        assert_eq!(rows(text, true), [&b"a,\"b\nc\""[..], b"d,\"e"]);
        assert_eq!(last_start(text, b','), 8);
        assert_eq!(field(rows(text, true)[0], b',', 1).as_ref(), b"b\nc");
    }

    #[test]
    fn a_line_that_begins_and_ends_with_quotation_marks_gives_its_fields() {
        let line = br#""id","na""me","status""#;
        assert!(fields(line, b',') == [&b"id"[..], b"na\"me", b"status"]);
        assert_eq!(rows(line, true), [&line[..]]);
        assert_eq!(field(line, b',', 0).as_ref(), b"id");
    }

    proptest! {
        #[test]
        fn quoted_fields_come_back(table in prop::collection::vec(prop::collection::vec("[a\",\r\n王]{0,4}", 2..4), 1..6), crlf in any::<bool>()) {
            let quote = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(",");
            let text = table.iter().map(line).collect::<Vec<_>>().join(if crlf { "\r\n" } else { "\n" });
            let found = rows(text.as_bytes(), true);
            prop_assert_eq!(found.len(), table.len());
            for (line, row) in found.iter().zip(&table) {
                let expected: Vec<&[u8]> = row.iter().map(String::as_bytes).collect();
                prop_assert_eq!(fields(line, b','), expected);
            }
        }

        #[test]
        fn several_fields_in_one_walk_are_the_fields_one_by_one(
            table in prop::collection::vec(prop::collection::vec("[0-9王]{0,18}", 0..9), 1..5), columns in prop::array::uniform3(0usize..10),
        ) {
            let text = table.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\n");
            let mut starts = Vec::new();
            row_starts(text.as_bytes(), b',', false, &mut starts);
            let rows = Rows { segment: 0, bytes: text.as_bytes(), starts: &starts, delimiter: b',', quoted: false };
            for row in 0..rows.len() {
                let one_by_one = columns.map(|column| rows.field(row, column));
                prop_assert_eq!(rows.fields(row, columns), one_by_one);
                prop_assert_eq!(rows.fields(row, [usize::MAX, columns[0]])[0].len(), 0);
            }
        }

        #[test]
        fn both_ways_find_the_same_rows_and_fields_where_nothing_is_quoted(text in "[a-c,\n]{0,80}", column in 0usize..4) {
            let (fast, careful) = (rows(text.as_bytes(), false), rows(text.as_bytes(), true));
            prop_assert_eq!(&fast, &careful);
            for line in fast {
                let all = fields(line, b',');
                let found = field(line, b',', column);
                prop_assert_eq!(found.as_ref(), all.get(column).map(Vec::as_slice).unwrap_or_default());
            }
        }
    }
}
