//! Flagged rows of text lists, written as they stood.

use super::PairOptions;
use super::found::Found;
use super::outputs::{Failed, Judge, Row, outputs};
use super::text::{List, division_of};
use doudi_lake::scan::{Segments, TextEncoding, field};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

fn extension(list: &List) -> &'static str {
    if list.file.delimiter() == b'\t' { "tsv" } else { "csv" }
}

pub(super) fn write_flagged(
    list: &List,
    segments: &Segments,
    judge: &mut Judge<'_>,
    out: &Path,
    options: &PairOptions,
) -> Result<Vec<PathBuf>, Failed> {
    let (paths, added): (Vec<PathBuf>, Vec<_>) = outputs(out, extension(list), options).unzip();
    let create = |(path, added): (&PathBuf, &&[&str])| Lines::create(path, list, added);
    let mut files = paths.iter().zip(&added).map(create).collect::<io::Result<Vec<_>>>()?;
    let wanted = judge.wanted();
    let numbers: Vec<u64> = wanted.iter().map(|row| row.0).collect();
    let (delimiter, columns) = (list.file.delimiter(), list.columns);
    list.file.lines::<Failed>(segments, &numbers, |at, line| {
        let id = list.utf8(field(line, delimiter, columns.id));
        let name = list.utf8(field(line, delimiter, columns.name));
        let row = Row { id: &id, name: &name, division: &division_of(list, line) };
        let verdict = judge.verdict(wanted[at].0, wanted[at].1, &row);
        for (file, more) in files.iter_mut().zip(&verdict) {
            if let Some(more) = more {
                file.write(line, more)?;
            }
        }
        Ok(())
    })?;
    files.iter_mut().try_for_each(|lines| lines.file.flush())?;
    Ok(paths)
}

/// The rows of repeated numbers, those of one number together: read in the order of the file, written in groups.
pub(super) fn write_repeated(list: &List, segments: &Segments, found: &Found, out: &Path) -> Result<PathBuf, Failed> {
    let mut wanted: Vec<(u64, usize)> = found.repeated.iter().flatten().copied().zip(0..).collect();
    wanted.sort_unstable();
    let numbers: Vec<u64> = wanted.iter().map(|row| row.0).collect();
    let mut text = Vec::with_capacity(numbers.len() * 64);
    let mut places = vec![0..0; numbers.len()];
    list.file.lines::<Failed>(segments, &numbers, |at, line| {
        let start = text.len();
        text.extend_from_slice(line);
        places[wanted[at].1] = start..text.len();
        Ok(())
    })?;
    let path = out.join(format!("repeated.{}", extension(list)));
    let mut lines = Lines::create(&path, list, &[])?;
    for place in places {
        lines.write(&text[place], &[] as &[&str])?;
    }
    lines.file.flush()?;
    Ok(path)
}

/// A text file that takes lines of a list, with more fields or none.
struct Lines {
    file: BufWriter<File>,
    delimiter: u8,
    encoding: TextEncoding,
}

impl Lines {
    fn create(path: &Path, list: &List, added: &[&str]) -> io::Result<Self> {
        let file = BufWriter::with_capacity(256 << 10, File::create(path)?);
        let mut lines = Self { file, delimiter: list.file.delimiter(), encoding: list.file.encoding() };
        lines.write(&list.file.heading_line(), added)?;
        Ok(lines)
    }

    #[inline]
    fn write(&mut self, line: &[u8], more: &[impl AsRef<str>]) -> io::Result<()> {
        self.file.write_all(line)?;
        for more in more.iter().map(AsRef::as_ref) {
            self.file.write_all(&[self.delimiter])?;
            if more.bytes().any(|byte| byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r')) {
                let quoted = format!("\"{}\"", more.replace('"', "\"\""));
                self.file.write_all(&self.encoding.encode(&quoted))?;
            } else {
                self.file.write_all(&self.encoding.encode(more))?;
            }
        }
        self.file.write_all(b"\n")
    }
}
