//! What the office does for citizens who ask: the calculator, applications sent in, one code a household, objections.
//!
//! Who asks has no account and no grant. Nothing here lists or searches: a file is reached by its code and a second thing
//! that its people know, one file a time, and every reaching is an access record.

mod calculator;
mod code;
mod follow;
mod projection;
mod queue;
mod send;
mod voice;

pub(crate) use calculator::Programs;
pub use calculator::{ask, counties, programmes};
pub use code::Code;
pub use follow::{Followed, Paid, code_of, follow, replace_code};
pub(crate) use projection::Citizens;
pub(crate) use queue::taken_up;
pub use queue::{Aside, Opened, Waiting, open, put_aside, telephone, waiting};
pub use send::{Application, Applies, send};
pub use voice::{About, Objected, Spoken, Voice, answer, objections, of_case, speak, voices};
