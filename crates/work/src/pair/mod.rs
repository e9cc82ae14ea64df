//! Two lists against each other, straight from the files: who of the asked list is not in the source, whose name
//! disagrees, who is dead there, which numbers stand in the source twice.
//!
//! This is the work that a clerk does with look-ups in a spreadsheet, for lists of any length. Nothing is imported and
//! nothing is kept. Flagged rows are written as they stood, in the format that was read.
//!
//! How it goes: the asked rows are read into a table of keys and packed names ([`doudi_compare::Asked`]); the source rows
//! stream past it, and their keys into a sieve ([`doudi_compare::Sieve`]); what is flagged is a row number, and its text
//! is read again to be written. Decisions are exact: keys are compared whole, names by their bytes where the packed word
//! is not proof.

mod again;
mod asked;
mod columns;
mod counts;
mod found;
mod keep;
mod list;
mod outputs;
mod parquet;
mod second;
mod source;
#[cfg(test)]
mod tests;
mod text;
mod text_outputs;

pub use again::{Again, pair_again};
pub use columns::{Columns, Headings};
pub use counts::{DivisionCount, ReasonCount};
pub use keep::{Keep, KeepError, keep_keys};

use asked::AskedTable;
use doudi_compare::repair::Described;
use doudi_compare::{Form, Pool, Reading};
use doudi_kernel::{Fault, Lang, Say};
use doudi_lake::scan::{ScanError, Segments};
use found::Found;
use list::List;
use second::{Mirrored, Reread, settle};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// How two lists are compared.
#[derive(Clone, Debug)]
pub struct PairOptions {
    /// How much of a written number is understood.
    pub reading: Reading,
    /// Headings to look for instead of the usual ones, in the asked list and in the source.
    pub headings: Headings,
    /// Values of the source's state column that mean *dead*.
    pub dead: Vec<String>,
    /// Threads to use.
    pub threads: usize,
    /// Whether rows whose number is broken or missing are linked where number, name, birth date and place prove who is
    /// meant. A strict reading never does.
    pub second_chance: bool,
}

impl PairOptions {
    fn repairs(&self) -> bool {
        self.second_chance && self.reading == Reading::Clean
    }
}

impl Default for PairOptions {
    fn default() -> Self {
        Self {
            reading: Reading::Clean,
            headings: Headings::default(),
            dead: vec!["死亡".into(), "已死亡".into(), "死亡注销".into()],
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            second_chance: true,
        }
    }
}

/// What a comparison of two lists found. A *pair* is an asked row and a source row with the same number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// Rows of the asked list.
    pub asked_rows: u64,
    /// Rows of the source.
    pub source_rows: u64,
    /// How the asked rows write their numbers, in the order of [`Form::ALL`].
    pub asked_forms: [u64; Form::ALL.len()],
    /// How the source rows write theirs.
    pub source_forms: [u64; Form::ALL.len()],
    /// Asked rows that no source row has the number of and that are not repaired; those without a number are among them.
    pub missing: u64,
    /// Of these, how they write their numbers.
    pub missing_forms: [u64; Form::ALL.len()],
    /// Asked rows that were linked although the number is broken or missing, here or in the source.
    pub repaired: u64,
    /// Missing rows of which somebody in the source may be the person: to be looked at.
    pub look: u64,
    /// The repaired rows by reason and proof, and those to be looked at by reason; reasons that did not occur are left out.
    pub reasons: Vec<ReasonCount>,
    /// Pairs.
    pub pairs: u64,
    /// Pairs whose names disagree. A pair with an empty name is none: unknown is not different.
    pub mismatch: u64,
    /// Pairs whose source row says *dead*.
    pub dead: u64,
    /// Numbers that stand on more than one source row.
    pub repeated_ids: u64,
    /// The source rows with these numbers.
    pub repeated_rows: u64,
    /// The same by division of the asked row, in the order of the codes.
    pub divisions: Vec<DivisionCount>,
    /// The files written.
    pub files: Vec<PathBuf>,
}

/// Why two lists cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum PairError {
    /// The asked list.
    #[error("the asked list: {0}")]
    Asked(#[source] ScanError),
    /// The source.
    #[error("the source: {0}")]
    Source(#[source] ScanError),
    /// Neither text nor Parquet.
    #[error("{0} is neither delimited text nor Parquet; save it as CSV first")]
    Format(String),
    /// The results cannot be written.
    #[error("the results cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl PairError {
    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Asked(error) | Self::Source(error) => error.fault(),
            Self::Format(_) => Fault::User,
            Self::Write(_) => Fault::Machine,
        }
    }
}

