//! A simulation begun; asking the same again shows the same run.

use super::super::{
    Call, Empty, Operation, Rule,
    kinds::{InMonth, Name},
    shape::shape,
    write,
};
use crate::pages::simulations::run::job;
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    simulations::{self, Asked},
};
use std::sync::Arc;

shape! {
    /// What is to be simulated.
    struct SimulationWanted {
        /// The reform, by the name of its file.
        reform: Name,
        /// Whose households.
        month: InMonth,
    }
}

shape! {
    /// It was begun: ask `/simulations/jobs/{reform}/{month}` how far it is.
    struct SimulationBegun {
        /// The reform.
        reform: String,
        /// The month.
        month: InMonth,
    }
}

/// `POST /simulations`
pub(in crate::api) fn operation() -> Operation {
    let said = ("开始政策测算", "Begin a simulation");
    let rule = Rule::Needs(Resource::Simulation, Action::Write);
    let made = write("/simulations").told("simulations_begin", said, rule, begin);
    made.begins().fails([OfficeError::NotFound])
}

fn begin(call: &Call<'_>, _: Empty, wanted: SimulationWanted) -> Result<SimulationBegun, OfficeError> {
    let (reform, month) = (wanted.reform.0, wanted.month.0);
    // Who may not, or names what is not there, is told at once and not by a job that fails.
    let known = simulations::reforms(call.bureau, call.who)?.0;
    known.iter().find(|it| it.name == reform).ok_or(OfficeError::NotFound)?;
    let (bureau, who, asked) =
        (Arc::clone(&call.state.bureau), call.who.clone(), Asked { reform: reform.clone(), month });
    let run = move |progress: &doudi_office::jobs::Progress| simulations::run(&bureau, &who, &asked, progress);
    call.state.simulations.forget(&job(&reform, month));
    call.state.simulations.begin(&job(&reform, month), run);
    Ok(SimulationBegun { reform, month: wanted.month })
}
