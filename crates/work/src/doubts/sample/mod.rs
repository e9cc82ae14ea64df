//! The on-site check (随机实地抽检): who is visited, stratified and reproducible.

mod allocate;
mod book;
mod draw;

pub use allocate::allocate;
pub use book::visit_book;
pub use draw::{Sample, SampleError, Stratum, Visit, sample};
