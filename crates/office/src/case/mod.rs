//! Cases: from a need that was told to a decision that was told back (社会救助法 art. 37 to 53).
//!
//! A case is the sum of its [`Event`]s. [`State`] folds them; [`plan`] is pure: what somebody wants to do on a day becomes
//! events, or a [`Refusal`] that says whose turn it is and what is missing. [`Path`] is the procedure as the law of the place
//! and the day has it, with its clocks. What is planned is appended to the journal, and only that.

mod act;
mod clock;
mod desk;
mod due;
mod event;
pub(crate) mod household;
mod judge;
mod list;
mod may;
mod part;
mod path;
mod projection;
mod refusal;
mod standing;
mod state;
mod terms;
mod verify;

pub use act::{Act, Application, Doer, plan};
pub use clock::{Clock, Due, clocks, ends_on};
pub use desk::{CaseView, Told, act, open_case, open_sent, paying_step, view, view_part};
pub use due::{Hearable, Payment, Recognised, Referred, hearings, left, payments, recognised, referrals, reviews};
pub use event::{Answer, Channel, Emergency, Event, Finding, Hearing, Item, Matched, Opinion, Outcome, Report, Visit};
pub use judge::judge;
pub use list::{Row, mine, notices, of_household};
pub use may::{doers_of, may};
pub use part::{Part, Reply, handled_by, handled_elsewhere, part_due};
pub use path::{Office, Path, Stop, Term};
pub(crate) use projection::Cases;
pub use refusal::Refusal;
pub use state::{Call, Look, Objection, Pause, State, Turn};
pub use terms::{ReviewClass, Terms};
pub use verify::{DECLARED, ToldIn, told_in, verify};
