//! A file in blocks of whole records, handed out to threads.

use super::rows::{Rows, last_line_end, last_start, row_starts};
use super::segments::{GROUP, Segment};
use super::{ScanError, Segments, TextFile};
use memchr::memchr;
use std::fs::File;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// Half of a core's second-level cache: what was read is still there when it is looked through.
const BLOCK: usize = 384 << 10;
const LONGEST_RECORD: usize = 64 << 20;

/// Who comes next gets the next block. A block begins where the one before it ended, at a record end, so the only thing
/// that threads wait for each other for is reading a block and finding its last record end.
pub(crate) struct Blocks<'a> {
    file: &'a TextFile,
    next: Mutex<u64>,
    segments: AtomicU32,
}

struct Block {
    offset: u64,
    len: usize,
    quoted: bool,
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(file: &'a TextFile) -> Self {
        Self { file, next: Mutex::new(file.data_start()), segments: AtomicU32::new(0) }
    }

    /// Works through blocks until the file ends; gives the segments that this thread saw.
    pub(crate) fn work(&self, each: &mut dyn FnMut(&Rows<'_>)) -> Result<Vec<Segment>, ScanError> {
        let mut buffer = vec![0; BLOCK];
        let mut starts = Vec::new();
        let mut segments = Vec::new();
        while let Some(block) = self.take(&mut buffer)? {
            let bytes = &buffer[..block.len];
            row_starts(bytes, self.file.delimiter(), block.quoted, &mut starts);
            let rows = starts.len() - 1;
            for from in (0..rows).step_by(Segments::ROWS) {
                let to = rows.min(from + Segments::ROWS);
                let segment = self.segments.fetch_add(1, Ordering::Relaxed);
                let rows = Rows {
                    segment,
                    bytes,
                    starts: &starts[from..=to],
                    delimiter: self.file.delimiter(),
                    quoted: block.quoted,
                };
                each(&rows);
                segments.push(segment_of(&rows, block.offset));
            }
        }
        Ok(segments)
    }

    fn take(&self, buffer: &mut Vec<u8>) -> Result<Option<Block>, ScanError> {
        // A thread that panicked while reading left no half-written state behind: the number moves last.
        let mut next = self.next.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let offset = *next;
        let mut filled = 0;
        loop {
            filled += fill(self.file.file(), &mut buffer[filled..], offset + filled as u64)?;
            let bytes = &buffer[..filled];
            let quoted = memchr(b'"', bytes).is_some();
            let len = if filled < buffer.len() {
                filled
            } else if quoted {
                last_start(bytes, self.file.delimiter())
            } else {
                last_line_end(bytes)
            };
            if len > 0 || filled == 0 {
                *next = offset + len as u64;
                return Ok((len > 0).then_some(Block { offset, len, quoted }));
            }
            if buffer.len() >= LONGEST_RECORD {
                return Err(ScanError::EndlessRecord);
            }
            buffer.resize(buffer.len() * 2, 0);
        }
    }
}

fn segment_of(rows: &Rows<'_>, block_offset: u64) -> Segment {
    let (starts, first) = (rows.starts(), rows.starts()[0]);
    Segment {
        id: rows.segment(),
        offset: block_offset + u64::from(first),
        bytes: starts[rows.len()] - first,
        rows: rows.len() as u32,
        quoted: !rows.plain(),
        groups: starts[..rows.len()].iter().step_by(GROUP).map(|start| start - first).collect(),
    }
}

/// Reads at an offset until the buffer is full or the file ends.
pub(crate) fn fill(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<usize> {
    let wanted = buffer.len();
    while !buffer.is_empty() {
        match read_at(file, buffer, offset) {
            Ok(0) => break,
            Ok(read) => {
                buffer = &mut buffer[read..];
                offset += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(wanted - buffer.len())
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
