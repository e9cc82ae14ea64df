//! Why: the same program over a few households with every column kept, read as an explanation.
//!
//! `reader.rs` looks at single lanes; `causes.rs` tells why something is not known; `trace.rs` lists what was used, in a
//! tree; `say.rs` says it in Chinese and English; `change.rs` looks for what would change the answer.

mod causes;
mod reader;
mod trace;

pub use reader::{Known, Reader, Row};
pub use trace::{Step, Trace, What};
