//! How far a simulation is.

use super::super::{
    Call, Operation, Rule, get,
    kinds::{InMonth, Name},
    shape::shape,
};
use crate::pages::simulations::run::job;
use doudi_journal::access::{Action, Resource};
use doudi_kernel::Say;
use doudi_office::{OfficeError, jobs::Stands, simulations};

shape! {
    /// Which simulation.
    struct AtSimulation {
        /// The reform, by the name of its file.
        reform: Name,
        /// Whose households.
        month: InMonth,
    }
}

shape! {
    /// How far a simulation is.
    struct SimulationFar {
        /// Whether it has ended.
        over: bool,
        /// Steps that are done.
        done: i64,
        /// The run's name, once it is there.
        run: Option<String>,
        /// Why there is none.
        refused: Option<String>,
    }
}

/// `GET /simulations/jobs/{reform}/{month}`
pub(in crate::api) fn operation() -> Operation {
    let said = ("政策测算进度", "How far a simulation is");
    let rule = Rule::Needs(Resource::Simulation, Action::Read);
    let made = get("/simulations/jobs/{reform}/{month}").answered("simulations_job", said, rule, far);
    made.fails([OfficeError::NotFound])
}

fn far(call: &Call<'_>, at: AtSimulation) -> Result<SimulationFar, OfficeError> {
    // The jobs are the county's: who may not list its reforms hears of none.
    let _ = simulations::reforms(call.bureau, call.who)?;
    let stands = call.state.simulations.stands(&job(&at.reform.0, at.month.0)).ok_or(OfficeError::NotFound)?;
    let (over, done) = match &stands {
        Stands::Waiting => (false, 0),
        Stands::Running(done, _) => (false, i64::try_from(*done).unwrap_or(i64::MAX)),
        Stands::Done(_) | Stands::Broken => (true, 4),
    };
    let (run, refused) = match &stands {
        Stands::Done(it) => {
            (it.as_ref().as_ref().ok().cloned(), it.as_ref().as_ref().err().map(|why| why.say(call.lang)))
        }
        Stands::Broken => (None, Some(crate::why::Why::Broken.say(call.lang))),
        _ => (None, None),
    };
    Ok(SimulationFar { over, done, run, refused })
}
