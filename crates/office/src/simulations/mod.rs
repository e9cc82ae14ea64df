//! What a reform would change, over the households of a month: run once, kept, looked at by who may.
//!
//! Reforms are files of the office's policy (`policy/reforms`). Households are those that an assessment of the month rests
//! on, town by town, so that who comes in and goes out and what it costs stands by town. A run is a folder that comes into
//! being whole, named by what was asked: asking the same again shows the same.

mod groups;
mod kept;
mod paper;
mod run;

pub use kept::{Counted, Fall, Kept, Run, Seen, kept, runs};
pub use paper::{export, paper};
pub use run::{Asked, run};

use crate::{Bureau, OfficeError, Who};
use doudi_journal::access::{Action, Denied, Resource};
use doudi_work::simulate::{Reform, SimulateError};

/// A reform that the office's policy knows.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its file's name.
    pub name: String,
    /// What it says.
    pub reform: Reform,
}

/// A file of policy that cannot be read as a reform, with why.
pub type Wrong = (String, SimulateError);

/// The reforms that can be simulated, by the names of their files; those that cannot be read, with why.
///
/// # Errors
/// [`OfficeError::Denied`], [`OfficeError::NoFolder`]; [`OfficeError::Policy`].
pub fn reforms(bureau: &Bureau, who: &Who) -> Result<(Vec<Known>, Vec<Wrong>), OfficeError> {
    allowed(bureau, who, Action::List)?;
    let policy = bureau.policy()?;
    let (mut known, mut wrong) = (Vec::new(), Vec::new());
    for (name, text) in policy.folder("reforms") {
        match Reform::read(text) {
            Ok(reform) => known.push(Known { name: name.into(), reform }),
            Err(why) => wrong.push((name.into(), why)),
        }
    }
    Ok((known, wrong))
}

/// A simulation counts the whole county: who works for a part of it has no right to it.
fn allowed(bureau: &Bureau, who: &Who, action: Action) -> Result<(), OfficeError> {
    let scope = who.may(Resource::Simulation, action)?;
    match bureau.county() {
        Some(county) if !scope.covers(county) => Err(Denied::Area.into()),
        _ => Ok(()),
    }
}

impl From<SimulateError> for OfficeError {
    fn from(why: SimulateError) -> Self {
        Self::Simulate(Box::new(why))
    }
}
