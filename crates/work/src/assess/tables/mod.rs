//! Households of two Parquet files, assessed into a third.
//!
//! One file has a row a household, the other a row a person; both are sorted by `household_id`, and every other column is
//! called as a fact is. A thread reads, rayon evaluates, a thread writes; a few shares are on the way at once, so that
//! memory does not grow with the files.

mod read;
mod write;

pub(crate) use read::{Pairs, Part};

use doudi_kernel::{Fault, Lang, Month, Say};
use doudi_rules::{
    book::Book,
    compile::{Ask, Program, TooWide},
    population::{Misfit, Population},
};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

/// Households that are read, evaluated and written together.
const SHARE: usize = 65_536;
/// Shares that wait between two threads.
const WAITING: usize = 2;

/// A month's two files: households, persons.
pub type Files<'a> = (&'a Path, &'a Path);

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assessed {
    /// Households.
    pub households: u64,
    /// Persons.
    pub persons: u64,
    /// Of each programme: its name, and how many rows got each answer, in the order of [`doudi_rules::run::Kind`].
    pub kinds: BTreeMap<String, [u64; 4]>,
    /// Of each programme with an amount: the sum in fen.
    pub amounts_fen: BTreeMap<String, i64>,
}

/// Households that are read together.
#[derive(Clone, Debug)]
pub struct Share {
    /// Their `household_id`.
    pub ids: Vec<i64>,
    /// Their facts.
    pub population: Population,
}

/// The households of two files, all of them in memory.
///
/// # Errors
/// As [`assess`].
pub fn shares(book: &Book, files: Files<'_>) -> Result<Vec<Share>, Refused> {
    thread::scope(|scope| {
        let (give, shares) = sync_channel(WAITING);
        let reader = scope.spawn(move || read::read(book, files, &give));
        let shares: Vec<Share> = shares.iter().collect();
        reader.join().expect("the reader does not panic").map(|()| shares)
    })
}

/// Assesses the households of two files into a third: one row a household, for each programme of households its answer
/// and its amount in fen.
///
/// # Errors
/// A file that cannot be read or written, columns that are not what facts ask for, rows out of order.
pub fn assess(book: &Book, division: &str, month: Month, files: Files<'_>, out: &Path) -> Result<Assessed, Refused> {
    let program = Program::compile(book, division, month, &Ask::of_households(book))?;
    let draft = &*out.with_extension("draft");
    thread::scope(|scope| {
        let (give, shares) = sync_channel(WAITING);
        let reader = scope.spawn(move || read::read(book, files, &give));
        let (hand, evaluated) = sync_channel(WAITING);
        let writer = scope.spawn(move || write::write(book, draft, evaluated));
        let evaluating = evaluate(&program, shares, hand);
        let read = reader.join().expect("the reader does not panic");
        let written = writer.join().expect("the writer does not panic");
        let told = read.and(evaluating).and(written);
        // The result has its name only when all of it is there.
        match told {
            Ok(told) => std::fs::rename(draft, out).map(|()| told).map_err(Refused::from),
            Err(why) => {
                std::fs::remove_file(draft).ok();
                Err(why)
            }
        }
    })
}

fn evaluate(
    program: &Program<'_>,
    shares: Receiver<Share>,
    hand: std::sync::mpsc::SyncSender<write::Evaluated>,
) -> Result<(), Refused> {
    for share in shares {
        let outcomes = program.evaluate(&share.population)?;
        let persons = share.population.persons.last().copied().unwrap_or(0).into();
        // Nobody takes it any more when the writer has failed, whose error is then the one to tell.
        if hand.send(write::Evaluated { ids: share.ids, persons, outcomes }).is_err() {
            break;
        }
    }
    Ok(())
}

/// Why two files cannot be assessed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Reading or writing.
    #[error("{0}")]
    File(String),
    /// A column is not what its fact asks for.
    #[error(transparent)]
    Column(#[from] Misfit),
    /// The persons' file does not say who is who, so that nobody can be found a month ago.
    #[error("a column person_id of whole numbers is asked for")]
    Nameless,
    /// A file lacks `household_id`, or it falls, or a person has a household that the other file has not.
    #[error("household_id {0}: {1}")]
    Order(i64, &'static str),
    /// A formula too wide for these facts.
    #[error(transparent)]
    TooWide(#[from] TooWide),
}

impl From<parquet::errors::ParquetError> for Refused {
    fn from(why: parquet::errors::ParquetError) -> Self {
        Self::File(why.to_string())
    }
}

impl From<arrow::error::ArrowError> for Refused {
    fn from(why: arrow::error::ArrowError) -> Self {
        Self::File(why.to_string())
    }
}

impl From<std::io::Error> for Refused {
    fn from(why: std::io::Error) -> Self {
        Self::File(why.to_string())
    }
}

impl Refused {
    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::File(_) => Fault::Machine,
            Self::TooWide(_) => Fault::Program,
            Self::Column(_) | Self::Order(..) | Self::Nameless => Fault::Sender,
        }
    }
}

impl Say for Refused {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::File(why) => {
                lang.pick(format!("文件不能读写:{why}"), format!("a file cannot be read or written: {why}"))
            }
            Self::Column(why) => lang.pick(format!("列与要求不符:{why}"), why.to_string()),
            Self::Order(id, _) => lang.pick(
                format!("户编号 {id} 处:两个文件都应按 household_id 从小到大排列,且人员所在的户应在户文件中"),
                self.to_string(),
            ),
            Self::Nameless => lang.pick("人员文件中应有整数列 person_id".into(), self.to_string()),
            Self::TooWide(why) => lang.pick(format!("规则的取值范围过大:{why}"), why.to_string()),
        }
    }
}
