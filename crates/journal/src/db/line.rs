//! Writers of one process in line: each runs its own transaction, and who finds somebody waiting behind leaves the
//! commit to them. One trip to the disk then confirms many writes, and nobody is answered before it.
//!
//! The transactions of one commit are savepoints of one transaction of the database: what one of them does is seen by the
//! next, so that even a refusal waits until what it saw is on the disk. Whoever stands alone commits at once; nobody ever
//! waits for company. Only another process can take a county away: who loses against it begins again, after waiting for
//! the county before the next view of the data.

use super::{Attempt, Session};
use crate::JournalError;
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How often a transaction is tried that was undone through no fault of its own.
const TRIES: u32 = 12;
/// The first tries may share a commit with others; the later ones stand alone.
const SHARED: u32 = 2;

/// The one connection of a process that writes.
pub(super) trait Writer {
    /// Transactions in one commit: the last of them waits for the first no longer than a trip to the disk takes.
    const MOST: usize;
    /// Begins a transaction of the database, after it was this process's turn in these counties.
    fn begin(&mut self, counties: &[u32]) -> Result<(), JournalError>;
    /// Begins a savepoint in it. What has company waits for no other process: that is [`JournalError::Contended`].
    fn join(&mut self) -> Result<(), JournalError>;
    /// Runs a statement that ends a savepoint.
    fn end(&mut self, sql: &str) -> Result<(), JournalError>;
    /// The transaction of whose turn it is.
    fn run<T>(&mut self, work: impl FnOnce(&mut dyn Session) -> T) -> T;
    /// Whether a transaction of the database is open: it may have undone it by itself, or be gone.
    fn is_open(&self) -> bool;
    /// Puts everything on the disk.
    fn commit(&mut self) -> Result<(), JournalError>;
    /// Undoes everything; fails only where the database has done so by itself.
    fn undo(&mut self);
}

pub(super) struct Line<W> {
    /// Who is about to sit down. Whoever is counted here will, so that an open commit is never left alone.
    waiting: AtomicUsize,
    desk: Mutex<Desk<W>>,
}

/// The writer, and the commit that is being gathered on it.
struct Desk<W> {
    writer: W,
    open: Option<Arc<Commit>>,
    /// The counties for which the open commit has waited before it began.
    counties: Vec<u32>,
    gathered: usize,
}

/// What became of a commit, for all who are in it.
enum Fate {
    /// On the disk.
    Kept,
    /// The disk or the database refused.
    Failed(JournalError),
    /// Another process was faster, or one statement of somebody in it made the database undo everybody's: they try again.
    Undone,
}

#[derive(Default)]
struct Commit {
    fate: Mutex<Option<Fate>>,
    told: Condvar,
}

/// How a turn at the desk ended.
enum Turn<T, E> {
    Answer(Result<T, E>),
    /// To be tried again, when it is our turn in these counties.
    Undone(Vec<u32>),
}

impl<W: Writer> Line<W> {
    pub(super) fn new(writer: W) -> Self {
        let desk = Desk { writer, open: None, counties: Vec::new(), gathered: 0 };
        Self { waiting: AtomicUsize::new(0), desk: Mutex::new(desk) }
    }

    /// Whoever names counties at first stands alone, and waits for them.
    pub(super) fn write<T, E: From<JournalError>>(
        &self,
        first: &[u32],
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
    ) -> Result<T, E> {
        let mut counties = first.to_vec();
        for tried in 1..=TRIES {
            match self.turn(&counties, work, !first.is_empty() || tried > SHARED) {
                Turn::Answer(answer) => return answer,
                Turn::Undone(met) => counties.extend(met),
            }
            counties.sort_unstable();
            counties.dedup();
            std::thread::sleep(Duration::from_millis(u64::from(tried.saturating_sub(SHARED)) * 3));
        }
        Err(JournalError::Contended.into())
    }

    /// The writer, while nobody else writes and nothing is open on it.
    pub(super) fn alone<T>(&self, work: impl FnOnce(&mut W) -> T) -> T {
        let mut desk = self.sit();
        desk.commit();
        work(&mut desk.writer)
    }

