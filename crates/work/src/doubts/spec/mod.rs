//! The language in which a comparison is written, and its checker.
//!
//! ```toml
//! id = "pension_coverage"
//! title = { zh = "城乡居民养老保险应保尽保", en = "resident pension coverage" }
//! basis = [{ zh = "…", en = "…" }]
//! helpful = ["prisoner"]                 # a source that only explains: without it doubts are raised, with a warning
//!
//! [[source]]                             # beside the shared ones of tables/sources.toml
//! id = "unremoved"
//! of = "relapse_monitored"
//! where = [{ field = "risk_removed", is = ["no"] }]
//!
//! [[question]]
//! id = "coverage"
//! asked = ["tekun_person", "unremoved"]  # their union; the first roster that holds a person gives name and village
//! when = [{ age_from = 16 }]             # on the last day of the month
//!
//! [[question.rung]]                      # the first rung that holds is the person's
//! code = "insured_here"
//! kind = "covered"                       # or "explained", or "doubt"
//! zh = "已参加本地居保"
//! en = "enrolled here"
//! when = [{ in = "resident_pension_insured" }]
//!
//! [[question.rung]]
//! code = "not_insured"
//! kind = "doubt"
//! zh = "疑似未参保"
//! en = "appears not enrolled"
//! ```
//!
//! A condition is one of
//!
//! | written | holds when |
//! |---|---|
//! | `{ in = "s" }` | the person has a row in source `s` |
//! | `{ in = "s", rows = 2 }` | at least two rows that are not members of one row |
//! | `{ in = "s", field = "f", is = ["a", "b"] }` | a row's value is one of these |
//! | `{ in = "s", field = "f", before = "month_start" }` | a row's date is earlier; also `from`; also a day `2026-07-01` |
//! | `{ field = "f", is = ["a"] }` | only in `where`: about the row itself |
//! | `{ age_from = 16, age_to = 59 }` | whole years on the month's last day, both ends included |
//! | `{ differs = "name", from = "s" }` | a roster's value and the source's are both known and disagree |
//! | `{ differs = "birth_date", from = "number" }` | a roster's value disagrees with the identity number |
//! | `{ any = […] }`, `{ all = […] }`, `{ at_least = 2, of = […] }`, `{ not = {…} }` | as they say |
//!
//! and answers yes, no or unknown: unknown when a source is not loaded or a value is empty.

mod book;
mod check;
mod condition;
mod day;
mod fault;
mod known;
mod precedence;
mod raw;
mod shadow;
mod types;

pub use book::{SpecBook, SpecText};
pub use day::DayRef;
pub use fault::{SpecFault, SpecFaultKind};
pub use known::{FieldKind, Known};
pub use precedence::{Precedence, PrecedenceVersion};
pub use types::{Against, AnswerKind, Ask, Condition, Key, Question, Rung, RungKind, Source, Spec, Test, Wording};
