//! Assessment: the month's rosters, judged by the law as data.
//!
//! 1. `registers`: which snapshots count, and looking into them by person.
//! 2. [`people`](People): who belongs to whom. 3. `facts`: columns for the engine, each value with the feed it comes from.
//! 4. [`plan`](Assessment): the four answers for everybody, with reasons; pure.
//! 5. [`changes`](Change): what is found otherwise than last month; `causes`: which of the differing facts turn it.
//! 6. [`assess`], [`replay`]: kept as an immutable folder with the snapshots' names and the rules' texts, and made again
//!    from them to the byte. 7. [`Dossiers`]: what it knows of one household, read back from there; [`explain`] tells it.
//!
//! Beside the lake, `tables/` assesses two Parquet files of any length.
//!
//! An answer is advice (个人信息保护法 art. 24): a person decides.

mod books;
mod causes;
mod changes;
mod dossiers;
mod error;
mod explain;
mod facts;
mod files;
mod keep;
mod pack;
mod people;
mod plan;
mod registers;
mod run;
mod summary;
pub mod tables;

pub use books::{TownBook, town_books};
pub use changes::{Because, Change};
pub use dossiers::{Dossier, Dossiers};
pub use error::AssessError;
pub(crate) use explain::who;
pub use explain::{Why, explain};
pub use facts::Facts;
pub(crate) use facts::column_of;
pub use keep::{Assessments, Files, Kept};
pub use pack::Pack;
pub use people::{Crowded, Household, Member, People, Unplaced};
pub(crate) use plan::compiled;
pub use plan::{Assessment, Basis, County, Determination, Found};
pub use registers::{Input, Registers};
pub use run::{Applied, Assessed, Replayed, again, assess, assess_after, replay};
pub use summary::{Answers, MissingFact, Programme, Summary, summary};
