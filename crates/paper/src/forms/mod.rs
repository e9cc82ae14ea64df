//! The papers of an office, each from what it says: a function from a plain struct to a [`Document`].
//!
//! Nothing is looked up here and nothing is decided: every field is given by the file. Articles are cited as the caller
//! gives them, because a region's rules differ.

mod acceptance;
mod additions;
mod authorisation;
mod change;
mod confirmation;
mod hearing;
mod letter;
mod notice;
mod refusal;
mod relatives;
mod relief;
mod stops;
mod supplement;
mod verification;
mod visit;

pub use acceptance::Acceptance;
pub use additions::{Addition, Additions, Residence};
pub use authorisation::{Authorisation, Signer};
pub use change::{Change, Heard, Turn};
pub use confirmation::{Benefit, Confirmation};
pub use hearing::Hearing;
pub use letter::{Letter, Reason, Remedy};
pub use notice::{Class, Notice, NoticeError, NoticeRow};
pub use refusal::Refusal;
pub use relatives::{Relative, Relatives};
pub use relief::{Relief, ReliefRow};
pub use stops::{Stop, Stops};
pub use supplement::{Owed, Supplement};
pub use verification::{Finding, Item, Verification};
pub use visit::{Member, Method, Question, Visit};
