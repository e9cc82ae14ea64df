//! A delimited text file with one heading line.

use super::blocks::{Blocks, fill};
use super::rows::{Rows, fields, last_start, row_starts, trim_end};
use super::segments::GROUP;
use super::{ScanError, Segments, TextEncoding};
use memchr::memchr_iter;
use std::fs::File;
use std::path::Path;

/// How much of the beginning is looked at for encoding, delimiter and headings.
const SAMPLE: usize = 256 << 10;
/// Titles above the heading line: at most so many lines.
const TITLES: usize = 20;

/// A delimited text file: encoding, delimiter and headings are known, rows are read when asked for.
#[derive(Debug)]
pub struct TextFile {
    file: File,
    encoding: TextEncoding,
    delimiter: u8,
    headings: Vec<String>,
    heading_line: Vec<u8>,
    bom: bool,
    data_start: u64,
    bytes: u64,
}

impl TextFile {
    /// Opens a file and finds its heading line: the first of the first twenty lines that `is_heading` accepts. `wanted`
    /// names what it looks for, for the error.
    ///
    /// # Errors
    /// [`ScanError`]: unreadable, empty, not text, or without such a line.
    pub fn open(path: &Path, wanted: &'static str, is_heading: &dyn Fn(&[String]) -> bool) -> Result<Self, ScanError> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let mut sample = vec![0; SAMPLE];
        let read = fill(&file, &mut sample, 0)?;
        sample.truncate(read);
        if sample.contains(&0) {
            return Err(ScanError::NotText);
        }
        let bom = sample.starts_with(b"\xEF\xBB\xBF");
        let skip = if bom { 3 } else { 0 };
        let encoding = encoding(&file, &sample[skip..], bytes)?;
        let text = &sample[skip..];
        let mut starts = Vec::new();
        let delimiter = delimiter(text, encoding);
        row_starts(text, delimiter, text.contains(&b'"'), &mut starts);
        if starts.len() < 2 {
            return Err(ScanError::Empty);
        }
        for line in starts.windows(2).take(TITLES) {
            let bytes_of = trim_end(&text[line[0] as usize..line[1] as usize]);
            let headings: Vec<String> =
                fields(bytes_of, delimiter).iter().map(|field| heading(encoding, field)).collect();
            if is_heading(&headings) {
                let (heading_line, data_start) = (bytes_of.to_vec(), skip as u64 + u64::from(line[1]));
                return Ok(Self { file, encoding, delimiter, headings, heading_line, bom, data_start, bytes });
            }
        }
        Err(ScanError::NoHeader(wanted))
    }

    /// The headings, trimmed.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The heading line as it stands in the file, after a byte order mark where the file has one.
    pub fn heading_line(&self) -> Vec<u8> {
        let bom: &[u8] = if self.bom { b"\xEF\xBB\xBF" } else { b"" };
        [bom, &self.heading_line].concat()
    }

    /// The field delimiter.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The encoding of the text.
    pub fn encoding(&self) -> TextEncoding {
        self.encoding
    }

