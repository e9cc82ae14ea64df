//! What is written: flagged rows as they stood, and counts.

use super::counts::{Counts, DivisionCount, What};
use super::found::Found;
use super::list::List;
use super::second::{Linked, Seen};
use super::{PairError, PairOptions, Pairing, ReasonCount, parquet, text_outputs};
use doudi_compare::repair::{Proof, Repair, Uncertain};
use doudi_compare::{Form, Reading, name, read_id};
use doudi_kernel::{Lang, Say};
use doudi_lake::scan::{ScanError, Segments};
use std::collections::BTreeMap;
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
    /// The link with this place in [`Found::repaired`].
    Repaired(usize),
    /// The pair with this place in [`Found::pairs`].
    Pair(usize),
}

/// Where a row is written, by the place in [`OUTPUTS`], with the fields that are added to it.
pub(super) type Verdict = [Option<Vec<String>>; OUTPUTS.len()];

/// The files written of asked rows and the columns added in them. The last two, and the column of the first, are there
/// only when there is a second chance.
const OUTPUTS: [(&str, &[&str]); 5] = [
    ("missing", &["待核"]),
    ("mismatch", &["来源姓名"]),
    ("dead", &["来源状态"]),
    ("repaired", &["来源姓名", "来源状态", "来源号码", "原因代码", "原因", "证实代码", "证实"]),
    ("look", &["待核原因代码", "待核原因", "可能的人"]),
];
const MISSING: usize = 0;
const MISMATCH: usize = 1;
const DEAD: usize = 2;
const REPAIRED: usize = 3;
const LOOK: usize = 4;

/// The files to write: where, with which added columns.
pub(super) fn outputs(
    out: &Path,
    extension: &str,
    options: &PairOptions,
) -> impl Iterator<Item = (PathBuf, &'static [&'static str])> {
    let second = options.repairs();
    let these = OUTPUTS.into_iter().enumerate().filter(move |(at, _)| second || *at < REPAIRED);
    let added = move |at, added| if at == MISSING && !second { &[][..] } else { added };
    these.map(move |(at, (name, more))| (out.join(format!("{name}.{extension}")), added(at, more)))
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
    reasons: BTreeMap<Reason, u64>,
}

/// Why a row was linked or is to be looked at: repair, whose, outcome.
type Reason = (Option<Repair>, bool, Result<Proof, Uncertain>);

impl<'a> Judge<'a> {
    fn new(found: &'a Found, counts: Counts, options: &'a PairOptions) -> Self {
        let reasons = BTreeMap::new();
        Self { found, options, counts, missing_forms: [0; Form::ALL.len()], mismatch: 0, dead: 0, reasons }
    }

    /// The asked rows to read again, ascending, each with the reason; a row may have several.
    pub(super) fn wanted(&self) -> Vec<(u64, Why)> {
        let found = self.found;
        let mut wanted: Vec<(u64, Why)> = found.missing.iter().map(|&row| (row, Why::Missing)).collect();
        wanted.extend(found.further.iter().map(|&row| (row, Why::FurtherPair)));
        wanted.extend(found.repaired.iter().enumerate().map(|(at, one)| (one.0, Why::Repaired(at))));
        wanted.extend(found.pairs.iter().enumerate().map(|(at, pair)| (pair.0, Why::Pair(at))));
        // Ascending runs: a merge, not a sort.
        wanted.sort();
        wanted
    }

    pub(super) fn verdict(&mut self, number: u64, why: Why, row: &Row<'_>) -> Verdict {
        let mut verdict = Verdict::default();
        match why {
            Why::FurtherPair => self.counts.add(row.division, What::FurtherPairs, 1),
            Why::Missing => {
                self.missing_forms[read_id(row.id, self.options.reading).1 as usize] += 1;
                self.counts.add(row.division, What::Missing, 1);
                let at = self.found.look.binary_search_by_key(&number, |one| one.0);
                let look = at.ok().and_then(|at| self.look(&self.found.look[at].1, row));
                let mark = look.as_ref().map(|look| look[1].clone()).unwrap_or_default();
                verdict[MISSING] = Some(if self.options.repairs() { vec![mark] } else { Vec::new() });
                verdict[LOOK] = look;
            }
            Why::Repaired(at) => verdict[REPAIRED] = self.repaired(&self.found.repaired[at].1, row),
            Why::Pair(at) => {
                let (_, _, thread, pair) = &self.found.pairs[at];
                let theirs = &self.found.names[*thread][pair.name.start as usize..pair.name.end as usize];
                if pair.look && !same_name(row.name, theirs, self.options.reading) {
                    self.mismatch += 1;
                    self.counts.add(row.division, What::Mismatch, 1);
                    // Bytes that are no text were compared as they are; shown, they can only be a sign that there is one.
                    verdict[MISMATCH] = Some(vec![std::str::from_utf8(theirs).unwrap_or("\u{FFFD}").to_owned()]);
                }
                if let Some(dead) = pair.dead {
                    self.dead += 1;
                    self.counts.add(row.division, What::Dead, 1);
                    verdict[DEAD] = Some(vec![self.options.dead[usize::from(dead)].clone()]);
                }
            }
        }
        verdict
    }

