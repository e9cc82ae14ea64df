//! The flagged rows of text lists, written as they stood.

use super::counts::{Counts, What};
use super::found::Found;
use super::text::{List, division_of};
use super::{PairError, PairOptions, Pairing};
use doudi_compare::{Reading, name, read_id};
use doudi_lake::scan::{ScanError, Segments, TextEncoding, field};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A list with the map of its rows.
type Scanned<'a> = (&'a List, &'a Segments);

/// Why a flagged row is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Missing,
    FurtherPair,
    /// The pair with this place in [`Found::pairs`].
    Pair(usize),
}

/// Writes all results, the asked rows and the source rows side by side.
pub(super) fn write(
    asked: Scanned<'_>,
    source: Scanned<'_>,
    found: &Found,
    counts: Counts,
    out: &Path,
    options: &PairOptions,
    pairing: &mut Pairing,
) -> Result<(), PairError> {
    pairing.missing = found.missing.len() as u64;
    pairing.pairs = pairing.asked_rows - pairing.missing + found.further.len() as u64;
    pairing.repeated_ids = found.repeated.len() as u64;
    pairing.repeated_rows = found.repeated.iter().map(|group| group.len() as u64).sum();
    let extension = |list: &List| if list.file.delimiter() == b'\t' { "tsv" } else { "csv" };
    let repeated = out.join(format!("repeated.{}", extension(source.0)));
    let (asked_done, source_done) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| write_repeated(source, found, &repeated));
        let mut flagged = Flagged::create(asked.0, found, counts, out, extension(asked.0), options)?;
        let done = flagged.write(asked, pairing).and_then(|()| flagged.finish(pairing));
        Ok::<_, io::Error>((done, writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
    })?;
    asked_done.map_err(|error| error.into_pair(PairError::Asked))?;
    source_done.map_err(|error| error.into_pair(PairError::Source))?;
    pairing.files.push(repeated);
    let counts = out.join("counts.csv");
    write_counts(&counts, pairing)?;
    pairing.files.push(counts);
    Ok(())
}

/// Reading a row again failed, or writing it did.
enum Failed {
    Read(ScanError),
    Write(io::Error),
}

impl From<ScanError> for Failed {
    fn from(error: ScanError) -> Self {
        Self::Read(error)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl Failed {
    fn into_pair(self, read: impl Fn(ScanError) -> PairError) -> PairError {
        match self {
            Self::Read(error) => read(error),
            Self::Write(error) => PairError::Write(error),
        }
    }
}

/// The files of asked rows.
struct Flagged<'a> {
    list: &'a List,
    found: &'a Found,
    options: &'a PairOptions,
    counts: Counts,
    missing: Lines,
    mismatch: Lines,
    dead: Lines,
}

impl<'a> Flagged<'a> {
    fn create(
        list: &'a List,
        found: &'a Found,
        counts: Counts,
        out: &Path,
        extension: &str,
        options: &'a PairOptions,
    ) -> io::Result<Self> {
        let create = |name: &str, more: &str| Lines::create(out.join(format!("{name}.{extension}")), list, more);
        Ok(Self {
            list,
            found,
            options,
            counts,
            missing: create("missing", "")?,
            mismatch: create("mismatch", "来源姓名")?,
            dead: create("dead", "来源状态")?,
        })
    }

    fn write(&mut self, (list, segments): Scanned<'_>, pairing: &mut Pairing) -> Result<(), Failed> {
        let found = self.found;
        let mut wanted: Vec<(u64, Why)> = found.missing.iter().map(|&row| (row, Why::Missing)).collect();
        wanted.extend(found.further.iter().map(|&row| (row, Why::FurtherPair)));
        wanted.extend(found.pairs.iter().enumerate().map(|(at, pair)| (pair.0, Why::Pair(at))));
        // Three ascending runs: a merge, not a sort.
        wanted.sort();
        let numbers: Vec<u64> = wanted.iter().map(|row| row.0).collect();
        list.file.lines(segments, &numbers, |at, line| self.row(wanted[at].1, line, pairing).map_err(Failed::from))
    }

