//! Looking for what was changed, removed or put in another order.

use crate::{County, Entry, Journal, JournalError, Row, SignedHead, chain, crypto::Suite, db::Session};
use doudi_kernel::{Date, Lang, Say};
use std::collections::BTreeSet;

/// What a look at all chains found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Entries looked at.
    pub entries: u64,
    /// Heads that were held against them.
    pub heads: u64,
    /// What does not fit, by county and number. Empty: every entry stands as it was written, up to the heads.
    pub faults: Vec<ChainFault>,
}

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainFault {
    /// Whose chain.
    pub county: u32,
    /// The entry, or the first of several.
    pub seq: u64,
    /// What is wrong with it.
    pub what: Wrong,
}

/// What can be wrong with an entry or a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// A field of the entry differs from what was hashed.
    Changed,
    /// So many entries from here on are gone.
    Missing(u64),
    /// The entry does not follow on the one before it: either of them was replaced, or they were exchanged.
    Unlinked,
    /// The chain does not end where its head says.
    End,
    /// A head of that day says that an entry of this number was there, and it is not.
    Cut(Date),
    /// A head of that day has another hash for this entry: the chain was written anew.
    Rewritten(Date),
    /// A head of that day bears no signature of this office.
    Forged(Date),
}

impl Say for ChainFault {
    fn say(&self, lang: Lang) -> String {
        let (county, seq) = (self.county, self.seq);
        match (lang, self.what) {
            (Lang::Zh, Wrong::Changed) => format!("{county}第{seq}条被改动"),
            (Lang::En, Wrong::Changed) => format!("{county}: entry {seq} was changed"),
            (Lang::Zh, Wrong::Missing(many)) => format!("{county}自第{seq}条起缺{many}条"),
            (Lang::En, Wrong::Missing(many)) => format!("{county}: {many} entries from {seq} on are missing"),
            (Lang::Zh, Wrong::Unlinked) => format!("{county}第{seq}条与前一条不衔接：其一被替换，或被调换"),
            (Lang::En, Wrong::Unlinked) => {
                format!("{county}: entry {seq} does not follow on the one before; one of them was replaced")
            }
            (Lang::Zh, Wrong::End) => format!("{county}的链尾不在第{seq}条：末尾被删或被添"),
            (Lang::En, Wrong::End) => format!("{county}: the chain does not end at {seq}; its tail was cut or grown"),
            (Lang::Zh, Wrong::Cut(day)) => format!("{county}第{seq}条在{day}还在，现已不在：链尾被截"),
            (Lang::En, Wrong::Cut(day)) => format!("{county}: entry {seq} was there on {day} and is gone; a cut tail"),
            (Lang::Zh, Wrong::Rewritten(day)) => format!("{county}第{seq}条与{day}签名的不同：日志被重写"),
            (Lang::En, Wrong::Rewritten(day)) => format!("{county}: entry {seq} differs from the one signed on {day}"),
            (Lang::Zh, Wrong::Forged(day)) => format!("{county}在{day}的日终签名不是本单位所签"),
            (Lang::En, Wrong::Forged(day)) => format!("{county}: the head of {day} is not signed by this office"),
        }
    }
}

/// Entries looked at in one go.
const PAGE: i64 = 1024;

impl Journal {
    /// Looks at every entry of every chain, and holds them against heads that were kept elsewhere.
    ///
    /// Without heads a tail that was cut together with its head, and a chain that was written anew to its end, are not
    /// found. `progress` is told how many entries were looked at.
    ///
    /// # Errors
    /// What the database says; what is wrong with the entries is no error but the answer.
    pub fn verify(&self, heads: &[SignedHead], progress: &mut dyn FnMut(u64)) -> Result<Verification, JournalError> {
        let keys = self.shared.keys.public_keys();
        let (kept, forged): (Vec<_>, Vec<_>) = heads.iter().partition(|head| head.holds(&keys));
        let mut found = self.db.read(|session| verify(session, self.shared.keys.suite(), &kept, progress))?;
        let forged = forged.into_iter().map(|head| fault(head.county, head.seq, Wrong::Forged(head.date)));
        found.faults.extend(forged);
        found.faults.sort();
        Ok(found)
    }
}

