//! Doubts: departments' rosters held against each other, what disagrees handed down to towns and villages, and the
//! answers kept until none is open (清零).
//!
//! The order of work, each step a value that can be looked at before the next is taken:
//!
//! 1. [`spec`]: a comparison is data (`policy/compare/*.toml`), checked before it runs.
//! 2. [`plan()`]: pure, from tables of the month's snapshots to [`Findings`]: every asked person on exactly one rung of
//!    the ladder, counts by town and village, doubts with their evidence.
//! 3. [`hand_down`]: the doubts as an immutable batch on the desk, and a workbook for each town.
//! 4. [`answers`]: what came back, checked row by row, and the tally that falls to zero.
//! 5. [`sample()`]: the on-site check, stratified and reproducible.
//!
//! *Unknown* is never *no*: a source that was not loaded does not make everyone uninsured, it makes the doubt that needs
//! it impossible to raise, and the findings say so.

pub mod answers;
pub(crate) mod books;
mod count;
mod current;
mod fields;
mod findings;
pub mod hand_down;
mod judge;
mod labels;
pub(crate) mod load;
mod mend;
pub(crate) mod place;
mod plan;
mod sample;
pub mod spec;
mod summary;
pub(crate) mod table;
mod truth;
mod view;

pub use answers::{read_answer, read_answers, tally};
pub use books::{NamedBook, county_book, refused_book, town_books};
pub use count::{Counts, Tables};
pub use current::{Kept, Reach, current, needs};
pub use findings::{
    Answered, Doubt, Evidence, Findings, Leftover, LeftoverWhy, MendCount, Mending, NearRow, People, Role, RowSaid,
    RungHead, Says, SourceState, UNDECIDED,
};
pub use hand_down::{Batch, Desk, DeskError, HandedDoubt, HandedDown};
pub use labels::Labels;
pub use load::load;
pub use place::{Place, UNPLACED};
pub use plan::{Deck, plan};
pub use sample::{Sample, SampleError, Stratum, Visit, allocate, sample, visit_book};
pub use summary::Grid;
pub use table::{Part, Table};