    fn sit(&self) -> MutexGuard<'_, Desk<W>> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        desk
    }

    fn turn<T, E: From<JournalError>>(
        &self,
        counties: &[u32],
        work: &mut dyn FnMut(&mut dyn Session) -> Attempt<T, E>,
        alone: bool,
    ) -> Turn<T, E> {
        let mut desk = self.sit();
        if alone || !counties.iter().all(|county| desk.counties.contains(county)) {
            desk.commit();
        }
        let (commit, first) = match desk.join(counties) {
            Ok(joined) => joined,
            Err(error) => {
                self.leave(&mut desk, alone);
                // Who waited for counties in a circle with another process waits for them once more.
                return match error {
                    JournalError::Contended => Turn::Undone(Vec::new()),
                    error => Turn::Answer(Err(error.into())),
                };
            }
        };
        let done = catch_unwind(AssertUnwindSafe(|| desk.writer.run(work)));
        let good = matches!(done, Ok(Attempt::Commit { .. }));
        // A full disk makes the database undo everything by itself, and so does a connection that breaks.
        let gone = !good && !desk.writer.is_open();
        desk.close_turn(first, good);
        // Whoever lost goes on from a new view of the data.
        self.leave(&mut desk, alone || matches!(done, Ok(Attempt::Again { .. })));
        drop(desk);
        match done.unwrap_or_else(|panic| resume_unwind(panic)) {
            Attempt::Commit { done, counties } => commit.answer(Ok(done), counties),
            Attempt::Again { counties } => Turn::Undone(counties),
            Attempt::Rollback(error) if first || gone => Turn::Answer(Err(error)),
            Attempt::Rollback(error) => commit.answer(Err(error), Vec::new()),
        }
    }

    /// Leaves the commit to who waits, or commits.
    fn leave(&self, desk: &mut Desk<W>, now: bool) {
        if now || desk.gathered >= W::MOST || self.waiting.load(Ordering::SeqCst) == 0 {
            desk.commit();
        }
    }
}

impl Commit {
    fn ends(&self, fate: Fate) {
        *self.fate.lock().unwrap_or_else(PoisonError::into_inner) = Some(fate);
        self.told.notify_all();
    }

    /// What somebody who was in it may be told, once it has ended.
    fn answer<T, E: From<JournalError>>(&self, answer: Result<T, E>, counties: Vec<u32>) -> Turn<T, E> {
        let mut fate = self.fate.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*fate {
                Some(Fate::Kept) => return Turn::Answer(answer),
                Some(Fate::Failed(error)) => return Turn::Answer(Err(same(error).into())),
                Some(Fate::Undone) => return Turn::Undone(counties),
                None => fate = self.told.wait(fate).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// What a commit answers, once more for each who was in it.
fn same(error: &JournalError) -> JournalError {
    match error {
        JournalError::Full => JournalError::Full,
        JournalError::Locked => JournalError::Locked,
        JournalError::InDoubt => JournalError::InDoubt,
        JournalError::Unreachable => JournalError::Unreachable,
        JournalError::Damaged => JournalError::Damaged,
        JournalError::Disk { doing, reason } => JournalError::Disk { doing, reason: reason.clone() },
        JournalError::Constraint { table } => JournalError::Constraint { table: table.clone() },
        JournalError::Statement { reason } => JournalError::Statement { reason: reason.clone() },
        other => JournalError::Statement { reason: other.to_string() },
    }
}

impl<W: Writer> Desk<W> {
    /// Begins a commit, or joins the open one; whether it began.
    fn join(&mut self, counties: &[u32]) -> Result<(Arc<Commit>, bool), JournalError> {
        let first = self.open.is_none();
        if first {
            self.writer.begin(counties)?;
            self.counties = counties.to_vec();
        } else if self.writer.join().is_err() {
            // Where not even a savepoint can be had, the connection is gone and everything on it.
            self.undo();
            return self.join(counties);
        }
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
        if self.writer.end(sql).is_err() {
            self.undo();
        }
    }

    fn undo(&mut self) {
        self.writer.undo();
        self.end(Fate::Undone);
    }

    fn commit(&mut self) {
        if self.open.is_none() {
            return;
        }
        let fate = match self.writer.commit() {
            Ok(()) => Fate::Kept,
            Err(JournalError::Contended) => Fate::Undone,
            Err(error) => Fate::Failed(error),
        };
        self.writer.undo();
        self.end(fate);
    }

    fn end(&mut self, fate: Fate) {
        self.gathered = 0;
        self.counties.clear();
        if let Some(commit) = self.open.take() {
            commit.ends(fate);
        }
    }
}
