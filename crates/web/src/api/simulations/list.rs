//! The reforms that the office knows, and the runs that are kept.

use super::super::{
    Call, Empty, Operation, Rule, get,
    kinds::{Day, InMonth},
    shape::{MOST, shape},
};
use doudi_journal::access::{Action, Resource};
use doudi_office::{
    OfficeError,
    simulations::{self, Run},
};

shape! {
    /// Reforms and runs.
    struct Simulations {
        /// The reforms that can be simulated, by the names of their files.
        reforms: Vec<String>,
        /// Runs, at most 1,000, the newest first.
        runs: Vec<SimulatedRun>,
    }
}

shape! {
    /// A run.
    struct SimulatedRun {
        /// Its name.
        name: String,
        /// The reform's file.
        reform: String,
        /// Whose households.
        month: InMonth,
        /// When it was made.
        made: Day,
        /// Month by month.
        months: Vec<SimulatedMonth>,
    }
}

shape! {
    /// A month of a run: all programmes together.
    struct SimulatedMonth {
        /// Which.
        month: InMonth,
        /// Households covered before.
        households_before: i64,
        /// Households covered after.
        households_after: i64,
        /// Households that come in.
        come_in: i64,
        /// Households that go out.
        go_out: i64,
        /// Fen a year before.
        fen_before: i64,
        /// Fen a year after.
        fen_after: i64,
        /// Rows whose answer is missing, before and after the reform.
        missing: Vec<i64>,
    }
}

/// `GET /simulations`
pub(in crate::api) fn operation() -> Operation {
    let said = ("可测算的政策方案与已有结果", "Reforms that can be simulated, and runs");
    let rule = Rule::Needs(Resource::Simulation, Action::List);
    get("/simulations").answered("simulations_list", said, rule, list).fails([OfficeError::NotFound])
}

fn list(call: &Call<'_>, _: Empty) -> Result<Simulations, OfficeError> {
    let (known, _) = simulations::reforms(call.bureau, call.who)?;
    let runs = simulations::runs(call.bureau, call.who)?;
    Ok(Simulations {
        reforms: known.into_iter().map(|it| it.name).take(MOST).collect(),
        runs: runs.iter().take(MOST).map(told).collect(),
    })
}

fn told(run: &Run) -> SimulatedRun {
    let figure = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let month = |it: &simulations::Seen| SimulatedMonth {
        month: InMonth(it.month),
        households_before: figure(it.total.households[0]),
        households_after: figure(it.total.households[1]),
        come_in: figure(it.total.moved[0]),
        go_out: figure(it.total.moved[1]),
        fen_before: it.total.fen[0],
        fen_after: it.total.fen[1],
        missing: it.total.missing.map(figure).to_vec(),
    };
    SimulatedRun {
        name: run.name.clone(),
        reform: run.reform.clone(),
        month: InMonth(run.month),
        made: Day(run.made),
        months: run.months.iter().take(MOST).map(month).collect(),
    }
}
