//! Letters, lists and forms: one document, printed as PDF and kept as a workbook.
//!
//! [`forms`] turns plain structs into [`Document`]s. Nothing here reads a register, a clock or a configuration: what a
//! paper says was decided before, and is only printed.

mod capital;
mod document;
pub mod forms;
mod words;

pub use capital::capitals;
pub use document::{Block, Cell, Column, Document, Grid, Sheet, Style, Table, Value};
pub use words::{boxes, day_words, month_words};
