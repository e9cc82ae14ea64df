//! Writers of one SQLite file in line: each runs its own transaction, and who finds somebody waiting behind leaves the
//! commit to them. One trip to the disk then confirms many writes, and nobody is answered before it.
//!
//! The transactions of one commit are savepoints of one transaction of the database: what one of them does is seen by the
//! next, so that even a refusal waits until what it saw is on the disk. Whoever stands alone commits at once; nobody ever
//! waits for company.

use super::{Attempt, Session, sqlite::Open, sqlite::told};
use crate::JournalError;
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Transactions in one commit: the last of them waits for the first no longer than a trip to the disk takes.
const MOST: usize = 32;

pub(super) struct Line {
    /// Who is about to sit down. Whoever is counted here will, so that an open commit is never left alone.
    waiting: AtomicUsize,
    desk: Mutex<Desk>,
}

/// The one connection that writes, and the commit that is being gathered on it.
struct Desk {
    connection: Connection,
    open: Option<Arc<Commit>>,
    gathered: usize,
}

/// What became of a commit, for all who are in it.
#[derive(Clone)]
enum Fate {
    /// On the disk.
    Kept,
    /// The disk or the database refused; nothing of it is there.
    Failed(rusqlite::ffi::Error, Option<String>),
    /// One statement of somebody in it made the database undo everybody's: the others try again by themselves.
    Undone,
}

#[derive(Default)]
struct Commit {
    fate: Mutex<Option<Fate>>,
    told: Condvar,
}

impl Commit {
    fn ends(&self, fate: Fate) {
        *self.fate.lock().unwrap_or_else(PoisonError::into_inner) = Some(fate);
        self.told.notify_all();
    }

    fn wait(&self) -> Fate {
        let mut fate = self.fate.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*fate {
                Some(fate) => return fate.clone(),
                None => fate = self.told.wait(fate).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// How a turn at the desk ended.
enum Turn<T, E> {
    Answer(Result<T, E>),
    Undone,
}

impl Line {
    pub(super) fn new(connection: Connection) -> Self {
        Self { waiting: AtomicUsize::new(0), desk: Mutex::new(Desk { connection, open: None, gathered: 0 }) }
    }

    pub(super) fn write<T, E: From<JournalError>>(
        &self,
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
    ) -> Result<T, E> {
        match self.turn(work, false) {
            Turn::Answer(answer) => answer,
            Turn::Undone => match self.turn(work, true) {
                Turn::Answer(answer) => answer,
                Turn::Undone => Err(JournalError::Contended.into()),
            },
        }
    }

    /// The connection, while nobody else writes and nothing is open on it.
    pub(super) fn alone<T>(&self, work: impl FnOnce(&mut Connection) -> T) -> T {
        let mut desk = self.sit();
        desk.commit();
        work(&mut desk.connection)
    }

    fn sit(&self) -> MutexGuard<'_, Desk> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        desk
    }

    fn turn<T, E: From<JournalError>>(
        &self,
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
        alone: bool,
    ) -> Turn<T, E> {
        let mut desk = self.sit();
        if alone {
            desk.commit();
        }
        let (commit, first) = match desk.join() {
            Ok(joined) => joined,
            Err(error) => {
                self.leave(&mut desk, alone);
                return Turn::Answer(Err(told(error).into()));
            }
        };
        let done = catch_unwind(AssertUnwindSafe(|| work(&mut Open(&desk.connection))));
        let good = matches!(done, Ok(Attempt::Commit { .. }));
        // A full disk makes the database roll everything back by itself.
        let gone = !good && desk.connection.is_autocommit();
        desk.close_turn(first, good);
        self.leave(&mut desk, alone);
        drop(desk);
        match done.unwrap_or_else(|panic| resume_unwind(panic)) {
            Attempt::Commit { done, .. } => commit.answer(Ok(done)),
            Attempt::Rollback(error) | Attempt::Again { error, .. } if first || gone => Turn::Answer(Err(error)),
            Attempt::Rollback(error) | Attempt::Again { error, .. } => commit.answer(Err(error)),
        }
    }

    /// Leaves the commit to who waits, or commits.
    fn leave(&self, desk: &mut Desk, alone: bool) {
        if alone || desk.gathered >= MOST || self.waiting.load(Ordering::SeqCst) == 0 {
            desk.commit();
        }
    }
}

impl Commit {
    /// What somebody who was in it may be told now.
    fn answer<T, E: From<JournalError>>(&self, answer: Result<T, E>) -> Turn<T, E> {
        match self.wait() {
            Fate::Kept => Turn::Answer(answer),
            Fate::Failed(code, reason) => Turn::Answer(Err(told(rusqlite::Error::SqliteFailure(code, reason)).into())),
            Fate::Undone => Turn::Undone,
        }
    }
}

impl Desk {
    /// Begins a commit, or joins the open one; whether it began.
    fn join(&mut self) -> rusqlite::Result<(Arc<Commit>, bool)> {
        let first = self.open.is_none();
        self.connection.execute_batch(if first { "BEGIN IMMEDIATE" } else { "SAVEPOINT turn" })?;
        self.gathered += 1;
        let commit = self.open.get_or_insert_with(Arc::default);
        Ok((Arc::clone(commit), first))
    }

    /// Keeps what the turn wrote, for the commit; or undoes it, and nothing of the others.
    fn close_turn(&mut self, first: bool, good: bool) {
        let sql = match (first, good) {
            (true, true) => return,
            (false, true) => "RELEASE turn",
            (true, false) => return self.undo(),
            (false, false) => "ROLLBACK TO turn; RELEASE turn",
        };
        if self.connection.execute_batch(sql).is_err() {
            self.undo();
        }
    }

    fn undo(&mut self) {
        self.rollback();
        self.end(Fate::Undone);
    }

    fn rollback(&self) {
        if !self.connection.is_autocommit() {
            // A rollback fails only where the database has rolled back by itself.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn commit(&mut self) {
        if self.open.is_none() {
            return;
        }
        let fate = match self.connection.execute_batch("COMMIT") {
            Ok(()) => Fate::Kept,
            Err(rusqlite::Error::SqliteFailure(code, reason)) => Fate::Failed(code, reason),
            Err(_) => Fate::Undone,
        };
        self.rollback();
        self.end(fate);
    }

    fn end(&mut self, fate: Fate) {
        self.gathered = 0;
        if let Some(commit) = self.open.take() {
            commit.ends(fate);
        }
    }
}
