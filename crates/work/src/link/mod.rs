//! The same person without the same number: two lists held against each other, or one against itself, by what they say of
//! people, with the reason for every link.
//!
//! The order of work, each step a value that can be looked at before the next is taken:
//!
//! 1. [`prepare`]: files or rosters of the lake become text columns under the names of `policy/link`; what one list lacks
//!    and the other has is worked out where it follows from other columns.
//! 2. [`Prepared::link`]: the comparison itself (see [`doudi_compare::link`]); nothing is set by hand.
//! 3. [`plan()`], pure: [`LinkPlan`], proposals with weight, probability, band and the waterfall stored beside them.
//! 4. [`LinkDesk::keep`]: the plan as an immutable folder on the desk, with a workbook for people and a report.
//! 5. [`read_decisions`]: what came back. A decision is an entry; every later run respects it.

mod answers;
mod book;
mod decide;
mod decisions;
mod derive;
mod desk;
mod language;
mod pairs;
mod parquet;
mod picture;
mod plan;
mod prepare;
mod proposals;
mod refused;
mod report;
mod said;
mod sheets;
mod side;
mod snapshot;
mod table;
#[cfg(test)]
mod tests;

pub use answers::{DecisionRefused, ReadDecisions, RefusedDecision, read_decisions};
pub use book::link_book;
pub use decide::{NotDecided, Spoken};
pub use decisions::{Decided, Decision, Fixed, Verdict};
pub use desk::{KeptPlan, LinkBatch, LinkDesk};
pub use language::{Known, Language, Says, Script};
pub use pairs::{PairsForm, write_pairs};
pub use picture::{Picture, waterfall_html, waterfall_svg};
pub use plan::{Asked, Compared, LinkPlan, ListAbout, Proposal, StepSaid, plan};
pub use prepare::{Ask, From, Prepared, prepare};
pub use refused::LinkRefused;
pub use report::report;
pub use said::{mask, said, why};
pub use side::{Overrides, Side};
pub use table::{Table, Texts};
