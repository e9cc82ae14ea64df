//! Watching: whom the month's facts, and what changed since the month before, call for a look at (社会救助法 art. 10).
//!
//! 1. `before`: what each person and household held a month ago, beside what they hold now.
//! 2. [`watch`]: the rules' signals over everybody, or over those for whom something changed; pure.
//! 3. [`fates`]: which of them open a household's matter, join it, rest, or are exempt; pure.
//!
//! A signal is advice too: it says whom to visit first, and decides nothing.

mod before;
mod matter;
mod raise;

pub use matter::{About, Days, Fate, Last, Level, Matter, Rule, Severity, Standing, fates};
pub use raise::{Counted, Raised, Watched, watch, watch_some};
