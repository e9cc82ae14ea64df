//! What was read of the desk, kept in memory: its folders never change, so what was read once is still so.

use crate::{Bureau, OfficeError};
use doudi_kernel::{BatchId, Month, SpecId};
use doudi_work::doubts::{
    Batch,
    answers::{Answer, Returned},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The desk as far as it was read.
#[derive(Default)]
pub(crate) struct Shelf {
    batches: Mutex<BTreeMap<BatchId, Arc<Batch>>>,
    returns: Mutex<BTreeMap<(BatchId, String), Arc<Returned>>>,
    /// Held by whoever writes to the desk, so that people wait for each other instead of being sent away.
    writing: Mutex<()>,
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is whole at every moment.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shelf {
    pub(super) fn write(&self) -> MutexGuard<'_, ()> {
        locked(&self.writing)
    }
}

/// A batch.
pub(super) fn batch(bureau: &Bureau, id: &BatchId) -> Result<Arc<Batch>, OfficeError> {
    if let Some(known) = locked(&bureau.shelf.batches).get(id) {
        return Ok(Arc::clone(known));
    }
    // An id from an address never becomes a path before it is known to be one.
    let there = bureau.desk()?.ids()?.iter().any(|(.., known)| known == id);
    let read = if there { Arc::new(bureau.desk()?.batch(id)?) } else { return Err(OfficeError::NotFound) };
    locked(&bureau.shelf.batches).insert(id.clone(), Arc::clone(&read));
    Ok(read)
}

/// Of each comparison and month the batch that was handed down last.
pub(super) fn latest(bureau: &Bureau) -> Result<Vec<Arc<Batch>>, OfficeError> {
    let mut latest: BTreeMap<(SpecId, Month), Arc<Batch>> = BTreeMap::new();
    for (spec, month, id) in bureau.desk()?.ids()? {
        let one = batch(bureau, &id)?;
        let slot = latest.entry((spec, month)).or_insert_with(|| Arc::clone(&one));
        if one.sequence > slot.sequence {
            *slot = one;
        }
    }
    Ok(latest.into_values().collect())
}

/// All returns of a batch in the order in which they came.
pub(super) fn returns(bureau: &Bureau, batch: &Batch) -> Result<Vec<Arc<Returned>>, OfficeError> {
    let desk = bureau.desk()?;
    let read = |name: String| {
        let key = (batch.id.clone(), name);
        if let Some(known) = locked(&bureau.shelf.returns).get(&key) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(desk.returned(batch, &key.1)?);
        locked(&bureau.shelf.returns).insert(key, Arc::clone(&read));
        Ok::<_, OfficeError>(read)
    };
    desk.return_names(batch)?.into_iter().map(read).collect()
}

/// The answer that counts for each doubt: a correction in place of what it corrects.
pub(super) fn answers(returns: &[Arc<Returned>]) -> BTreeMap<u32, &Answer> {
    returns.iter().flat_map(|one| &one.accepted).map(|answer| (answer.number, answer)).collect()
}
