//! Connections that are lent and come back.

use crate::JournalError;
use std::{
    ops::{Deref, DerefMut},
    sync::{Condvar, Mutex, PoisonError},
};

/// At most `limit` connections; who comes later waits.
pub(super) struct Pool<C> {
    state: Mutex<State<C>>,
    returned: Condvar,
    limit: usize,
}

struct State<C> {
    idle: Vec<C>,
    lent: usize,
}

impl<C> Pool<C> {
    pub(super) fn new(limit: usize) -> Self {
        Self { state: Mutex::new(State { idle: Vec::new(), lent: 0 }), returned: Condvar::new(), limit }
    }

    /// Lends an idle connection, or a new one.
    pub(super) fn lend(&self, open: impl FnOnce() -> Result<C, JournalError>) -> Result<Lent<'_, C>, JournalError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.lent >= self.limit {
            state = self.returned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.lent += 1;
        let mut lent = Lent { pool: self, connection: state.idle.pop() };
        drop(state);
        if lent.connection.is_none() {
            lent.connection = Some(open()?);
        }
        Ok(lent)
    }
}

/// A connection on loan.
pub(super) struct Lent<'p, C> {
    pool: &'p Pool<C>,
    connection: Option<C>,
}

impl<C> Lent<'_, C> {
    /// Gives the connection up, since it is broken.
    pub(super) fn discard(mut self) {
        self.connection = None;
    }
}

impl<C> Deref for Lent<'_, C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.connection.as_ref().expect("a connection stays until it is given back")
    }
}

impl<C> DerefMut for Lent<'_, C> {
    fn deref_mut(&mut self) -> &mut C {
        self.connection.as_mut().expect("a connection stays until it is given back")
    }
}

impl<C> Drop for Lent<'_, C> {
    fn drop(&mut self) {
        let mut state = self.pool.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.lent -= 1;
        // A panic in the middle leaves a transaction of which nobody knows how far it went.
        if !std::thread::panicking() {
            state.idle.extend(self.connection.take());
        }
        self.pool.returned.notify_one();
    }
}
