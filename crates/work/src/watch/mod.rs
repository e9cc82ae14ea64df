//! Watching: whom the month's facts, and what changed since the month before, call for a look at (社会救助法 art. 10).
//!
//! 1. `before`: what each person and household held a month ago, beside what they hold now.
//! 2. [`Columns`]: the signals of one county over columns, for everybody or for those whose facts changed; pure.
//! 3. [`Watcher`]: the same over a month of the lake, by the numbers of its households.
//! 4. [`Beside`]: one household beside its past; [`one`] asks it again, [`evidence`] tells why a signal is raised.
//! 5. [`Runs`]: for how many months in a row something has been so; [`Teller`]: evidence for all that a month raised.
//! 6. [`fates`]: which of them open a household's matter, join it, rest, or are exempt; pure.
//!
//! Beside the lake, `tables` watches Parquet files of any length.
//!
//! A signal is advice too: it says whom to visit first, and decides nothing.

mod before;
mod beside;
mod columns;
mod evidence;
mod matter;
mod raise;
mod runs;
pub mod tables;
mod teller;
pub mod words;

pub use beside::{Beside, one};
pub use columns::{Changed, Columns, Counted, Found, Told};
pub use evidence::{Evidence, FactLine, Source, evidence};
pub use matter::{About, Days, Fate, Last, Level, Matter, Rule, Severity, Standing, fates};
pub use raise::{Raised, Watched, Watcher, watch};
pub use runs::Runs;
pub use teller::Teller;
