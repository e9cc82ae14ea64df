//! What an office works with.

use crate::{OfficeError, SCHEMA};
use doudi_journal::{
    Journal, Location,
    crypto::{Keyring, Suite},
};
use doudi_kernel::{DivisionLevel, DivisionList};
use doudi_rules::book::Book;
use doudi_work::assess::{Dossiers, Pack};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// The journal, the law, the places, and the newest month that was assessed.
pub struct Bureau {
    /// Entries and their tables.
    pub journal: Journal,
    suite: Suite,
    /// The law as the office has it.
    pub book: &'static Book,
    /// Its texts' hash.
    pub pack: String,
    /// Towns and villages.
    pub divisions: DivisionList,
    /// The newest month that was assessed, whose households are read from the disk; none before the first.
    pub month: Option<Arc<Dossiers>>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) shelf: crate::doubts::Shelf,
    pub(crate) questions: OnceLock<doudi_work::calculate::Questions>,
    /// What the calculator has compiled of the book.
    pub(crate) programs: crate::citizen::Programs,
    /// The month before the newest, opened when a matter first asks for it.
    pub(crate) before: OnceLock<Option<Arc<Dossiers>>>,
}

impl Bureau {
    /// Opens the journal of an office. `fill` fills bytes with randomness fit for keys.
    ///
    /// # Errors
    /// The journal's; rules that do not hold.
    pub fn open(
        at: &Location,
        keys: Keyring,
        pack: &Pack,
        divisions: DivisionList,
        month: Option<Arc<Dossiers>>,
        fill: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Result<Self, OfficeError> {
        let book = bound(pack)?;
        let suite = keys.suite();
        let journal = Journal::open(at, keys, &SCHEMA, fill)?;
        Ok(Self {
            journal,
            suite,
            book,
            pack: pack.hash(),
            divisions,
            month,
            data: None,
            shelf: crate::doubts::Shelf::default(),
            questions: OnceLock::new(),
            programs: Default::default(),
            before: OnceLock::new(),
        })
    }

    /// The suite that was chosen at set-up.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// What people call a division; its digits where the list has no name.
    pub fn place(&self, division: u64) -> String {
        let code = division.to_string();
        let name = code.parse().ok().and_then(|division| self.divisions.name(division).map(str::to_owned));
        name.unwrap_or(code)
    }

    /// Town and village in one.
    pub fn address(&self, division: u64) -> String {
        let (town, village) = (division / 1000 * 1000, division % 1000);
        match village {
            0 => self.place(town),
            _ => format!("{}{}", self.place(town), self.place(division)),
        }
    }

    /// The towns, by their codes with twelve digits.
    pub fn towns(&self) -> Vec<u64> {
        let towns = self.divisions.iter().filter(|(division, _)| division.level() == DivisionLevel::Town);
        towns.map(|(division, _)| division.number()).collect()
    }

    /// Whether a code of twelve digits is that of a town.
    pub fn is_town(&self, division: u64) -> bool {
        self.towns().contains(&division)
    }
}

/// The book of a pack. It lives as long as the process, so that what is compiled from it can be kept beside it; each pack is
/// read once, however many offices open with it.
fn bound(pack: &Pack) -> Result<&'static Book, OfficeError> {
    static BOUND: Mutex<BTreeMap<String, &'static Book>> = Mutex::new(BTreeMap::new());
    let mut bound = BOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(book) = bound.get(&pack.hash()) {
        return Ok(book);
    }
    let book = pack.book().map_err(|why| OfficeError::Rules(why.to_string()))?;
    Ok(bound.entry(pack.hash()).or_insert(Box::leak(Box::new(book))))
}
