//! What an office works with beside its journal: the data folder with the lake, the desk and the outbox.

use crate::{Bureau, OfficeError};
use doudi_kernel::{Division, DivisionLevel};
use doudi_lake::{Lake, RealDisk};
use doudi_work::{
    doubts::{Desk, spec::SpecBook},
    intake::Catalogue,
    policy::Policy,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

impl Bureau {
    /// With the folder of which ARCHITECTURE.md says what lies in it. Without one there are no files to work with.
    pub fn with_data(mut self, data: &Path) -> Self {
        self.data = Some(data.to_owned());
        self
    }

    /// The data folder.
    ///
    /// # Errors
    /// [`OfficeError::NoFolder`].
    pub fn data(&self) -> Result<&Path, OfficeError> {
        self.data.as_deref().ok_or(OfficeError::NoFolder)
    }

    /// Departments' files as snapshots.
    ///
    /// # Errors
    /// [`OfficeError::NoFolder`]; the disk's.
    pub fn lake(&self) -> Result<Lake, OfficeError> {
        Ok(Lake::open(&self.data()?.join("lake"), Arc::new(RealDisk))?)
    }

    /// What the office works by: what the program carries, overlaid by its own files.
    ///
    /// # Errors
    /// [`OfficeError::NoFolder`]; [`OfficeError::Policy`] for a file that cannot be read.
    pub fn policy(&self) -> Result<Policy, OfficeError> {
        Policy::overlaid(self.data()?).map_err(|why| OfficeError::Policy(why.to_string()))
    }

    /// Layouts, fields and vocabularies.
    ///
    /// # Errors
    /// As [`Bureau::policy`].
    pub fn catalogue(&self) -> Result<Catalogue, OfficeError> {
        Catalogue::read(&self.policy()?).map_err(|why| OfficeError::Policy(why.to_string()))
    }

    /// The comparisons.
    ///
    /// # Errors
    /// As [`Bureau::policy`].
    pub fn comparisons(&self) -> Result<SpecBook, OfficeError> {
        SpecBook::of(&self.policy()?).map_err(|faults| {
            OfficeError::Policy(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })
    }

    /// Doubts that were handed down, and answers.
    ///
    /// # Errors
    /// [`OfficeError::NoFolder`].
    pub fn desk(&self) -> Result<Desk, OfficeError> {
        Ok(Desk::open(&self.data()?.join("desk"), Arc::new(RealDisk)))
    }

    /// Where what goes to others is written.
    ///
    /// # Errors
    /// [`OfficeError::NoFolder`].
    pub fn outbox(&self) -> Result<PathBuf, OfficeError> {
        Ok(self.data()?.join("outbox"))
    }

    /// The county whose office this is, by its list of towns and villages.
    pub fn county(&self) -> Option<Division> {
        self.divisions.iter().find_map(|(division, _)| division.at(DivisionLevel::County))
    }
}
