//! Pages over the office: rendered on the server, usable without any script, in Chinese and English.
//!
//! One operation is one file, and the tree below `pages` mirrors the URLs. Only this crate knows axum. What a page says
//! stands in its template, both languages side by side; what steps, facts and programmes are called comes from the law's
//! book.

mod api;
mod citizen;
mod columns;
mod field;
mod fields;
mod guard;
mod pages;
mod serve;
mod shell;
mod signed;
mod state;
mod why;
mod words;

pub use api::document;
pub use serve::{app, serve};
pub use state::{Clock, Fill, Line, State};