/// As [`Journal::verify`], over heads whose signatures were looked at.
pub(crate) fn verify(
    session: &mut dyn Session,
    suite: Suite,
    heads: &[&SignedHead],
    progress: &mut dyn FnMut(u64),
) -> Result<Verification, JournalError> {
    let mut counties: BTreeSet<u32> = chain::counties(session)?.into_iter().map(County::number).collect();
    counties.extend(heads.iter().map(|head| head.county));
    let mut found = Verification { entries: 0, heads: heads.len() as u64, faults: Vec::new() };
    for county in counties {
        let own: Vec<&SignedHead> = heads.iter().copied().filter(|head| head.county == county).collect();
        let mut walk = Walk::new(suite, county, own);
        loop {
            let rows = chain::page(session, County::new(county)?, walk.seq, PAGE)?;
            rows.iter().for_each(|row| walk.step(row));
            found.entries += rows.len() as u64;
            progress(found.entries);
            // A number that was made something else sorts last and would come again for ever.
            let more = rows.len() as i64 == PAGE && rows.last().is_some_and(|row| row.get::<u64>("seq").is_ok());
            if !more {
                break;
            }
        }
        walk.end(chain::head(session, County::new(county)?)?);
        found.faults.append(&mut walk.faults);
    }
    Ok(found)
}

fn fault(county: u32, seq: u64, what: Wrong) -> ChainFault {
    ChainFault { county, seq, what }
}

/// A walk along one chain.
struct Walk<'h> {
    suite: Suite,
    county: u32,
    heads: Vec<&'h SignedHead>,
    /// The number and the stored hash of the entry before; the hash is unknown where it could not be read.
    seq: u64,
    hash: Option<[u8; 32]>,
    faults: Vec<ChainFault>,
}

impl<'h> Walk<'h> {
    fn new(suite: Suite, county: u32, heads: Vec<&'h SignedHead>) -> Self {
        Self { suite, county, heads, seq: 0, hash: Some([0; 32]), faults: Vec::new() }
    }

    fn found(&mut self, seq: u64, what: Wrong) {
        self.faults.push(fault(self.county, seq, what));
    }

    fn step(&mut self, row: &Row) {
        // The query orders by it and asks for more than the last one, so it is a number above it.
        let seq = row.get("seq").unwrap_or(self.seq + 1);
        if seq > self.seq + 1 {
            self.found(self.seq + 1, Wrong::Missing(seq - self.seq - 1));
            self.hash = None;
        }
        let entry = chain::entry_of(row).ok();
        match &entry {
            Some(entry) => self.look(entry),
            None => self.found(seq, Wrong::Changed),
        }
        self.seq = seq;
        self.hash = entry.map(|entry| entry.hash);
        self.hold_against_heads();
    }

    fn look(&mut self, entry: &Entry) {
        if chain::hash(self.suite, entry) != entry.hash {
            self.found(entry.seq, Wrong::Changed);
        } else if self.hash.is_some_and(|hash| hash != entry.previous) {
            self.found(entry.seq, Wrong::Unlinked);
        }
    }

    fn hold_against_heads(&mut self) {
        let (seq, hash) = (self.seq, self.hash);
        let differing = self.heads.iter().filter(|head| head.seq == seq && head.hash_bytes() != hash);
        let days: Vec<Date> = differing.map(|head| head.date).collect();
        days.into_iter().for_each(|day| self.found(seq, Wrong::Rewritten(day)));
    }

    fn end(&mut self, (seq, hash): (u64, [u8; 32])) {
        if seq != self.seq || self.hash.is_some_and(|own| own != hash) {
            self.found(seq, Wrong::End);
        }
        let beyond: Vec<(u64, Date)> =
            self.heads.iter().filter(|head| head.seq > self.seq).map(|head| (head.seq, head.date)).collect();
        beyond.into_iter().for_each(|(seq, day)| self.found(seq, Wrong::Cut(day)));
    }
}
