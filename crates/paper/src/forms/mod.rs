//! The papers of an office, each from what it says: a function from a plain struct to a [`crate::Document`].
//!
//! Nothing is looked up here and nothing is decided: every field is given by the file. Articles are cited as the caller
//! gives them, because a region's rules differ.
//!
//! ```
//! use doudi_kernel::{Date, Lang, Money, Month};
//! use doudi_paper::{forms::{Stop, Stops}, workbook};
//! let stop = Stop {
//!     head: "林阿禾".into(),
//!     id: "3707**********123X".into(),
//!     persons: 1,
//!     address: "柳河村3组".into(),
//!     category: "农村低保".into(),
//!     supplement: None,
//!     amount: Some(Money::from_fen(53_325)),
//!     reason: "死亡".into(),
//!     on: Date::constant(2026, 8, 1),
//!     whole: true,
//! };
//! let month = Month::new(2026, 8).unwrap();
//! let paper = Stops { lang: Lang::Zh, place: "青山镇".into(), month, rows: vec![stop] }.paper();
//! assert_eq!(paper.title, "停保汇总表");
//! assert!(workbook(&paper).is_ok());
//! ```

mod acceptance;
mod additions;
mod adjusted;
mod answers;
mod authorisation;
mod change;
mod confirmation;
mod figures;
mod hearing;
mod letter;
mod notice;
mod refusal;
mod relatives;
mod relief;
mod roster;
mod stops;
mod summons;
mod supplement;
mod verification;
mod visit;

pub use acceptance::Acceptance;
pub use additions::{Addition, Additions, Residence};
pub use adjusted::{Adjusted, Adjustments};
pub use answers::{Answers, Part};
pub use authorisation::{Authorisation, Signer};
pub use change::{Change, Heard, Turn};
pub use confirmation::{Benefit, Confirmation};
pub use figures::{Figures, FiguresPart, signed};
pub use hearing::Hearing;
pub use letter::{Letter, Reason, Remedy};
pub use notice::{Class, Notice, NoticeError, NoticeRow};
pub use refusal::Refusal;
pub use relatives::{Relative, Relatives};
pub use relief::{Relief, ReliefRow};
pub use roster::{Enrolled, Roster};
pub use stops::{Stop, Stops};
pub use summons::Summons;
pub use supplement::{Owed, Supplement};
pub use verification::{Finding, Item, Verification};
pub use visit::{Member, Method, Question, Visit};
