//! Work that takes longer than a page: begun once under a name, watched while it runs, its result kept for a while.
//!
//! One job of a board runs at a time, in the order in which they began, so that ten files that come together need the
//! memory of one. Nothing here outlives the process: who needs that keeps what is to be done on the disk and begins it
//! again.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// How far a job is: told by the job, read by pages.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    of: AtomicU64,
}

impl Progress {
    /// So many steps or rows are done.
    pub fn done(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    /// So many there are; zero while nobody knows.
    pub fn of(&self, of: u64) {
        self.of.store(of, Ordering::Relaxed);
    }
}

/// Where a job stands.
#[derive(Debug)]
pub enum Stands<T> {
    /// Others run before it.
    Waiting,
    /// It runs: how many steps or rows are done, and of how many, zero while nobody knows.
    Running(u64, u64),
    /// Its result.
    Done(Arc<T>),
    /// It ended without a result: a defect of the program.
    Broken,
}

impl<T> Clone for Stands<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Waiting => Self::Waiting,
            Self::Running(done, of) => Self::Running(*done, *of),
            Self::Done(result) => Self::Done(Arc::clone(result)),
            Self::Broken => Self::Broken,
        }
    }
}

struct Job<T> {
    name: String,
    progress: Arc<Progress>,
    stands: Stands<T>,
}

/// Jobs of one kind. Cheap to clone.
pub struct Jobs<T> {
    jobs: Arc<Mutex<VecDeque<Job<T>>>>,
    turn: Arc<Mutex<()>>,
    keep: usize,
}

impl<T> Clone for Jobs<T> {
    fn clone(&self) -> Self {
        Self { jobs: Arc::clone(&self.jobs), turn: Arc::clone(&self.turn), keep: self.keep }
    }
}

/// A job that panics poisons nothing that it could leave half done.
fn locked<V>(mutex: &Mutex<V>) -> MutexGuard<'_, V> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Send + Sync + 'static> Jobs<T> {
    /// A board that keeps the results of so many jobs; the oldest is forgotten first.
    pub fn new(keep: usize) -> Self {
        Self { jobs: Arc::default(), turn: Arc::default(), keep }
    }

    /// Begins a job, unless one of that name waits, runs or has its result here.
    pub fn begin(&self, name: &str, work: impl FnOnce(&Progress) -> T + Send + 'static) {
        let progress = Arc::<Progress>::default();
        {
            let mut jobs = locked(&self.jobs);
            let there = jobs.iter().any(|job| job.name == name && !matches!(job.stands, Stands::Broken));
            if there {
                return;
            }
            jobs.retain(|job| job.name != name);
            jobs.push_back(Job { name: name.into(), progress: Arc::clone(&progress), stands: Stands::Waiting });
            let ended = |job: &Job<T>| matches!(job.stands, Stands::Done(_) | Stands::Broken);
            while jobs.iter().filter(|job| ended(job)).count() > self.keep {
                let oldest = jobs.iter().position(ended);
                oldest.map(|at| jobs.remove(at));
            }
        }
        let (board, own) = (self.clone(), name.to_owned());
        let run = move || {
            let _turn = locked(&board.turn);
            board.set(&own, Stands::Running(0, 0));
            let done = catch_unwind(AssertUnwindSafe(|| work(&progress)));
            board.set(&own, done.map_or(Stands::Broken, |result| Stands::Done(Arc::new(result))));
        };
        if std::thread::Builder::new().name("job".into()).spawn(run).is_err() {
            self.set(name, Stands::Broken);
        }
    }

    fn set(&self, name: &str, stands: Stands<T>) {
        if let Some(job) = locked(&self.jobs).iter_mut().find(|job| job.name == name) {
            job.stands = stands;
        }
    }

    /// Where the job of a name stands; none where there is none, or its result was forgotten.
    pub fn stands(&self, name: &str) -> Option<Stands<T>> {
        let jobs = locked(&self.jobs);
        let job = jobs.iter().find(|job| job.name == name)?;
        let progress = &job.progress;
        Some(match &job.stands {
            Stands::Running(..) => {
                Stands::Running(progress.done.load(Ordering::Relaxed), progress.of.load(Ordering::Relaxed))
            }
            other => other.clone(),
        })
    }

    /// Forgets a result, so that the next who asks begins anew. A job that waits or runs goes on.
    pub fn forget(&self, name: &str) {
        let ended = |job: &Job<T>| matches!(job.stands, Stands::Done(_) | Stands::Broken);
        locked(&self.jobs).retain(|job| job.name != name || !ended(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    /// Waits for a job; a test that hangs is stopped by its runner.
    fn result(jobs: &Jobs<u32>, name: &str) -> Stands<u32> {
        loop {
            match jobs.stands(name) {
                Some(Stands::Waiting | Stands::Running(..)) => std::thread::yield_now(),
                Some(other) => return other,
                None => panic!("{name} is not there"),
            }
        }
    }

    #[test]
    fn a_job_runs_once_tells_how_far_it_is_and_keeps_its_result() {
        let jobs = Jobs::new(3);
        let (go, gone) = channel::<()>();
        let (told, heard) = channel::<()>();
        jobs.begin("a", move |progress| {
            progress.of(10);
            progress.done(4);
            told.send(()).unwrap();
            gone.recv().unwrap();
            7
        });
        heard.recv().unwrap();
        jobs.begin("a", |_| 8);
        jobs.begin("b", |_| 9);
        assert!(matches!(jobs.stands("a"), Some(Stands::Running(4, 10))));
        assert!(matches!(jobs.stands("b"), Some(Stands::Waiting)), "one at a time");
        go.send(()).unwrap();
        assert!(matches!(result(&jobs, "a"), Stands::Done(seven) if *seven == 7));
        assert!(matches!(result(&jobs, "b"), Stands::Done(nine) if *nine == 9));
    }

    #[test]
    fn a_job_that_panics_is_broken_and_may_begin_again() {
        let jobs = Jobs::new(3);
        jobs.begin("a", |_| panic!("on purpose"));
        assert!(matches!(result(&jobs, "a"), Stands::Broken));
        jobs.begin("a", |_| 1);
        assert!(matches!(result(&jobs, "a"), Stands::Done(_)));
    }

    #[test]
    fn the_oldest_result_is_forgotten_first() {
        let jobs = Jobs::new(1);
        for name in ["a", "b", "c"] {
            jobs.begin(name, |_| 1);
            result(&jobs, name);
        }
        assert!(jobs.stands("a").is_none() && jobs.stands("c").is_some());
        jobs.forget("c");
        assert!(jobs.stands("c").is_none());
    }
}
