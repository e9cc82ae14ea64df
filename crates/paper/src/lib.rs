//! Letters, lists and forms: one document, printed as PDF and kept as a workbook.
//!
//! [`forms`] turns plain structs into [`Document`]s. Nothing here reads a register, a clock or a configuration: what a
//! paper says was decided before, and is only printed.

mod breaking;
mod capital;
mod code;
mod document;
mod error;
mod font;
pub mod forms;
mod layout;
mod pdf;
mod words;
mod workbook;

pub use breaking::Measure;
pub use capital::capitals;
pub use code::{Modules, QUIET};
pub use document::{Block, Cell, Column, Document, Grid, Sheet, Style, Table, Value};
pub use error::PaperError;
pub use font::Fonts;
pub use layout::{Laid, Mark, Page, lay_out};
pub use pdf::{Printed, print};
pub use words::{boxes, day_words, month_words};
pub use workbook::workbook;