    /// Size of the file.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn data_start(&self) -> u64 {
        self.data_start
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Hands all rows to `each`, in blocks, on so many threads; every thread has a worker of its own.
    ///
    /// # Errors
    /// [`ScanError`]: reading failed, or a record never ends.
    pub fn scan<W: Send>(
        &self,
        threads: usize,
        worker: impl Fn() -> W + Sync,
        each: impl Fn(&mut W, &Rows<'_>) + Sync,
    ) -> Result<(Vec<W>, Segments), ScanError> {
        let blocks = Blocks::new(self);
        let work = || {
            let mut worker = worker();
            let segments = blocks.work(&mut |rows| each(&mut worker, rows))?;
            Ok::<_, ScanError>((worker, segments))
        };
        let done: Vec<_> = std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        let (mut workers, mut segments) = (Vec::new(), Vec::new());
        for result in done {
            let (worker, seen) = result?;
            workers.push(worker);
            segments.extend(seen);
        }
        Ok((workers, Segments::new(segments)))
    }

    /// Reads rows again, by ascending numbers; calls `each` with the position among `numbers` and the line.
    ///
    /// Where few rows of a segment are wanted, a kilobyte or so is read for each; where many are, the segment is.
    ///
    /// # Errors
    /// [`ScanError`]: reading failed, or `each` did.
    pub fn lines<E: From<ScanError>>(
        &self,
        segments: &Segments,
        numbers: &[u64],
        mut each: impl FnMut(usize, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut piece = Piece::default();
        let mut at = 0;
        for (segment, &first) in segments.list.iter().zip(&segments.first_rows) {
            let end = first + u64::from(segment.rows);
            let wanted = numbers[at..].partition_point(|&number| number < end);
            let whole = wanted * 4096 > segment.bytes as usize;
            for (position, &number) in numbers.iter().enumerate().skip(at).take(wanted) {
                let row = (number - first) as usize;
                let groups = if whole { 0..segment.groups.len() } else { row / GROUP..row / GROUP + 1 };
                piece.load(self, segment, groups).map_err(ScanError::from)?;
                each(position, piece.line(row))?;
            }
            at += wanted;
        }
        Ok(())
    }
}

/// A part of a segment that was read again.
#[derive(Default)]
struct Piece {
    held: Option<(u32, std::ops::Range<usize>)>,
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

impl Piece {
    fn load(
        &mut self,
        file: &TextFile,
        segment: &super::segments::Segment,
        groups: std::ops::Range<usize>,
    ) -> std::io::Result<()> {
        if self.held.as_ref().is_some_and(|(id, held)| *id == segment.id && *held == groups) {
            return Ok(());
        }
        let start = segment.groups[groups.start];
        let end = segment.groups.get(groups.end).copied().unwrap_or(segment.bytes);
        self.bytes.resize((end - start) as usize, 0);
        fill(&file.file, &mut self.bytes, segment.offset + u64::from(start))?;
        row_starts(&self.bytes, file.delimiter, segment.quoted, &mut self.starts);
        self.held = Some((segment.id, groups));
        Ok(())
    }

    /// A row of the segment; empty when the file was cut short since it was scanned.
    fn line(&self, row: usize) -> &[u8] {
        let first = self.held.as_ref().map_or(0, |(_, groups)| groups.start * GROUP);
        match self.starts.get(row - first..) {
            Some([start, end, ..]) => trim_end(&self.bytes[*start as usize..*end as usize]),
            _ => &[],
        }
    }
}

fn heading(encoding: TextEncoding, field: &[u8]) -> String {
    String::from_utf8_lossy(&encoding.to_utf8(field)).split_whitespace().collect()
}

/// A head of plain ASCII tells nothing, so the middle of the file is looked at, too.
fn encoding(file: &File, head: &[u8], bytes: u64) -> Result<TextEncoding, ScanError> {
    if !head.is_ascii() || bytes <= SAMPLE as u64 {
        return Ok(TextEncoding::of(head));
    }
    let mut middle = vec![0; SAMPLE];
    let read = fill(file, &mut middle, bytes / 2)?;
    // The sample may begin within a character: start behind a line end.
    let start = memchr_iter(b'\n', &middle[..read]).next().map_or(0, |end| end + 1);
    Ok(TextEncoding::of(&middle[start..read]))
}

/// The delimiter that divides the first lines into most fields.
fn delimiter(text: &[u8], encoding: TextEncoding) -> u8 {
    let head = &text[..text.len().min(16 << 10)];
    let head = if head.len() < text.len() { &head[..last_start(head, b',').max(1)] } else { head };
    // A bar can be half of a character in GB18030.
    let candidates: &[u8] = if encoding == TextEncoding::Utf8 { b"\t;|" } else { b"\t;" };
    let count = |delimiter: u8| head.iter().filter(|&&byte| byte == delimiter).count();
    candidates.iter().copied().fold(b',', |best, one| if count(one) > count(best) { one } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn open(text: &[u8]) -> (tempfile::TempDir, TextFile) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        std::fs::write(&path, text).unwrap();
        let file = TextFile::open(&path, "姓名", &|headings| headings.iter().any(|h| h == "姓名")).unwrap();
        (dir, file)
    }

    /// Every row of the file by its number, as a scan on two threads sees it, and as it is read again.
    fn check(text: &[u8], expected: &[&[u8]]) {
        let (_dir, file) = open(text);
        let seen = Mutex::new(Vec::new());
        let (_, segments) = file
            .scan(
                2,
                || (),
                |(), rows| {
                    let mut seen = seen.lock().unwrap();
                    seen.extend(
                        (0..rows.len())
                            .map(|row| (Segments::pack(rows.segment(), row as u32), rows.line(row).to_vec())),
                    );
                },
            )
            .unwrap();
        let mut seen: Vec<_> =
            seen.into_inner().unwrap().into_iter().map(|(row, line)| (segments.number(row), line)).collect();
        seen.sort();
        assert!(seen.iter().map(|row| &row.1[..]).eq(expected.iter().copied()));
        let numbers: Vec<u64> = (0..segments.rows()).step_by(3).collect();
        let mut again = Vec::new();
        file.lines::<ScanError>(&segments, &numbers, |at, line| {
            again.push((numbers[at], line.to_vec()));
            Ok(())
        })
        .unwrap();
        assert!(again.iter().eq(seen.iter().step_by(3)));
    }

    #[test]
    fn a_title_above_the_headings_is_skipped_and_the_encoding_found() {
        let gb = encoding_rs::GB18030.encode("某县参保名册\n\n姓名\t证件号码\n王芳\t419901\n").0.into_owned();
        let (_dir, file) = open(&gb);
        assert_eq!((file.delimiter(), file.encoding()), (b'\t', TextEncoding::Gb18030));
        assert_eq!(file.headings(), ["姓名", "证件号码"]);
        check(&gb, &[&encoding_rs::GB18030.encode("王芳\t419901").0]);
    }

    #[test]
    fn rows_of_many_blocks_come_back_by_their_numbers() {
        let lines: Vec<String> = (0..90_000).map(|n| format!("{n},王{}", "芳".repeat(n % 7))).collect();
        let text = format!("号,姓名\n{}\n", lines.join("\n"));
        check(text.as_bytes(), &lines.iter().map(String::as_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn quoted_line_ends_do_not_break_rows_wherever_a_block_ends() {
        let lines: Vec<String> = (0..40_000).map(|n| format!("{n},\"王\n,\"\"{n}\"\"\n芳\"")).collect();
        let text = format!("号,姓名\r\n{}", lines.join("\r\n"));
        check(text.as_bytes(), &lines.iter().map(String::as_bytes).collect::<Vec<_>>());
    }

    #[test]
    fn short_rows_make_more_than_one_segment_of_a_block() {
        let lines: Vec<String> = (0..50_000).map(|n| (n % 10).to_string()).collect();
        check(
            format!("姓名\n{}", lines.join("\n\n")).as_bytes(),
            &lines.iter().map(String::as_bytes).collect::<Vec<_>>(),
        );
    }

    #[test]
    fn a_file_without_rows_has_none() {
        check("\u{feff}姓名".as_bytes(), &[]);
    }
}