impl Say for PairError {
    fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Asked(error), Lang::Zh) => format!("被比对名单：{}", error.say(lang)),
            (Self::Source(error), Lang::Zh) => format!("比对源：{}", error.say(lang)),
            (Self::Format(name), Lang::Zh) => format!("{name}既不是分隔文本也不是Parquet，请先另存为CSV"),
            (Self::Write(_), Lang::Zh) => "结果无法写入，请检查输出目录的权限和磁盘空间".into(),
            (_, Lang::En) => self.to_string(),
        }
    }
}

/// Compares the asked list with the source and writes what is flagged into `out`, which is made when it is not there.
///
/// Files: `missing`, `mismatch`, `dead` (asked rows, the last two with what the source says), `repeated` (source rows,
/// those of one number together), each with the extension of the list that its rows come from, and `counts.csv`. With a
/// second chance also `repaired` (asked rows with the person of the source, the reason and the proof), `look` (missing rows
/// with those who may be the person), and `reasons.csv`; missing rows then say whether they are to be looked at.
/// `progress` is told how many bytes of how many have been read.
///
/// # Errors
/// [`PairError`]: a file cannot be read or lacks an id column, or the results cannot be written.
pub fn pair(
    asked: &Path,
    source: &Path,
    out: &Path,
    options: &PairOptions,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Pairing, PairError> {
    std::fs::create_dir_all(out)?;
    let asked = List::open(asked, options, PairError::Asked)?;
    let source = List::open(source, options, PairError::Source)?;
    let (total, done) = (asked.bytes() + source.bytes(), AtomicU64::new(0));
    let step = |bytes: u64| progress(done.fetch_add(bytes, Ordering::Relaxed) + bytes, total);
    let pool = Pool::default();
    let (collected, asked_rows) = asked.read_asked(&pool, options, &step).map_err(PairError::Asked)?;
    let table = AskedTable::build(collected, &pool);
    let (threads, source_rows) = source.read_source(&table, &pool, options, &step).map_err(PairError::Source)?;
    let mut found = Found::gather(&table, threads, |row| asked_rows.number(row), |row| source_rows.number(row));
    link(&table, &mut found, (&asked, &asked_rows), (&source, &source_rows), options)?;
    let AskedTable { keys, forms, counts, second, .. } = table;
    drop((keys, second, pool));
    let mut pairing = Pairing {
        asked_rows: asked_rows.rows(),
        source_rows: source_rows.rows(),
        asked_forms: forms,
        source_forms: found.source_forms,
        ..Pairing::default()
    };
    let usual = pairing.source_rows - found.source_forms.iter().sum::<u64>();
    pairing.source_forms[Form::Eighteen as usize] += usual;
    outputs::write((&asked, &asked_rows), (&source, &source_rows), &found, counts, out, options, &mut pairing)?;
    Ok(pairing)
}

/// Settles who is meant by the missing rows whose number, or whose person's number in the source, is broken or missing.
fn link(
    table: &AskedTable,
    found: &mut Found,
    asked: (&List, &Segments),
    source: (&List, &Segments),
    options: &PairOptions,
) -> Result<(), PairError> {
    let Some(second) = &table.second else { return Ok(()) };
    let mirrored = std::mem::take(&mut found.mirrored);
    let rows = |of: fn(&Mirrored) -> u32, segments: &Segments| {
        let mut rows: Vec<u64> = mirrored.iter().map(|lead| segments.number(of(lead))).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    };
    let (ours, theirs) = (rows(|lead| lead.asked, asked.1), rows(|lead| lead.source, source.1));
    let our_words = asked.0.described_rows(asked.1, options, &ours).map_err(PairError::Asked)?;
    let their_words = source.0.described_rows(source.1, options, &theirs).map_err(PairError::Source)?;
    let read = |rows: &[u64], words: &[Described], row: u64| match rows.binary_search(&row) {
        Ok(at) => words[at].clone(),
        Err(_) => Described::default(),
    };
    let reread = |lead: Mirrored| {
        let (ours_at, theirs_at) = (asked.1.number(lead.asked), source.1.number(lead.source));
        let (row, person) = (read(&ours, &our_words, ours_at), read(&theirs, &their_words, theirs_at));
        Reread { asked: ours_at, lead, row, person }
    };
    let mirrored = mirrored.iter().cloned().map(reread).collect();
    let trails = std::mem::take(&mut found.trails);
    let settled = settle(second, trails, mirrored, &found.missing, |row| asked.1.number(row));
    found.take(settled);
    Ok(())
}
