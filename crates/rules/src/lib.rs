//! The law as dated data: read, checked, compiled, evaluated over columns, explained.
//!
//! `text` → `parse` → `check` makes a [`book::Book`] of policies; `compile` makes of it a program for one region and one
//! month; `run` evaluates the program over columns; `explain` tells one household why. `oracle` does the same as
//! `compile` and `run`, slowly and in another way, and only tests ask it. The language: `docs/policy-language.md`.

pub mod agree;
pub mod answer;
pub mod book;
pub mod cases;
pub mod check;
pub mod compile;
pub mod complaint;
pub mod explain;
pub mod lex;
pub mod mutate;
pub mod oracle;
pub mod parse;
pub mod population;
pub mod register;
pub mod run;
pub mod unit;
