//! Accepted answers, one immutable folder a return.

use super::{Answer, Refused, Returned};
use crate::doubts::hand_down::{Batch, Desk, DeskError, desk_files as files};
use std::{collections::BTreeMap, path::Path};

impl Desk {
    /// Keeps a return. The same files again change nothing.
    ///
    /// # Errors
    /// [`DeskError::Busy`], [`DeskError::Disk`].
    pub fn keep(&self, batch: &Batch, returned: &Returned) -> Result<(), DeskError> {
        let _held = self.hold()?;
        self.keep_held(batch, returned)
    }

    /// Reads answers against those that are there, and keeps them, while nobody else keeps any: of two who answer the same
    /// doubt at once, the second is checked against the first. `read` is given the accepted codes by number.
    ///
    /// # Errors
    /// Those of `read`, after which nothing is kept; [`DeskError::Busy`], [`DeskError::Disk`], [`DeskError::Damaged`].
    pub fn take_in<E: From<DeskError>>(
        &self,
        batch: &Batch,
        read: impl FnOnce(&BTreeMap<u32, String>) -> Result<Returned, E>,
    ) -> Result<Returned, E> {
        let _held = self.hold()?;
        let returned = read(&self.accepted(batch)?)?;
        self.keep_held(batch, &returned)?;
        Ok(returned)
    }

    fn keep_held(&self, batch: &Batch, returned: &Returned) -> Result<(), DeskError> {
        let about = serde_json::to_vec_pretty(returned).expect("a return is plain data");
        let known = self.returns(batch)?;
        if known.iter().any(|one| one.files == returned.files && one.accepted == returned.accepted) {
            return Ok(());
        }
        let (accepted, refused) = (files::lines(&returned.accepted), files::lines(&returned.refused));
        let hash = blake3::hash(&[&about[..], &accepted, &refused].concat()).to_hex();
        let folder = format!("{:04}-{}", known.len() + 1, &hash.as_str()[..12]);
        let files = [("return.json", about), ("answers.jsonl", accepted), ("refused.jsonl", refused)];
        self.put_held(&self.folder(batch).join("returns").join(folder), &files)
    }

    /// The names of the returns of a batch in the order in which they came.
    ///
    /// # Errors
    /// [`DeskError::Disk`].
    pub fn return_names(&self, batch: &Batch) -> Result<Vec<String>, DeskError> {
        let folders = files::folders(&self.folder(batch).join("returns"))?;
        Ok(folders.iter().filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect())
    }

    /// One return of a batch.
    ///
    /// # Errors
    /// [`DeskError::Damaged`].
    pub fn returned(&self, batch: &Batch, name: &str) -> Result<Returned, DeskError> {
        read_return(&self.folder(batch).join("returns").join(name))
    }

    /// The returns of a batch in the order in which they came.
    ///
    /// # Errors
    /// [`DeskError::Damaged`], [`DeskError::Disk`].
    pub fn returns(&self, batch: &Batch) -> Result<Vec<Returned>, DeskError> {
        let folders = files::folders(&self.folder(batch).join("returns"))?;
        folders.iter().map(|folder| read_return(folder)).collect()
    }

    /// The codes of all accepted answers of a batch by number; a correction counts in place of what it corrects.
    ///
    /// # Errors
    /// As [`Desk::returns`].
    pub fn accepted(&self, batch: &Batch) -> Result<BTreeMap<u32, String>, DeskError> {
        let returns = self.returns(batch)?;
        Ok(returns.iter().flat_map(|one| &one.accepted).map(|answer| (answer.number, answer.code.clone())).collect())
    }
}

fn read_return(folder: &Path) -> Result<Returned, DeskError> {
    let mut returned: Returned = files::read_json(&folder.join("return.json"))?;
    returned.accepted = files::read_lines::<Answer>(&folder.join("answers.jsonl"))?;
    returned.refused = files::read_lines::<Refused>(&folder.join("refused.jsonl"))?;
    Ok(returned)
}
