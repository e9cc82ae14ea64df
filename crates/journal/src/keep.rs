//! Keeping the journal: copies of the file database, and entries as lines of JSON for either database.

use crate::{
    Actor, County, Entry, Instant, Journal, JournalError, Progress, Subject, Tx, chain,
    crypto::{WrappedKey, from_hex, to_hex},
    db::{
        Session,
        migrate::{check, migrate},
    },
    journal::{open_keys, store_key, wrapped_keys},
    schema::OWN,
    verify::verify,
};
use doudi_kernel::Date;
use serde::{Deserialize, Serialize};
use std::{
    io::{BufRead, Write},
    path::Path,
};

/// The first word of an export, and the version of its lines.
const FORMAT: &str = "doudi journal 1";
/// Entries read at a time.
const PAGE: i64 = 1024;

impl Journal {
    /// Copies the file database as it is at this moment, while others go on writing. The copy holds sealed values but
    /// not the key file, which is kept apart.
    ///
    /// # Errors
    /// [`JournalError::OnlySqlite`]; [`JournalError::Open`] where the file exists; [`JournalError::Full`].
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), JournalError> {
        self.db.sqlite()?.copy_to(to, progress)
    }

    /// Puts a copy in the place of everything that the file database holds. The copy is looked at first: whether it is
    /// sound, of this program, of these keys, and whether its chains are whole.
    ///
    /// # Errors
    /// [`JournalError::OnlySqlite`]; [`JournalError::Damaged`], [`JournalError::Broken`], [`JournalError::Crypto`] and
    /// those of migrations for a copy that is none, after which nothing was changed.
    pub fn restore(&self, from: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), JournalError> {
        self.db.sqlite()?.copy_from(from, |session| self.look_at(session), progress)?;
        let opened = self.db.alone(|session| {
            migrate(session, "journal", OWN)?;
            migrate(session, "schema", self.shared.schema.migrations)?;
            open_keys(session, &self.shared.keys)
        })?;
        self.use_keys(opened);
        Ok(())
    }

    fn look_at(&self, session: &mut dyn Session) -> Result<(), JournalError> {
        check(session, "journal", OWN)?;
        check(session, "schema", self.shared.schema.migrations)?;
        open_keys(session, &self.shared.keys)?;
        let found = verify(session, self.shared.keys.suite(), &[], &mut |_| {})?;
        match found.faults.first() {
            Some(fault) => Err(JournalError::Broken { county: County::new(fault.county)?, seq: fault.seq }),
            None => Ok(()),
        }
    }

    /// Writes every entry as a line of JSON, with the wrapped data keys, so that either database can take them.
    /// Ordinary rows (sessions, queues, request keys) are not part of it.
    ///
    /// # Errors
    /// What the database says; [`JournalError::Disk`] or [`JournalError::Full`].
    pub fn export(&self, to: &mut dyn Write, progress: &mut dyn FnMut(Progress)) -> Result<u64, JournalError> {
        self.db.read(|session| {
            line(to, &Line::Format { format: FORMAT.into(), suite: self.shared.keys.suite().name().into() })?;
            for key in wrapped_keys(session)? {
                let wrapped = to_hex(&key.bytes);
                line(to, &Line::DataKey { data_key: key.id, generation: key.generation, wrapped })?;
            }
            let done = export_entries(session, to, progress)?;
            line(to, &Line::End { end: done })?;
            to.flush().map_err(JournalError::disk("writing an export"))?;
            Ok(done)
        })
    }

    /// Takes the entries of an export into a journal that has none, and gives each to every projection: all of them, or
    /// none where a line cannot be read, a chain is broken or the end is missing.
    ///
    /// # Errors
    /// [`JournalError::NotEmpty`]; [`JournalError::Export`]; [`JournalError::Broken`]; [`JournalError::Crypto`] for an
    /// export of other keys.
    pub fn import(&self, from: impl BufRead, progress: &mut dyn FnMut(Progress)) -> Result<u64, JournalError> {
        let mut lines = Some(from.lines());
        let (done, opened) = self.write(|tx| {
            // Lines can be read once; a second try, which only a writer at the same time could cause, has none.
            let lines = lines.take().ok_or(JournalError::NotEmpty)?;
            if !tx.rows("SELECT 1 AS one FROM entry LIMIT 1", &[])?.is_empty() {
                return Err(JournalError::NotEmpty);
            }
            let mut import = Import { tx, done: 0, ended: false, line: 0 };
            for text in lines {
                import.take(&text.map_err(JournalError::disk("reading an export"))?)?;
                progress(Progress { done: import.done, all: None });
            }
            if !import.ended {
                return Err(JournalError::Export { line: import.line, why: "the end is missing" });
            }
            let done = import.done;
            Ok((done, tx.run(|session| open_keys(session, &self.shared.keys))?))
        })?;
        self.use_keys(opened);
        Ok(done)
    }
}

