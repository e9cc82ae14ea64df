//! Copies of the file database, made and put back while it is in use.

use super::{
    Session,
    sqlite::{Open, Sqlite, told},
};
use crate::JournalError;
use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};
use std::{fs, path::Path, time::Duration};

/// How far a long operation has come. Units are pages for copies, entries for exports and imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Units done.
    pub done: u64,
    /// Units in all, where that is known.
    pub all: Option<u64>,
}

/// Four mebibytes at a time.
const PAGES: i32 = 1024;

impl Sqlite {
    /// Copies the database as it is at this moment, while others go on writing, to a file that is there whole or not.
    pub(crate) fn copy_to(&self, to: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), JournalError> {
        if to.exists() {
            return Err(JournalError::Open { reason: format!("{} exists", to.display()) });
        }
        let draft = to.with_extension("part");
        let _ = fs::remove_file(&draft);
        let done = self.copy_draft(&draft, progress).and_then(|()| settle(&draft, to));
        if done.is_err() {
            let _ = fs::remove_file(&draft);
        }
        done
    }

    fn copy_draft(&self, draft: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), JournalError> {
        super::sqlite::create_private(draft)?;
        let from = self.connect()?;
        let mut to = Connection::open(draft).map_err(told)?;
        // A read that stays open holds the view still: otherwise every write of others would begin the copy anew.
        from.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").map_err(told)?;
        copy(&from, &mut to, progress)?;
        // One plain file, without a log beside it.
        to.execute_batch("PRAGMA journal_mode = DELETE").map_err(told)?;
        to.close().map_err(|(_, error)| told(error))
    }

    /// Puts a copy in the place of the whole database, after `check` has looked at it. Readers see either.
    pub(crate) fn copy_from(
        &self,
        from: &Path,
        check: impl FnOnce(&mut dyn Session) -> Result<(), JournalError>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), JournalError> {
        let from = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(told)?;
        from.execute_batch("BEGIN").map_err(told)?;
        let sound: String = from.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(told)?;
        if sound != "ok" {
            return Err(JournalError::Damaged);
        }
        check(&mut Open(&from))?;
        self.with_writer(|writer| copy(&from, writer, progress))
    }
}

fn copy(from: &Connection, to: &mut Connection, progress: &mut dyn FnMut(Progress)) -> Result<(), JournalError> {
    let backup = Backup::new(from, to).map_err(told)?;
    let mut waited = 0;
    loop {
        let step = backup.step(PAGES).map_err(told)?;
        let pages = backup.progress();
        let done = (pages.pagecount - pages.remaining).max(0) as u64;
        progress(Progress { done, all: Some(pages.pagecount.max(0) as u64) });
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => waited = 0,
            _ if waited >= 100 => return Err(JournalError::Locked),
            _ => {
                waited += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// On the disk first, then under its name, then the name on the disk.
fn settle(draft: &Path, to: &Path) -> Result<(), JournalError> {
    let failed = || JournalError::disk("keeping a backup");
    fs::File::open(draft).and_then(|file| file.sync_all()).map_err(failed())?;
    fs::rename(draft, to).map_err(failed())?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed())
}
