//! What is written: flagged rows as they stood, and counts.

use super::counts::{Counts, What};
use super::found::Found;
use super::list::List;
use super::{PairError, PairOptions, Pairing, parquet, text_outputs};
use doudi_compare::{Form, Reading, name, read_id};
use doudi_lake::scan::{ScanError, Segments};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A list with the map of its rows.
type Scanned<'a> = (&'a List, &'a Segments);

/// Why an asked row is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    Missing,
    FurtherPair,
    /// The pair with this place in [`Found::pairs`].
    Pair(usize),
}

/// What is to be written of a row.
#[derive(Debug, Default)]
pub(super) struct Verdict<'a> {
    pub(super) missing: bool,
    /// The name that the source has instead.
    pub(super) mismatch: Option<&'a str>,
    /// The state that the source gives.
    pub(super) dead: Option<&'a str>,
}

/// What a row says that is needed for its verdict, in UTF-8; the division as it stands.
pub(super) struct Row<'a> {
    pub(super) id: &'a [u8],
    pub(super) name: &'a [u8],
    pub(super) division: &'a [u8],
}

/// Judges the rows that were read again, and counts.
pub(super) struct Judge<'a> {
    found: &'a Found,
    options: &'a PairOptions,
    pub(super) counts: Counts,
    missing_forms: [u64; Form::ALL.len()],
    mismatch: u64,
    dead: u64,
}

impl<'a> Judge<'a> {
    fn new(found: &'a Found, counts: Counts, options: &'a PairOptions) -> Self {
        Self { found, options, counts, missing_forms: [0; Form::ALL.len()], mismatch: 0, dead: 0 }
    }

    /// The asked rows to read again, ascending, each with the reason; a row may have several.
    pub(super) fn wanted(&self) -> Vec<(u64, Why)> {
        let found = self.found;
        let mut wanted: Vec<(u64, Why)> = found.missing.iter().map(|&row| (row, Why::Missing)).collect();
        wanted.extend(found.further.iter().map(|&row| (row, Why::FurtherPair)));
        wanted.extend(found.pairs.iter().enumerate().map(|(at, pair)| (pair.0, Why::Pair(at))));
        // Three ascending runs: a merge, not a sort.
        wanted.sort();
        wanted
    }

    pub(super) fn verdict(&mut self, why: Why, row: &Row<'_>) -> Verdict<'a> {
        let mut verdict = Verdict::default();
        match why {
            Why::FurtherPair => self.counts.add(row.division, What::FurtherPairs, 1),
            Why::Missing => {
                self.missing_forms[read_id(row.id, self.options.reading).1 as usize] += 1;
                self.counts.add(row.division, What::Missing, 1);
                verdict.missing = true;
            }
            Why::Pair(at) => {
                let (_, _, thread, pair) = &self.found.pairs[at];
                let theirs = &self.found.names[*thread][pair.name.start as usize..pair.name.end as usize];
                if pair.look && !same_name(row.name, theirs, self.options.reading) {
                    self.mismatch += 1;
                    self.counts.add(row.division, What::Mismatch, 1);
                    // Bytes that are no text were compared as they are; shown, they can only be a sign that there is one.
                    verdict.mismatch = Some(std::str::from_utf8(theirs).unwrap_or("\u{FFFD}"));
                }
                if let Some(dead) = pair.dead {
                    self.dead += 1;
                    self.counts.add(row.division, What::Dead, 1);
                    verdict.dead = Some(&self.options.dead[usize::from(dead)]);
                }
            }
        }
        verdict
    }
}

fn same_name(ours: &[u8], theirs: &[u8], reading: Reading) -> bool {
    match reading {
        Reading::Strict => ours == theirs,
        Reading::Clean => name::same(&String::from_utf8_lossy(ours), &String::from_utf8_lossy(theirs)),
    }
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
    let mut judge = Judge::new(found, counts, options);
    let (asked_done, source_done) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| match source {
            (List::Text(list), rows) => text_outputs::write_repeated(list, rows, found, out),
            (List::Parquet(list), _) => parquet::write_repeated(list, found, out, options),
        });
        let flagged = match asked {
            (List::Text(list), rows) => text_outputs::write_flagged(list, rows, &mut judge, out),
            (List::Parquet(list), _) => parquet::write_flagged(list, &mut judge, out, options),
        };
        (flagged, writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    pairing.files = asked_done.map_err(|error| error.into_pair(PairError::Asked))?;
    pairing.files.push(source_done.map_err(|error| error.into_pair(PairError::Source))?);
    (pairing.missing_forms, pairing.mismatch, pairing.dead) = (judge.missing_forms, judge.mismatch, judge.dead);
    pairing.divisions = judge.counts.list(|division| match asked.0 {
        List::Text(list) => String::from_utf8_lossy(&list.file.encoding().to_utf8(division)).into_owned(),
        List::Parquet(_) => String::from_utf8_lossy(division).into_owned(),
    });
    let counts = out.join("counts.csv");
    write_counts(&counts, pairing)?;
    pairing.files.push(counts);
    Ok(())
}

/// Reading a row again failed, or writing it did.
pub(super) enum Failed {
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

/// The files written of asked rows, in this order.
pub(super) fn flagged_paths(out: &Path, extension: &str) -> [PathBuf; 3] {
    ["missing", "mismatch", "dead"].map(|name| out.join(format!("{name}.{extension}")))
}

/// Headings of the columns that are added to them.
pub(super) const ADDED: [Option<&str>; 3] = [None, Some("来源姓名"), Some("来源状态")];

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
