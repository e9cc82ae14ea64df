//! Departments' files in: recognised, mapped, checked, stored, answered.
//!
//! [`plan`] says what a file is and what taking it in would do; [`apply`] does it. Layouts, fields and vocabularies are
//! data in `policy/`, read into a [`Catalogue`].

mod answer;
mod apply;
mod ask;
mod columns;
mod controls;
mod field;
mod filename;
mod header;
mod heading;
mod layout;
mod ledger;
mod lists;
mod mapper;
mod mapping;
mod members;
mod pass;
mod place;
mod plan;
mod previous;
mod propose;
mod recognise;
mod refusal;
mod rows;
mod say;
mod shape;
#[cfg(test)]
mod tests;
mod value;
mod vocabulary;
mod worklist;

pub use answer::Answer;
pub use apply::{Loaded, Outcome, answer_again, apply};
pub use ask::Ask;
pub use field::{Field, Fields, Kind, Privacy};
pub use filename::NameFacts;
pub use heading::{Heading, column_letters};
pub use layout::{BadPolicy, Catalogue, Column, Covers, Known, Layout, Repeated, SheetChoice};
pub use lists::{ListFile, SheetList};
pub use pass::RuleCount;
pub use plan::{Against, ColumnPlan, Effect, MonthFrom, NoLeavers, Note, Plan, SheetPlan, UnknownWord, plan};
pub use propose::{Proposal, accept, propose};
pub use recognise::{Candidate, Reasons};
pub use refusal::Refused;
pub use rows::RowKind;
pub use vocabulary::{Vocabulary, Word};
pub use worklist::{Entry, WorkList};