    fn repaired(&mut self, linked: &Linked, row: &Row<'_>) -> Option<Vec<String>> {
        let Linked::Proven(proof, seen) = linked else { return None };
        self.counts.add(row.division, What::Repaired, 1);
        *self.reasons.entry((kind(seen.repair), seen.theirs, Ok(*proof))).or_default() += 1;
        let state = seen.dead.map(|dead| self.options.dead[usize::from(dead)].clone()).unwrap_or_default();
        let (code, said) = (reason_code(seen.repair), reason(seen));
        let proof = (proof.code().to_owned(), proof.say(Lang::Zh));
        Some(vec![seen.name.clone(), state, seen.number.reveal(), code.to_owned(), said, proof.0, proof.1])
    }

    fn look(&mut self, linked: &Linked, row: &Row<'_>) -> Option<Vec<String>> {
        let Linked::Look(why, people) = linked else { return None };
        self.counts.add(row.division, What::Look, 1);
        let first = people.first()?;
        *self.reasons.entry((kind(first.repair), first.theirs, Err(*why))).or_default() += 1;
        let one = |seen: &Seen| format!("{}（{}，{}）", seen.name, seen.number.reveal(), reason(seen));
        let people: Vec<String> = people.iter().map(one).collect();
        Some(vec![why.code().to_owned(), why.say(Lang::Zh), people.join("；")])
    }
}

/// A repair without its place.
fn kind(repair: Option<Repair>) -> Option<Repair> {
    repair.map(|repair| Repair::KINDS[repair.kind()])
}

/// A word for how a number was repaired.
pub(super) fn reason_code(repair: Option<Repair>) -> &'static str {
    repair.map_or("no_usable_number", Repair::code)
}

fn reason(seen: &Seen) -> String {
    let whose = if seen.theirs { "来源名单中" } else { "" };
    seen.repair.map_or_else(|| "无可用号码".to_owned(), |repair| format!("{whose}{}", repair.say(Lang::Zh)))
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
    (pairing.repaired, pairing.look) = (found.repaired.len() as u64, found.look.len() as u64);
    pairing.pairs = pairing.asked_rows - pairing.missing - pairing.repaired + found.further.len() as u64;
    pairing.repeated_ids = found.repeated.len() as u64;
    pairing.repeated_rows = found.repeated.iter().map(|group| group.len() as u64).sum();
    let mut judge = Judge::new(found, counts, options);
    let (asked_done, source_done) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| match source {
            (List::Text(list), rows) => text_outputs::write_repeated(list, rows, found, out),
            (List::Parquet(list), _) => parquet::write_repeated(list, found, out, options),
        });
        let flagged = match asked {
            (List::Text(list), rows) => text_outputs::write_flagged(list, rows, &mut judge, out, options),
            (List::Parquet(list), _) => parquet::write_flagged(list, &mut judge, out, options),
        };
        (flagged, writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    pairing.files = asked_done.map_err(|error| error.into_pair(PairError::Asked))?;
    pairing.files.push(source_done.map_err(|error| error.into_pair(PairError::Source))?);
    let count = |((repair, in_source, outcome), rows)| ReasonCount { repair, in_source, outcome, rows };
    pairing.reasons = std::mem::take(&mut judge.reasons).into_iter().map(count).collect();
    (pairing.missing_forms, pairing.mismatch, pairing.dead) = (judge.missing_forms, judge.mismatch, judge.dead);
    pairing.divisions = judge.counts.list(|division| match asked.0 {
        List::Text(list) => String::from_utf8_lossy(&list.file.encoding().to_utf8(division)).into_owned(),
        List::Parquet(_) => String::from_utf8_lossy(division).into_owned(),
    });
    let counts = out.join("counts.csv");
    write_counts(&counts, pairing, options)?;
    pairing.files.push(counts);
    if options.repairs() {
        let reasons = out.join("reasons.csv");
        write_reasons(&reasons, pairing)?;
        pairing.files.push(reasons);
    }
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

/// Counts by division, with the mark by which spreadsheets recognise UTF-8.
fn write_counts(path: &Path, pairing: &Pairing, options: &PairOptions) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let second = options.repairs();
    let more = if second { ",修正后比中,待核" } else { "" };
    writeln!(file, "\u{feff}行政区划,名单行数,查无此人,比中条数,姓名不符,已死亡{more}")?;
    for count in &pairing.divisions {
        let pairs = count.asked - count.missing - count.repaired + count.further_pairs;
        let division = match count.division.contains(['"', ',', '\n']) {
            true => format!("\"{}\"", count.division.replace('"', "\"\"")),
            false => count.division.clone(),
        };
        let DivisionCount { asked, missing, mismatch, dead, repaired, look, .. } = count;
        write!(file, "{division},{asked},{missing},{pairs},{mismatch},{dead}")?;
        if second {
            write!(file, ",{repaired},{look}")?;
        }
        writeln!(file)?;
    }
    file.flush()
}

/// Counts by reason.
fn write_reasons(path: &Path, pairing: &Pairing) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "\u{feff}结果,号码在,原因代码,原因,证实或待核代码,证实或待核,行数")?;
    for count in &pairing.reasons {
        let title = count.repair.map_or("无可用号码", |repair| repair.title(Lang::Zh));
        let (result, code, said) = match count.outcome {
            Ok(proof) => ("修正后比中", proof.code(), proof.say(Lang::Zh)),
            Err(why) => ("待核", why.code(), why.say(Lang::Zh)),
        };
        let whose = if count.in_source { "来源" } else { "名单" };
        writeln!(file, "{result},{whose},{},{title},{code},{said},{}", reason_code(count.repair), count.rows)?;
    }
    file.flush()
}