fn export_entries(
    session: &mut dyn Session,
    to: &mut dyn Write,
    progress: &mut dyn FnMut(Progress),
) -> Result<u64, JournalError> {
    let counties = chain::counties(session)?;
    let heads = counties.iter().map(|county| chain::head(session, *county)).collect::<Result<Vec<_>, _>>()?;
    let all = Some(heads.iter().map(|(seq, _)| seq).sum());
    let mut done = 0;
    for county in counties {
        let mut after = 0;
        loop {
            let rows = chain::page(session, county, after, PAGE)?;
            for row in &rows {
                let entry = chain::entry_of(row)?;
                after = entry.seq;
                line(to, &Line::Entry(Box::new(EntryLine::of(&entry))))?;
            }
            done += rows.len() as u64;
            progress(Progress { done, all });
            if rows.is_empty() {
                break;
            }
        }
    }
    Ok(done)
}

fn line(to: &mut dyn Write, line: &Line) -> Result<(), JournalError> {
    let text = serde_json::to_string(line).map_err(|_| JournalError::Value { why: "a line is not JSON" })?;
    writeln!(to, "{text}").map_err(JournalError::disk("writing an export"))
}

/// A line of an export.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    Format { format: String, suite: String },
    DataKey { data_key: u32, generation: u32, wrapped: String },
    End { end: u64 },
    Entry(Box<EntryLine>),
}

/// An entry, its body as the text that was hashed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    county: u32,
    seq: u64,
    at: Instant,
    valid_from: Date,
    actor: String,
    kind: String,
    subject: String,
    division: u64,
    body: String,
    previous: String,
    hash: String,
}

impl EntryLine {
    fn of(entry: &Entry) -> Self {
        Self {
            county: entry.county.number(),
            seq: entry.seq,
            at: entry.at,
            valid_from: entry.valid_from,
            actor: entry.actor.to_string(),
            kind: entry.kind.clone(),
            subject: entry.subject.to_string(),
            division: entry.division,
            body: entry.body_text.clone(),
            previous: to_hex(&entry.previous),
            hash: to_hex(&entry.hash),
        }
    }

    fn entry(self) -> Option<Entry> {
        let digest = |hex: &str| from_hex(hex).ok()?.try_into().ok();
        Some(Entry {
            county: County::new(self.county).ok()?,
            seq: self.seq,
            at: self.at,
            valid_from: self.valid_from,
            actor: Actor::new(self.actor).ok()?,
            kind: self.kind,
            subject: Subject::new(self.subject).ok()?,
            division: self.division,
            body_text: self.body,
            previous: digest(&self.previous)?,
            hash: digest(&self.hash)?,
        })
    }
}

struct Import<'t, 'a> {
    tx: &'t mut Tx<'a>,
    done: u64,
    ended: bool,
    line: u64,
}

impl Import<'_, '_> {
    fn take(&mut self, text: &str) -> Result<(), JournalError> {
        self.line += 1;
        let line = serde_json::from_str(text).map_err(|_| self.wrong("it is no line of an export"))?;
        match line {
            _ if self.ended => Err(self.wrong("it follows the end")),
            Line::Format { format, suite } if self.line == 1 => self.begin(&format, &suite),
            _ if self.line == 1 => Err(self.wrong("an export begins with its format")),
            Line::Format { .. } => Err(self.wrong("it is a second beginning")),
            Line::DataKey { data_key, generation, wrapped } => {
                let bytes = from_hex(&wrapped).map_err(|_| self.wrong("a key is not hexadecimal"))?;
                self.tx.run(|session| store_key(session, &WrappedKey { id: data_key, generation, bytes }))
            }
            Line::End { end } if end == self.done => {
                self.ended = true;
                Ok(())
            }
            Line::End { .. } => Err(self.wrong("entries are missing before the end")),
            Line::Entry(entry) => {
                let entry = entry.entry().ok_or_else(|| self.wrong("a field of an entry has a wrong form"))?;
                self.entry(&entry)
            }
        }
    }

    fn begin(&self, format: &str, suite: &str) -> Result<(), JournalError> {
        match (format == FORMAT, suite == self.tx.shared.keys.suite().name()) {
            (false, _) => Err(self.wrong("the format is not known")),
            (_, false) => Err(self.wrong("it was chained with the other suite of algorithms")),
            _ => Ok(()),
        }
    }

    fn entry(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.tx.take_in(entry)?;
        self.done += 1;
        Ok(())
    }

    fn wrong(&self, why: &'static str) -> JournalError {
        JournalError::Export { line: self.line, why }
    }
}
