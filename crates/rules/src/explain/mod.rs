//! Why: the same program over a few households with every column kept, read as an explanation.
//!
//! `reader.rs` looks at single lanes; `causes.rs` tells why something is not known; `trace.rs` lists what was used, in a
//! tree; `signal.rs` does both for a signal; `phrase.rs` and `say.rs` say it in Chinese and English; `change.rs` looks for what would change the answer.

mod causes;
mod change;
pub mod phrase;
mod reader;
mod say;
mod signal;
mod trace;

pub use change::Change;
pub use reader::{Known, Reader, Row};
pub use say::Telling;
pub use signal::Stands;
pub use trace::{Step, Trace, What};
