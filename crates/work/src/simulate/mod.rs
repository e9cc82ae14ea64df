//! What a reform would do: the law as it is and the law as it would be, over the same households.
//!
//! `reform` is what a reform file says; `amend` writes it as policy text and has the whole book checked again, so that a
//! reform is nothing that the checker has not seen; `effect` counts who comes in and goes out and what it costs;
//! `spread` measures incomes; `cliff` walks one household along its wage; `reached` holds a synthetic county
//! against its truth. Nobody grows older: the months ahead change the law, not the people.

mod amend;
mod cliff;
mod effect;
mod error;
mod exact;
mod lake;
mod plot;
mod reached;
mod reform;
mod report;
mod spread;
#[cfg(test)]
mod tests;

pub use amend::{Reformed, reformed};
pub use cliff::{Cliff, Fall, Point, cliff};
pub use effect::{Effects, Group, Side, Tally, side};
pub use error::SimulateError;
pub use exact::Exact;
pub use lake::groups;
pub use reached::Reached;
pub use reform::{Change, InKind, Reform, Typical, Unify};
pub use report::{File, files, summary};
pub use spread::{Decile, Spread, deciles, spread};

use doudi_kernel::Month;
use doudi_rules::{book::Book, check};
use std::collections::BTreeSet;

/// What was found of a reform.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// The law as it is.
    pub before: Book,
    /// The law as it would be, with the text that makes it so.
    pub after: Reformed,
    /// Month by month: who and how much, before and after, and how incomes spread.
    pub months: Vec<Seen>,
    /// By tenth of the people, poorest first, in the last month.
    pub deciles: Vec<Decile>,
    /// One household along its wage, under the law as it is and as it would be in the last month.
    pub cliffs: Option<[Cliff; 2]>,
    /// Month by month against the truth, after [`Simulated::hold_against`].
    pub reached: Vec<Reached>,
}

/// One month.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Which.
    pub month: Month,
    /// Counts and costs.
    pub effects: Effects,
    /// Incomes before and after.
    pub spread: [Spread; 2],
    /// Before and after: the packed numbers of the people whom a programme that supports living covers.
    pub reached: [BTreeSet<u64>; 2],
}

/// Simulates a reform of policies (paths and texts) over households.
///
/// # Reached
/// See [`SimulateError`].
pub fn simulate(policies: &[(String, String)], reform: &Reform, groups: &[Group]) -> Result<Simulated, SimulateError> {
    let before = check::read(policies.to_vec()).map_err(|told| SimulateError::Refused(Box::new(told)))?;
    let after = reformed(policies, &before, reform)?;
    let mut months = Vec::new();
    let mut last = Vec::new();
    for month in reform.months()? {
        let sides = sides(reform, &before, &after.book, month, groups)?;
        let spread = [0, 1].map(|which| spread(&sides, which));
        let reached = [0, 1].map(|which| sides.iter().flat_map(|both| both[which].reached.iter().copied()).collect());
        months.push(Seen { month, effects: Effects::of(groups, &sides), spread, reached });
        last = sides;
    }
    let cliffs = match (&reform.typical, reform.months()?.last()) {
        (Some(typical), Some(month)) => {
            Some([cliff(&before, reform, typical, *month)?, cliff(&after.book, reform, typical, *month)?])
        }
        _ => None,
    };
    Ok(Simulated { deciles: deciles(&last), before, after, months, cliffs, reached: Vec::new() })
}

/// Each group under both laws.
fn sides(
    reform: &Reform,
    before: &Book,
    after: &Book,
    month: Month,
    groups: &[Group],
) -> Result<Vec<[Side; 2]>, SimulateError> {
    let both = groups.iter().map(|group| {
        let was = side(before, reform, month, group)?;
        let mut would_be = side(after, reform, month, group)?;
        // What people live on and the line they are measured by do not move with what counts as income.
        (would_be.incomes, would_be.lines) = (was.incomes.clone(), was.lines.clone());
        Ok([was, would_be])
    });
    both.collect()
}