    fn row(&mut self, why: Why, line: &[u8], pairing: &mut Pairing) -> io::Result<()> {
        let (division, columns) = (division_of(self.list, line), self.list.columns);
        match why {
            Why::FurtherPair => self.counts.add(&division, What::FurtherPairs, 1),
            Why::Missing => {
                let id = self.list.utf8(field(line, self.list.file.delimiter(), columns.id));
                pairing.missing_forms[read_id(&id, self.options.reading).1 as usize] += 1;
                self.counts.add(&division, What::Missing, 1);
                self.missing.write(line, None)?;
            }
            Why::Pair(at) => {
                let (_, _, thread, pair) = &self.found.pairs[at];
                let theirs = &self.found.names[*thread][pair.name.start as usize..pair.name.end as usize];
                let ours = self.list.utf8(field(line, self.list.file.delimiter(), columns.name));
                if pair.look && !same_name(&ours, theirs, self.options.reading) {
                    pairing.mismatch += 1;
                    self.counts.add(&division, What::Mismatch, 1);
                    self.mismatch.write(line, Some(&String::from_utf8_lossy(theirs)))?;
                }
                if let Some(dead) = pair.dead {
                    pairing.dead += 1;
                    self.counts.add(&division, What::Dead, 1);
                    self.dead.write(line, Some(&self.options.dead[usize::from(dead)]))?;
                }
            }
        }
        Ok(())
    }

    fn finish(self, pairing: &mut Pairing) -> Result<(), Failed> {
        let encoding = self.list.file.encoding();
        pairing.divisions = self.counts.list(|text| String::from_utf8_lossy(&encoding.to_utf8(text)).into_owned());
        for lines in [self.missing, self.mismatch, self.dead] {
            pairing.files.push(lines.finish()?);
        }
        Ok(())
    }
}

fn same_name(ours: &[u8], theirs: &[u8], reading: Reading) -> bool {
    match reading {
        Reading::Strict => ours == theirs,
        Reading::Clean => name::same(&String::from_utf8_lossy(ours), &String::from_utf8_lossy(theirs)),
    }
}

/// A text file that takes lines of a list, with one more field or none.
struct Lines {
    path: PathBuf,
    file: BufWriter<File>,
    delimiter: u8,
    encoding: TextEncoding,
}

impl Lines {
    fn create(path: PathBuf, list: &List, more_heading: &str) -> io::Result<Self> {
        let file = BufWriter::with_capacity(256 << 10, File::create(&path)?);
        let (delimiter, encoding) = (list.file.delimiter(), list.file.encoding());
        let mut lines = Self { path, file, delimiter, encoding };
        lines.write(&list.file.heading_line(), (!more_heading.is_empty()).then_some(more_heading))?;
        Ok(lines)
    }

    #[inline]
    fn write(&mut self, line: &[u8], more: Option<&str>) -> io::Result<()> {
        self.file.write_all(line)?;
        if let Some(more) = more {
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

    fn finish(mut self) -> io::Result<PathBuf> {
        self.file.flush()?;
        Ok(self.path)
    }
}

/// The rows of repeated numbers, those of one number together: read in the order of the file, written in groups.
fn write_repeated((list, segments): Scanned<'_>, found: &Found, path: &Path) -> Result<(), Failed> {
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
    let mut lines = Lines::create(path.to_owned(), list, "")?;
    for place in places {
        lines.write(&text[place], None)?;
    }
    lines.finish()?;
    Ok(())
}

/// Counts by division, with the mark by which spreadsheets recognise UTF-8.
fn write_counts(path: &Path, pairing: &Pairing) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "\u{feff}行政区划,名单行数,查无此人,比中条数,姓名不符,已死亡")?;
    for count in &pairing.divisions {
        let pairs = count.asked - count.missing + count.further_pairs;
        let division = match count.division.contains(['"', ',', '\n']) {
            true => format!("\"{}\"", count.division.replace('"', "\"\"")),
            false => count.division.clone(),
        };
        writeln!(file, "{division},{},{},{pairs},{},{}", count.asked, count.missing, count.mismatch, count.dead)?;
    }
    file.flush()
}
